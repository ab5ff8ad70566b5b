import type { Truth } from '../model/change.ts';
import { wordsOf } from './scripts/checked.ts';
import { mayDestroy } from './scripts/vocabulary.ts';
import { destructionOf } from './scripts/destruction.ts';
import { fillExpressions } from './scripts/expressions.ts';
import { withoutPlainLines } from './scripts/left-out.ts';
import { NOWHERE } from './scripts/nowhere.ts';
import { invocationsOf } from './shell/lower.ts';

export type DestructiveCommand = {
  /** As it is written, on one line, without passwords. */
  readonly command: string;
  readonly line: number;
  /** What it is about: `namespace/shop`, `terraform destroy`. */
  readonly subject: string;
  readonly because: string;
  readonly technology: string;
  readonly stateful: Truth;
};

/** What a script destroys when somebody runs it. Lines count from 1. */
export function destructiveCommandsIn(script: string): readonly DestructiveCommand[] {
  if (!mayDestroy(script)) return [];
  const { text, asWritten } = fillExpressions(withoutMarks(script));
  return invocationsOf(withoutPlainLines(text), NOWHERE).flatMap((run) => {
    const found = destructionOf(run);
    if (found === null) return [];
    const { subject, because } = found;
    return [
      {
        ...found,
        command: shown(wordsOf(run).map(asWritten)),
        line: run.line,
        subject: asWritten(subject),
        because: asWritten(because),
      },
    ];
  });
}

/** `@terraform` and `-terraform` of a recipe are the program itself; an option on a line that goes on is none. */
function withoutMarks(script: string): string {
  return script.replace(/(^|[^\\]\n|\n\n)([ \t]*)(?:@-?|-@?)(?=[A-Za-z/])/g, '$1$2');
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
