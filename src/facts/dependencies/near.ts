import { wellKnown } from './well-known.ts';

/** Shorter names are near everything. */
const SHORTEST = 4;

/**
 * The well-known name that a name is one slip away from: a letter more, less, swapped or another; separators moved; the scope
 * dropped; a letter that looks like another. Null: none, or it is well known itself.
 */
export function nearName(ecosystem: string, written: string): string | null {
  const known = wellKnown(ecosystem);
  const name = plain(ecosystem, written);
  if (known.has(written) || baseLength(name) < SHORTEST) return null;
  const others = [...known].map((other) => ({ other, as: plain(ecosystem, other) }));
  if (others.some(({ as }) => as === name)) return null;
  return others.find(({ as }) => isNear(name, as))?.other ?? null;
}

/** A scope in front makes a name no longer. */
function baseLength(name: string): number {
  return name.startsWith('@') ? name.length - (name.lastIndexOf('/') + 1) : name.length;
}

/** PyPI takes `_`, `.` and `-`, and capitals and small letters, for the same. */
function plain(ecosystem: string, name: string): string {
  if (ecosystem === 'python') return name.toLowerCase().replace(/[-_.]+/g, '-');
  if (ecosystem === 'go') return name.replace(/[/.]v\d+$/, '');
  return ecosystem === 'cargo' ? name.replace(/-/g, '_') : name;
}

function isNear(name: string, known: string): boolean {
  if (known.length < SHORTEST || Math.abs(name.length - known.length) > 8) return false;
  // whoever owns a scope names what is in it
  if (known.startsWith('@') || name.startsWith('@')) return isNearScope(name, known);
  if (looks(name) === looks(known)) return true; // separators, look-alikes
  // of short names many differ in one letter and mean it: `vite` and `vitest`, `color` and `colors`
  const enough = known.length >= 5 && name.length >= 5;
  return enough && !isVariant(name, known) && isOneSlip(name, known);
}

function isNearScope(name: string, known: string): boolean {
  if (!name.startsWith('@')) return withoutScope(known) === name;
  const [scope, rest] = name.split('/');
  const [other, same] = known.split('/');
  return known.startsWith('@') && rest === same && scope !== other && isOneSlip(scope ?? '', other ?? '');
}

function withoutScope(name: string): string {
  return name.replace(/^@/, '').replace('/', '-');
}

/** `-js` and `s` at the end, a number: families of packages, not slips. */
function isVariant(name: string, known: string): boolean {
  const [short, long] = name.length < known.length ? [name, known] : [known, name];
  return long.startsWith(short) && /^[\d]$/.test(long.slice(short.length));
}

const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/[-_.]/g, ''],
  [/0/g, 'o'],
  [/[1|]/g, 'l'],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/[аàáâä]/g, 'a'],
  [/[еèéêë]/g, 'e'],
  [/[оòóôö]/g, 'o'],
  [/[рр]/g, 'p'],
  [/[сç]/g, 'c'],
  [/[іìíïı]/g, 'i'],
  [/[хх]/g, 'x'],
  [/[уý]/g, 'y'],
];

/** What the eye takes a name for. */
function looks(name: string): string {
  return ALIKE.reduce((rest, [pattern, as]) => rest.replace(pattern, as), name.toLowerCase());
}

/** Damerau-Levenshtein of exactly one, in one walk. */
function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const rest = (text: string, from: number): string => text.slice(at + from);
  if (a.length > b.length) return rest(a, 1) === rest(b, 0);
  if (a.length < b.length) return rest(a, 0) === rest(b, 1);
  return rest(a, 1) === rest(b, 1) || (a[at] === b[at + 1] && a[at + 1] === b[at] && rest(a, 2) === rest(b, 2));
}
