import { type Condition, anyOf } from './condition.ts';

/** `any: [{path: "a/**"}, {branch: main}]`: at least one of them. */
export const any: Condition = {
  key: 'any',
  takes: 'a list of conditions',
  parse: (node, { reader, when }) => {
    if (node.kind === 'list' && node.items.length > 0) return anyOf(node.items.map(when));
    reader.report(node.line, 'any must be a list of conditions');
    return anyOf([]);
  },
};
