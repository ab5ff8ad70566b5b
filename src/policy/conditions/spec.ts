import { readText } from '../read.ts';
import type { Condition } from './condition.ts';

/** `spec: none`: no spec stands behind the change. Nothing reads specs yet, so the answer is that we do not know. */
export const spec: Condition = {
  key: 'spec',
  takes: 'none',
  parse: (node, { reader }) => {
    const word = readText(reader, node, 'spec');
    if (word !== 'none') reader.report(node.line, `spec may only be "none", not "${word}"`);
    return { says: `spec: ${word}`, personal: false, wide: true, holds: () => 'unknown' };
  },
};
