import { readMatcher } from '../value.ts';
import type { Condition } from './condition.ts';
import { parseAttribute } from './attribute.ts';
import { saysNode } from './says.ts';

/**
 * `environment: prod`: of the resource, or of the path by `environments:` in config.yaml. A file of a kind that knows no
 * environments and that nobody has placed is in none: otherwise one rule about prod would meet every file there is.
 */
export const environment: Condition = {
  key: 'environment',
  takes: 'prod, staging, dev, test, unknown, or a name of config.yaml; or a list',
  parse: (node, parsing) => {
    const attribute = parseAttribute('environment', node.line, node, { ...parsing, kinds: null });
    const matcher = readMatcher({ ...parsing.reader, report: () => undefined }, node, 'environment');
    return {
      says: `environment: ${saysNode(node)}`,
      personal: false,
      wide: false,
      holds: (seen) => {
        const { fact, environmentOf } = seen;
        if (fact.attributes['environment'] !== undefined) return attribute.holds(seen);
        const placed = environmentOf(fact.where.path) ?? (fact.from === null ? null : environmentOf(fact.from));
        return placed === null ? false : matcher.matches(placed);
      },
    };
  },
};
