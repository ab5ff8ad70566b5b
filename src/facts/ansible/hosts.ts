import { environmentOf } from '../environment.ts';

/** Groups of hosts an inventory tells of, with all below them. */
export type Groups = (group: string) => ReadonlySet<string> | undefined;

/** Why a pattern reaches further than before, or null. https://docs.ansible.com/ansible/latest/inventory_guide/intro_patterns.html */
export function widerHosts(
  before: string,
  after: string,
  groups: Groups,
): { readonly because: string; readonly sure: boolean } | null {
  const [then, now] = [defaultOf(before), defaultOf(after)];
  if (normal(then) === normal(now) || now === '') return null;
  const [old, fresh] = [termsOf(then), termsOf(now)];
  const shown = `it runs on ${after}, no longer on ${before} only`;
  if (isAll(fresh) && !isAll(old)) return { because: shown, sure: true };
  const plain = (terms: readonly string[]): readonly string[] => terms.filter((one) => !/^[!&]/.test(one));
  const limits = old.filter((one) => /^[!&]/.test(one));
  const kept = plain(old).every((one) => plain(fresh).includes(one));
  const lost = limits.find((one) => !fresh.includes(one));
  if (kept && lost !== undefined) return { because: `"${lost}" no longer limits it to fewer hosts`, sure: true };
  const known = byInventory(plain(old), plain(fresh), groups);
  if (known !== null) return known;
  if (isProduction(now) && !isProduction(then) && environmentOf(then) !== 'unknown')
    return { because: shown, sure: true };
  if (plain(old).some((one) => isPartOf(one, plain(fresh)))) return { because: shown, sure: true };
  return kept && plain(fresh).length > plain(old).length ? { because: shown, sure: false } : null;
}

/** `{{ target | default('web') }}` runs on web unless somebody says otherwise. */
function defaultOf(pattern: string): string {
  const [, fallback] = /\{\{[^{}]{0,200}default\(\s*['"]([^'"]{0,200})['"][^{}]{0,80}\}\}/.exec(pattern) ?? [];
  return (fallback ?? pattern).trim();
}

function normal(pattern: string): string {
  return [...termsOf(pattern)].sort().join(',');
}

function termsOf(pattern: string): readonly string[] {
  if (pattern.includes('{{')) return [pattern];
  // a slice holds a colon of its own: web[0:2]
  return pattern
    .split(/[:,](?![^[]*\])/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function isAll(terms: readonly string[]): boolean {
  return terms.some((one) => one === 'all' || one === '*') && !terms.some((one) => /^[!&]/.test(one));
}

function isProduction(pattern: string): boolean {
  return environmentOf(pattern) === 'prod';
}

/** `web[0]` of `web`, `web-canary` of `web`, `web-1` of `web-*`. */
function isPartOf(term: string, others: readonly string[]): boolean {
  return others.some((one) => {
    if (one === term) return false;
    if (term.startsWith(`${one}[`) || one.replace(/\*$/, '') === '') return true;
    const rest = term.startsWith(one)
      ? term.slice(one.length)
      : one.endsWith('*') && term.startsWith(one.slice(0, -1))
        ? '-canary'
        : '';
    return /^[-_.]?(canary|pilot|one|first|single|test|staging|stage|beta|subset|batch\w*|\d+)$/i.test(rest);
  });
}

function byInventory(
  old: readonly string[],
  fresh: readonly string[],
  groups: Groups,
): { because: string; sure: boolean } | null {
  const hosts = (terms: readonly string[]): ReadonlySet<string> | null => {
    const found = terms.map((one) => groups(one));
    return found.some((one) => one === undefined) ? null : new Set(found.flatMap((one) => [...(one ?? [])]));
  };
  const [then, now] = [hosts(old), hosts(fresh)];
  if (then === null || now === null || then.size === 0 || now.size <= then.size) return null;
  if (![...then].every((host) => now.has(host))) return null;
  return { because: `${fresh.join(', ')} are ${now.size} hosts, ${old.join(', ')} were ${then.size}`, sure: true };
}
