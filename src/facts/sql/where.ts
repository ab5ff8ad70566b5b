import type { Token } from './scan.ts';
import { indexAtTop, insideParens, wordAt } from './words.ts';

/** Does a condition keep any row out? `maybe` where only rows without a value stay: `id IS NOT NULL`. */
export function filters(condition: readonly Token[], depth = 0): 'yes' | 'no' | 'maybe' {
  if (condition.length === 0) return 'no';
  if (depth > DEEP) return 'maybe';
  const either = parts(condition, 'or').map((some) => all(some, depth));
  if (either.includes('no')) return 'no';
  return either.includes('maybe') ? 'maybe' : 'yes';
}

/** Parentheses in parentheses: each level walks over what it holds. */
const DEEP = 20;

function all(condition: readonly Token[], depth: number): 'yes' | 'no' | 'maybe' {
  const every = parts(condition, 'and').map((some) => atom(some, depth));
  if (every.includes('yes')) return 'yes';
  return every.includes('maybe') ? 'maybe' : 'no';
}

function parts(tokens: readonly Token[], word: 'or' | 'and'): readonly (readonly Token[])[] {
  const found: (readonly Token[])[] = [];
  for (let at = 0; at <= tokens.length;) {
    const end = indexAtTop(tokens, at, ({ lower }) => lower === word || (word === 'or' && lower === '||'));
    found.push(tokens.slice(at, end));
    at = end + 1;
  }
  return found.filter((some) => some.length > 0);
}

function atom(tokens: readonly Token[], depth: number): 'yes' | 'no' | 'maybe' {
  if (wordAt(tokens, 0) === '(' && insideParens(tokens, 0).length === tokens.length - 2)
    return filters(insideParens(tokens, 0), depth + 1);
  const text = tokens.map(({ lower, text: raw }) => lower || raw).join(' ');
  if (tokens.length === 1) return /^(?:true|[1-9]\d*)$/.test(text) || isTruth(tokens[0]) ? 'no' : 'yes';
  if (/^not (?:false|0)$/.test(text) || /^exists \( select [\w*]+ \)$/.test(text)) return 'no';
  if (text.endsWith(' is not null')) return 'maybe';
  if (/ like %+$/.test(text)) return 'maybe';
  const operator = tokens.findIndex(({ lower }) => /^(?:=|<>|!=|<=|>=|<|>|<=>|is|like)$/.test(lower));
  if (operator < 1) return 'yes';
  return compares(tokens.slice(0, operator), wordAt(tokens, operator), tokens.slice(operator + 1));
}

function isTruth(token: Token | undefined): boolean {
  return token?.kind === 'string' && /^(?:1|t|true|y|yes|on)$/i.test(token.text);
}

function compares(left: readonly Token[], operator: string, right: readonly Token[]): 'yes' | 'no' {
  const same = spell(left) === spell(right);
  if (same && /^(?:=|<=|>=|<=>|is|like)$/.test(operator)) return 'no';
  if (!isLiteral(left) || !isLiteral(right)) return 'yes';
  const holds = HOLDS[operator]?.(left[0]?.text ?? '', right[0]?.text ?? '') ?? false;
  return holds ? 'no' : 'yes';
}

/** Of two literals: `1 <> 2` is as true as `1 = 1`. */
const HOLDS: Readonly<Record<string, (a: string, b: string) => boolean>> = {
  '<>': (a, b) => a !== b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => Number(a) < Number(b),
  '<=': (a, b) => Number(a) <= Number(b),
  '>': (a, b) => Number(a) > Number(b),
  '>=': (a, b) => Number(a) >= Number(b),
};

function spell(tokens: readonly Token[]): string {
  return tokens.map(({ kind, text }) => (kind === 'string' ? `'${text}'` : text.toLowerCase())).join(' ');
}

function isLiteral(tokens: readonly Token[]): boolean {
  return tokens.length === 1 && (tokens[0]?.kind === 'number' || tokens[0]?.kind === 'string');
}
