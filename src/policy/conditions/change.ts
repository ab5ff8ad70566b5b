import type { Truth } from '../../model/change.ts';
import { readFields } from '../read.ts';
import { type Matcher, readMatcher } from '../value.ts';
import type { Condition } from './condition.ts';
import { saysNode } from './says.ts';
import type { Size } from '../size.ts';

const MEASURES = ['files', 'lines', 'deleted'] as const;

/** `change: {lines: {gt: 400}}`: how much the whole net change does; renames, lock, generated and vendored files apart. */
export const change: Condition = {
  key: 'change',
  takes: '{files, lines, deleted}, each a number or a comparison such as {gt: 400}',
  parse: (node, { reader }) => {
    const fields = readFields(reader, node, 'change', MEASURES);
    const tests = MEASURES.flatMap((measure) => {
      const entry = fields.get(measure);
      return entry === undefined ? [] : [{ measure, matcher: readMatcher(reader, entry.value, `change.${measure}`) }];
    });
    return {
      says: `change: ${saysNode(node)}`,
      personal: false,
      wide: true,
      holds: ({ size }) => {
        const answers = tests.map(({ measure, matcher }) => measured(size, measure, matcher));
        if (answers.includes(false)) return false;
        return answers.includes('unknown') ? 'unknown' : true;
      },
    };
  },
};

function measured(size: Size, measure: (typeof MEASURES)[number], matcher: Matcher): Truth {
  const isCertain = measure !== 'lines' || size.unmeasured === 0;
  return isCertain ? matcher.matches(size[measure]) : 'unknown';
}
