import type { Sighting } from '../sighting.ts';
import type { Bit } from './bits.ts';
import { bareOf, type Unit } from './unit.ts';

/** A call and what it is handed. */
export type Call = {
  readonly bit: Bit;
  readonly callee: string;
  readonly args: Bit;
  /** Of the first argument: its piece where it is a listed one, and its text. */
  readonly first: Bit | null;
  readonly text: string;
};

export function callOf(unit: Unit, bit: Bit): Call | null {
  const args = bit.inside.findLast(({ type }) => type === 'arguments');
  if (!args) return null;
  const callee = unit.code
    .slice(Math.max(bit.start, args.start - 120), args.start)
    .replaceAll(/\s+/g, '')
    .replace(/<[^()]*>$/, '');
  const text = bareOf(unit, args, 3000).replace(/^\(\s*/, '');
  const [first] = args.inside.filter(({ type }) => type !== 'comment');
  const begins = first !== undefined && unit.bare.slice(args.start + 1, first.start).trim() === '';
  return { bit, callee, args, first: begins ? first : null, text };
}

export type Rule = (unit: Unit, call: Call) => readonly Sighting[];
