import { didYouMean } from '../nearest.ts';
import { readTexts } from '../read.ts';
import { saysNode } from './says.ts';
import type { Condition } from './condition.ts';

/** `role: marketing`: the author has that role. */
export const role: Condition = {
  key: 'role',
  takes: 'the name of a role in config.yaml, or a list',
  parse: (node, { reader, roles }) => {
    const names = readTexts(reader, node, 'role');
    for (const name of names) {
      if (!roles.includes(name)) reader.report(node.line, `no role is called "${name}"${didYouMean(name, roles)}`);
    }
    return {
      says: `role: ${saysNode(node)}`,
      personal: true,
      wide: true,
      holds: (seen) => names.some((name) => seen.roles.includes(name)),
    };
  },
};
