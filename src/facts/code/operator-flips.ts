import type { Certainty } from '../secret-files.ts';

export type Flip = {
  readonly how: 'boundary' | 'negated' | 'and-or';
  readonly line: number;
  readonly from: string;
  readonly to: string;
  readonly certainty: Certainty;
};

type Token = { readonly text: string; readonly line: number };

/** A body is compared word by word; past this nobody turned round one sign. */
const MOST_TOKENS = 4_000;

/**
 * Two bodies that are the same but for one or two comparisons: the smallest change with the largest effect, and the one that is
 * overlooked. Null: they differ in something else too.
 */
export function flipsBetween(before: string, after: string, firstLine: number): readonly Flip[] {
  const [then, now] = [tokensOf(before, firstLine), tokensOf(after, firstLine)];
  if (then.length > MOST_TOKENS || Math.abs(then.length - now.length) > 1) return [];
  if (then.length !== now.length) return turnedBy(then, now);
  const differing = then.flatMap((one, at) => (one.text === now[at]?.text ? [] : [at]));
  if (differing.length === 0 || differing.length > 2) return [];
  const flips = differing.map((at) => flipOf(then[at], now[at]));
  return flips.every((one) => one !== null) ? flips.filter((one) => one !== null) : [];
}

/** One `not` or `!` more or less. */
function turnedBy(then: readonly Token[], now: readonly Token[]): readonly Flip[] {
  const [short, long] = then.length < now.length ? [then, now] : [now, then];
  const at = long.findIndex((one, index) => one.text !== short[index]?.text);
  const extra = long[at];
  if (!extra || !/^(not|!)$/.test(extra.text)) return [];
  if (!long.slice(at + 1).every((one, index) => one.text === short[at + index]?.text)) return [];
  const line = now[Math.min(at, now.length - 1)]?.line ?? extra.line;
  const isNew = long === now;
  return [{ how: 'negated', line, from: isNew ? '' : extra.text, to: isNew ? extra.text : '', certainty: 'possible' }];
}

function tokensOf(text: string, firstLine: number): readonly Token[] {
  const found: Token[] = [];
  let line = firstLine;
  for (const [token] of text.matchAll(
    /\n|(?:#|\/\/)[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[\w$]+|[<>=!]=?=?|&&|\|\||[^\s\w]/g,
  )) {
    if (token === '\n') line++;
    else if (!/^(#|\/\/)/.test(token)) found.push({ text: token, line });
    if (found.length > MOST_TOKENS) break;
  }
  return found;
}

const OPPOSITE: readonly (readonly [RegExp, Flip['how']])[] = [
  [/^(<|<=|>|>=) (<|<=|>|>=)$/, 'boundary'],
  [/^(==|!=|===|!==) (==|!=|===|!==)$/, 'negated'],
  [/^(True|False|true|false) (True|False|true|false)$/, 'negated'],
  [/^(and|or|&&|\|\|) (and|or|&&|\|\|)$/, 'and-or'],
];

function flipOf(then: Token | undefined, now: Token | undefined): Flip | null {
  if (!then || !now) return null;
  const how = OPPOSITE.find(([pattern]) => pattern.test(`${then.text} ${now.text}`))?.[1];
  if (how === undefined || (how === 'negated' && /rue|alse/.test(then.text))) return null;
  return { how, line: now.line, from: then.text, to: now.text, certainty: how === 'boundary' ? 'possible' : 'likely' };
}
