import type { Truth } from '../model/change.ts';
import { argumentsOf } from './commands/arguments.ts';
import { destruction } from './commands/destruction.ts';
import { commandsOf } from './commands/read.ts';
import { unwrapped } from './commands/unwrap.ts';

export type DestructiveCommand = {
  /** As it is written, on one line, without passwords. */
  readonly command: string;
  readonly line: number;
  /** What it is about: `namespace/shop`, `terraform state`. */
  readonly subject: string;
  readonly because: string;
  readonly technology: string;
  readonly stateful: Truth;
};

/** What a script destroys when somebody runs it. Lines count from 1. */
export function destructiveCommandsIn(script: string): readonly DestructiveCommand[] {
  return commandsOf(script)
    .flatMap((command) => unwrapped(command))
    .flatMap(({ words, line, input }) => {
      const found = destruction(argumentsOf(words, input));
      return found === null ? [] : [{ command: shown(words), line, ...found }];
    });
}

const MOST_SHOWN = 100;

function shown(words: readonly string[]): string {
  const text = words
    .map((word, at) => (SECRET.test(words[at - 1] ?? '') && !word.startsWith('-') ? '…' : masked(word)))
    .join(' ')
    .replace(/\s+/g, ' ');
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN - 1)}…` : text;
}

const SECRET = /^--?(password|token|secret|api-?key|access-key|secret-key|auth)$/i;

function masked(word: string): string {
  return word
    .replace(/(:\/\/[^:@/\s]{0,200}):[^@/\s]{1,200}@/, '$1:…@')
    .replace(/^(--?[\w-]{0,40}(?:password|token|secret|api-?key)[\w-]{0,40}=).+/i, '$1…')
    .replace(/^(-p)[^\s=-].{5,}$/, '$1…');
}
