import { readText } from '../read.ts';
import type { Condition, Seen } from './condition.ts';

/** `spec: none`: no spec that counts stands behind the change. The shell looks, and only where a rule asks. */
export const spec: Condition = {
  key: 'spec',
  takes: 'none',
  parse: (node, { reader }) => {
    const word = readText(reader, node, 'spec');
    if (word !== 'none') reader.report(node.line, `spec may only be "none", not "${word}"`);
    return {
      says: `spec: ${word}`,
      personal: false,
      wide: true,
      asks: ['spec'],
      holds: ({ spec: found }: Seen) => (found === 'unknown' ? 'unknown' : found === 'none'),
    };
  },
};
