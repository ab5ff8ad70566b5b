import type { Word } from '../shell/invocation.ts';

/** The words of one command, told apart: `kubectl -n shop delete pvc data`. */
export type Options = {
  /** What stands without a dash, the values of options that take one left out, and all that follows `--`: `delete`, `pvc`, `data`. */
  readonly plain: readonly Word[];
  /** The same as texts. */
  readonly words: readonly string[];
  /** Any of these is given: `has('-f', '--force')`; letters are found in clusters (`-xdf`) where `clusters` says so. */
  readonly has: (...flags: readonly string[]) => boolean;
  /** Last value of an option, as `--name value`, `--name=value` or `-nvalue`; null where it is not given. */
  readonly value: (...flags: readonly string[]) => string | null;
  readonly values: (...flags: readonly string[]) => readonly string[];
  /** `--help`, `-h` as the tool means it, `--version`: nothing happens. */
  readonly isHelp: boolean;
};

export type Grammar = {
  /** Options that take the next word: without this list `-n delete` would be a verb. */
  readonly takes?: readonly string[];
  /** `-rf` is `-r -f`: true for POSIX-like tools, false where `-target` is one option. */
  readonly clusters?: boolean;
};

/** `/` as in `rd /s /q` is left to the family. */
export function readOptions(args: readonly Word[], grammar: Grammar = {}): Options {
  const { plain, given } = tellApart(args, grammar);
  const named = (flags: readonly string[]): readonly Given[] => given.filter(({ name }) => flags.includes(name));
  const values = (...flags: readonly string[]): readonly string[] => named(flags).flatMap(({ value }) => value ?? []);
  return {
    plain,
    words: plain.map(({ text }) => text),
    has: (...flags) => named(flags).length > 0,
    value: (...flags) => values(...flags).at(-1) ?? null,
    values,
    isHelp: named(['--help', '--version']).length > 0 || plain[0]?.text === 'help',
  };
}

type Given = { readonly name: string; readonly value: string | null };

function tellApart(
  args: readonly Word[],
  { takes = [], clusters = true }: Grammar,
): { readonly plain: readonly Word[]; readonly given: readonly Given[] } {
  const taking = new Set(takes);
  const plain: Word[] = [];
  const given: Given[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (word === undefined) break;
    const { text } = word;
    if (text === '--') {
      plain.push(...args.slice(at + 1));
      break;
    }
    if (!text.startsWith('-') || text === '-') {
      plain.push(word);
      continue;
    }
    const equals = text.indexOf('=');
    if (equals > 0) given.push({ name: text.slice(0, equals), value: text.slice(equals + 1) });
    else if (taking.has(text)) given.push({ name: text, value: args[++at]?.text ?? '' });
    else if (!clusters || text.startsWith('--')) given.push({ name: text, value: null });
    else at += readCluster(text, args[at + 1], taking, given);
  }
  return { plain, given };
}

/** `-xdf`, `-n5`, `-nshop`: letters until one takes a value, which is the rest or the next word. Says how many words it took. */
function readCluster(text: string, next: Word | undefined, taking: ReadonlySet<string>, given: Given[]): number {
  for (let at = 1; at < text.length; at++) {
    const name = `-${text[at] ?? ''}`;
    const rest = text.slice(at + 1);
    if (taking.has(name)) {
      given.push({ name, value: rest === '' ? (next?.text ?? '') : rest });
      return rest === '' ? 1 : 0;
    }
    given.push({ name, value: null });
  }
  // `-target` of a tool that someone took for a POSIX one: also known by its whole name
  if (text.length > 2) given.push({ name: text, value: null });
  return 0;
}
