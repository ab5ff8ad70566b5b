import { type Condition, anyOf } from './condition.ts';

/** `not: {environment: [dev, test]}`; a list of maps means none of them. */
export const not: Condition = {
  key: 'not',
  takes: 'conditions, or a list of them',
  parse: (node, { when }) => {
    const inner = node.kind === 'list' ? anyOf(node.items.map(when)) : when(node);
    return {
      ...inner,
      says: `not (${inner.says})`,
      holds: (seen) => {
        const truth = inner.holds(seen);
        return truth === 'unknown' ? 'unknown' : !truth;
      },
    };
  },
};
