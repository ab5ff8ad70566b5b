import { type Element, OPEN } from './policy-coverage.ts';
import type { Condition } from './policy-condition.ts';
import type { Scope } from './policy-statement.ts';

const SHOWN = 3;

/** `s3:GetObject and s3:PutObject`, `everything but iam:*`, `a, b, c and 4 more`. */
export function elementsInWords(elements: readonly Element[]): string {
  return listed(elements.map(elementInWords));
}

export function scopeInWords(scope: Scope): string {
  const patterns = scope.open ? [...scope.patterns, OPEN] : scope.patterns;
  const text = listed(patterns.map(patternInWords));
  return scope.form === 'in' ? text : `everything but ${text}`;
}

function elementInWords(element: Element): string {
  return element.form === 'in' ? patternInWords(element.pattern) : scopeInWords(element.scope);
}

function patternInWords(pattern: string): string {
  if (pattern === OPEN) return 'something not known here';
  if (pattern === '*') return 'everything';
  const principal = /^(aws|service|federated|canonicaluser) (.*)$/s.exec(pattern);
  const text = principal ? (principal[2] ?? '') : pattern;
  return text.length > 90 ? `${text.slice(0, 87)}…` : text;
}

export function listed(texts: readonly string[]): string {
  const unique = [...new Set(texts)];
  if (unique.length === 0) return 'nothing';
  const shown = unique.length > SHOWN + 1 ? [...unique.slice(0, SHOWN), `${unique.length - SHOWN} more`] : unique;
  const last = shown.at(-1) ?? '';
  return shown.length === 1 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

/** An external id is half a secret, and so is whatever calls itself one. */
export function conditionInWords({ key, named, values }: Condition): string {
  return /externalid|secret|token$|password/.test(key) ? named : `${named} ${listed(values.map(patternInWords))}`;
}
