import type { Path } from '../../../model/change.ts';
import type { Grammars, Language } from '../../../model/syntax.ts';
import type { TestFile } from '../../tests/case.ts';
import { readJavascript } from '../../tests/javascript.ts';
import { lineFinder } from '../../tests/lines.ts';
import { readableTest } from '../../tests/naming.ts';
import { type Place, placeOf } from '../where.ts';
import { type Bit, bitsOf } from './bits.ts';
import { functionsIn, type Func } from './functions.ts';

/** One side of one file, read once: all rules look at this. */
export type Unit = {
  readonly path: Path;
  readonly place: Place;
  readonly text: string;
  /** The text with comments blank; every index stays where it was. */
  readonly bare: string;
  /** The same with what stands in strings and regular expressions blank too. */
  readonly code: string;
  readonly bits: readonly Bit[];
  readonly byType: ReadonlyMap<string, readonly Bit[]>;
  readonly functions: readonly Func[];
  readonly functionOf: ReadonlyMap<Bit, Func>;
  readonly lineAt: (at: number) => number;
  readonly tests: TestFile | null;
  /** TypeScript: what says `any` could have said more. */
  readonly isTyped: boolean;
};

/** Longer ones are made by a program. */
const LONGEST = 2_000_000;

export function grammarFor(path: Path, text: string): Language {
  if (/\.(vue|svelte)$/.test(path)) return /<script[^>]*\blang=["']tsx?["']/.test(text) ? 'typescript' : 'tsx';
  return /\.[mc]?ts$/.test(path) ? 'typescript' : 'tsx';
}

export function readUnit(path: Path, source: string, grammars: Grammars): Unit {
  if (source.length > LONGEST) throw new Error(`read ${path}: it is longer than ${LONGEST} characters`);
  const text = scriptOf(path, source);
  const isTest = readableTest(path) !== null;
  const read = grammars.visit(grammarFor(path, source), text, (root) => ({
    bits: bitsOf(root),
    tests: isTest ? readJavascript(root, text) : null,
  }));
  return unitOf(path, text, read.bits, read.tests);
}

function unitOf(path: Path, text: string, bits: readonly Bit[], tests: TestFile | null): Unit {
  const byType = new Map<string, Bit[]>();
  for (const bit of bits) {
    const list = byType.get(bit.type);
    if (list) list.push(bit);
    else byType.set(bit.type, [bit]);
  }
  const comments = byType.get('comment') ?? [];
  const quoted = bits.filter(({ type }) => /^(string|template_string|regex|jsx_text)$/.test(type));
  const code = blank(
    text,
    [...comments, ...quoted].toSorted((a, b) => a.start - b.start),
  );
  const bare = blank(text, comments);
  const functions = functionsIn(bits, code);
  return {
    path,
    place: placeOf(path),
    text,
    bare,
    code,
    bits,
    byType,
    functions,
    functionOf: new Map(functions.map((one) => [one.bit, one])),
    lineAt: lineFinder(text),
    tests,
    isTyped: /\.([mc]?ts|tsx)$/.test(path) || /\.(vue|svelte)$/.test(path),
  };
}

/** `${…}` inside a template is code and stays. */
function blank(text: string, holes: readonly Bit[]): string {
  const parts: string[] = [];
  let at = 0;
  const skipTo = (end: number): void => {
    parts.push(text.slice(at, end).replaceAll(/[^\n]/g, ' '));
    at = end;
  };
  for (const hole of holes) {
    const quote = hole.type === 'comment' || hole.type === 'jsx_text' ? 0 : 1;
    if (hole.start < at) continue;
    parts.push(text.slice(at, hole.start + quote));
    at = hole.start + quote;
    if (hole.type === 'template_string')
      for (const inner of hole.inside.filter(({ type }) => type === 'template_substitution')) {
        skipTo(inner.start);
        parts.push(text.slice(at, inner.end));
        at = inner.end;
      }
    skipTo(Math.max(at, hole.end - quote));
  }
  return parts.join('') + text.slice(at);
}

/** The script blocks of a component, at their place: the rest is blank. */
function scriptOf(path: Path, source: string): string {
  const text = source.replaceAll('\r', '').replace(/^\uFEFF/, ' ');
  if (!/\.(vue|svelte)$/.test(path)) return text;
  const parts: string[] = [];
  let at = 0;
  for (const found of text.matchAll(/<script\b[^>]*>/g)) {
    const from = found.index + found[0].length;
    if (from < at) continue;
    const to = text.indexOf('</script', from);
    parts.push(text.slice(at, from).replaceAll(/[^\n]/g, ' '), text.slice(from, to === -1 ? text.length : to));
    at = to === -1 ? text.length : to;
  }
  parts.push(text.slice(at).replaceAll(/[^\n]/g, ' '));
  return parts.join('');
}

export function sourceOf({ text }: Unit, { start, end }: Pick<Bit, 'start' | 'end'>, most = 2000): string {
  return text.slice(start, Math.min(end, start + most));
}

export function codeOf({ code }: Unit, { start, end }: Pick<Bit, 'start' | 'end'>, most = 20_000): string {
  return code.slice(start, Math.min(end, start + most));
}

/** Without comments, with the contents of strings. */
export function bareOf({ bare }: Unit, { start, end }: Pick<Bit, 'start' | 'end'>, most = 4000): string {
  return bare.slice(start, Math.min(end, start + most));
}

export function all({ byType }: Unit, ...types: readonly string[]): readonly Bit[] {
  return types.flatMap((type) => byType.get(type) ?? []);
}
