import { readGlobs } from '../value.ts';
import type { Condition } from './condition.ts';
import { saysNode } from './says.ts';

/** `subject: "aws_db_instance.*"`: what the fact is about, where that is not a path. */
export const subject: Condition = {
  key: 'subject',
  takes: 'a word, a glob or a list',
  parse: (node, { reader }) => {
    const matches = readGlobs(reader, node, 'subject');
    return {
      says: `subject: ${saysNode(node)}`,
      personal: false,
      wide: false,
      holds: (seen) => matches(seen.fact.subject),
    };
  },
};
