import { escapeText } from './escape.ts';
import type { Style } from './style.ts';

type Replayed = {
  readonly id: string;
  readonly loop: string;
  readonly round: number;
  readonly kind: 'equal' | 'differs' | 'incomplete';
  readonly outcome: string;
  readonly steps: readonly {
    readonly what: string;
    readonly kind: 'same' | 'differs' | 'lost';
    readonly says: string;
  }[];
};

/** One verdict worked out again: step by step where it is not what it was. */
export function tellReplayed({ id, loop, round, kind, outcome, steps }: Replayed, style: Style): readonly string[] {
  const words = {
    equal: style.green('the same'),
    differs: style.red('NOT the same'),
    incomplete: 'cannot be worked out whole',
  };
  return [
    `${style.bold(id)}  round ${round} of ${loop}  ${outcome}: ${words[kind]} (${steps.length} steps)`,
    ...steps.map(({ what, kind: how, says }) => `  ${how.padEnd(7)}  ${escapeText(what)}: ${escapeText(says)}`),
  ];
}
