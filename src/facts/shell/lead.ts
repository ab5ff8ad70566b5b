import type { Field } from './state.ts';

/** How the words before another program are written. */
export type Grammar = {
  /** Options that take the next word. */
  readonly takes?: readonly string[];
  /** How many words of its own it takes before the program. */
  readonly own?: number;
  /** With these it starts nothing: `sudo -l`, `command -v`. */
  readonly not?: RegExp;
  /** `A=1` before the program is for it. */
  readonly assigns?: boolean;
  /** The program begins after the first `--` if there is one. */
  readonly dashes?: boolean;
  /** Options may also come after its own words: `ssh host -p 22 ls`. */
  readonly late?: boolean;
};

/** The words of a program that starts another one, told apart. */
export type Lead = {
  /** The other program and its words. */
  readonly words: readonly Field[];
  readonly own: readonly Field[];
  readonly options: readonly string[];
  readonly values: ReadonlyMap<string, Field>;
  readonly assigned: Readonly<Record<string, string>>;
  /** It is told to start nothing. */
  readonly isIdle: boolean;
};

type Reading = {
  readonly own: Field[];
  readonly options: string[];
  readonly values: Map<string, Field>;
  readonly assigned: Record<string, string>;
};

export function readLead(args: readonly Field[], grammar: Grammar, from = 0): Lead {
  const dashes = grammar.dashes === true ? args.findIndex(({ text }, at) => at >= from && text === '--') : -1;
  const end = dashes === -1 ? args.length : dashes;
  const reading: Reading = { own: [], options: [], values: new Map(), assigned: {} };
  const enough = dashes === -1 ? (grammar.own ?? 0) : args.length;
  let at = from;
  while (at < end) {
    const word = args[at];
    if (word === undefined || isWhole(word, reading.own.length >= enough, enough, grammar)) break;
    const isEnd = word.text === '--' && reading.own.length >= enough;
    if (isEnd) return { words: args.slice(at + 1), ...reading, isIdle: false };
    if (isIdle(word, reading, grammar)) return { words: [], ...reading, isIdle: true };
    at += 1 + take(args, at, grammar, reading);
  }
  return { words: args.slice(dashes === -1 ? at : dashes + 1), ...reading, isIdle: false };
}

function isIdle({ text }: Field, { own }: Reading, { not }: Grammar): boolean {
  return own.length === 0 && not?.test(text) === true;
}

/** It has its own words, and here the other program begins. */
function isWhole(word: Field, has: boolean, enough: number, grammar: Grammar): boolean {
  return has && (isOwn(word, grammar) || (enough > 0 && grammar.late !== true));
}

function isOwn({ text }: Field, { assigns }: Grammar): boolean {
  return !/^[-+]/.test(text) && !(assigns === true && ASSIGNMENT.test(text));
}

const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s;

/** Says how many words it took besides this one. */
function take(args: readonly Field[], at: number, grammar: Grammar, reading: Reading): number {
  const word = args[at];
  if (word === undefined || word.text === '--') return 0;
  const assignment = grammar.assigns === true ? ASSIGNMENT.exec(word.text) : null;
  if (assignment !== null) reading.assigned[assignment[1] ?? ''] = assignment[2] ?? '';
  else if (!/^[-+]/.test(word.text)) reading.own.push(word);
  else return option(word, args[at + 1], grammar.takes ?? [], reading);
  return 0;
}

function option(word: Field, next: Field | undefined, takes: readonly string[], reading: Reading): number {
  const { text } = word;
  const equals = text.indexOf('=');
  const keep = (name: string, value: Field | undefined): void => {
    reading.options.push(name);
    if (value !== undefined) reading.values.set(name, value);
  };
  if (equals > 1) {
    keep(text.slice(0, equals), { ...word, text: text.slice(equals + 1) });
    return 0;
  }
  if (takes.includes(text)) {
    keep(text, next);
    return 1;
  }
  if (text.startsWith('--')) {
    keep(text, undefined);
    return 0;
  }
  return letters(word, next, takes, keep);
}

/** `-nu root`, `-uroot`. */
function letters(
  word: Field,
  next: Field | undefined,
  takes: readonly string[],
  keep: (name: string, value: Field | undefined) => void,
): number {
  const { text } = word;
  if (text.length > 40) return 0;
  for (let at = 1; at < text.length; at++) {
    const name = `-${text[at] ?? ''}`;
    const rest = text.slice(at + 1);
    if (takes.includes(name)) {
      keep(name, rest === '' ? next : { ...word, text: rest });
      return rest === '' ? 1 : 0;
    }
    keep(name, undefined);
  }
  if (text.length > 2) keep(text, undefined);
  return 0;
}
