import type { Sighting } from '../sighting.ts';
import type { Bit } from './bits.ts';
import type { Pair } from './pair.ts';
import { see } from './see.ts';

const OPERATORS = /(?<![=!<>])(?:<=|>=|===|!==|==|!=|&&|\|\||<(?!\/)|>)(?!=)/g;

/** The same line, but for an operator or a negation. */
export function flips({ before, after, testsChange }: Pair): readonly Sighting[] {
  if (testsChange || after.place !== 'source') return [];
  const now = after.code.split('\n');
  const then = new Map<string, string>();
  const kept = new Set(now.map((line) => line.trim()));
  for (const line of before.code.split('\n'))
    if (isCondition(line) && !kept.has(line.trim())) then.set(shapeOf(line), line.trim());
  if (then.size === 0) return [];
  const had = new Set(before.code.split('\n').map((line) => line.trim()));
  let at = 0;
  return now.flatMap((line): readonly Sighting[] => {
    const start = at;
    at += line.length + 1;
    if (had.has(line.trim()) || !isCondition(line)) return [];
    const other = then.get(shapeOf(line));
    const how = other === undefined ? null : turnOf(other, line.trim());
    if (how === null) return [];
    const bit: Bit = { type: 'line', start: start + line.search(/\S/), end: start + line.length, up: null, inside: [] };
    return [
      see(after, 'operator-flip', how, bit, {
        certainty: 'possible',
        because: 'the same line but for its operator, and no test changes',
      }),
    ];
  });
}

function isCondition(line: string): boolean {
  return (
    line.length < 400 &&
    /(?:<=|>=|[^=]>|<|===|!==|==|!=|&&|\|\||!\w|if\s*\(|while\s*\(|return\b)/.test(line) &&
    !/^\s*(?:import|export type|type|interface)\b/.test(line)
  );
}

function shapeOf(line: string): string {
  return line
    .replaceAll('=>', '→')
    .replaceAll(OPERATORS, '§')
    .replaceAll(/!(?=[\w$(])/g, '')
    .replaceAll(/\s+/g, '');
}

function turnOf(then: string, now: string): string | null {
  const operators = (line: string): readonly string[] =>
    (line.replaceAll('=>', '→').match(OPERATORS) ?? []).map((one) =>
      one === '==' ? '===' : one === '!=' ? '!==' : one,
    );
  const [a, b] = [operators(then), operators(now)];
  const changed = a.flatMap((one, index) => (one === b[index] ? [] : [`${one} ${b[index] ?? ''}`]));
  const bangs = (line: string): number => line.match(/!(?=[\w$(])/g)?.length ?? 0;
  if (changed.length > 1) return null;
  if (changed.length === 0) return bangs(then) === bangs(now) ? null : 'negated';
  const [one = ''] = changed;
  if (/&&|\|\|/.test(one)) return /^(?:&& \|\||\|\| &&)$/.test(one) ? 'and-or' : null;
  return /===|!==/.test(one) ? (/^(?:=== !==|!== ===)$/.test(one) ? 'negated' : null) : 'boundary';
}
