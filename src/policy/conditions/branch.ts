import { readGlobs } from '../value.ts';
import type { Condition } from './condition.ts';
import { saysNode } from './says.ts';

/** `branch: "release/*"`: the branch the change is made on. A detached HEAD does not say. */
export const branch: Condition = {
  key: 'branch',
  takes: 'a glob or a list of globs',
  parse: (node, { reader }) => {
    const matches = readGlobs(reader, node, 'branch');
    return {
      says: `branch: ${saysNode(node)}`,
      personal: false,
      wide: true,
      holds: ({ fact, change }) => {
        const name = fact.branch ?? change.branch;
        return name === null ? 'unknown' : matches(name);
      },
    };
  },
};
