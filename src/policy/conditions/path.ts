import { readGlobs } from '../value.ts';
import type { Condition } from './condition.ts';
import { saysNode } from './says.ts';

/** `path: "infra/**"`: either name of a rename, so that moving a file out of reach does not hide the change. */
export const path: Condition = {
  key: 'path',
  takes: 'a glob or a list of globs',
  parse: (node, { reader }) => {
    const matches = readGlobs(reader, node, 'path');
    return {
      says: `path: ${saysNode(node)}`,
      personal: false,
      wide: false,
      holds: ({ fact }) => matches(fact.where.path) || (fact.from !== null && matches(fact.from)),
    };
  },
};
