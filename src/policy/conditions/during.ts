import { didYouMean } from '../nearest.ts';
import { readTexts } from '../read.ts';
import type { Condition } from './condition.ts';

/** `during: freeze`: the change is judged inside a window of config.yaml. The time comes in with the change. */
export const during: Condition = {
  key: 'during',
  takes: 'the name of a window in config.yaml, or a list',
  parse: (node, { reader, windows }) => {
    const names = readTexts(reader, node, 'during');
    const chosen = names.flatMap((name) => {
      const window = windows.get(name);
      if (window === undefined) {
        reader.report(node.line, `no window is called "${name}"${didYouMean(name, windows.keys())}`);
      }
      return window === undefined ? [] : [window];
    });
    return {
      says: `during: ${names.join(' | ')}`,
      personal: false,
      wide: true,
      holds: ({ change }) => chosen.some((window) => window.contains(change.at)),
    };
  },
};
