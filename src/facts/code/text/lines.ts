import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';

export type Line = { readonly text: string; readonly number: number };

/** A line longer than this is data; what it holds is told by its size. */
export const MOST_LETTERS = 2_000;

export function linesOf(text: string): readonly Line[] {
  return text.split('\n').map((one, index) => ({ text: one, number: index + 1 }));
}

export type Told = {
  readonly kind: string;
  readonly how: string;
  readonly name: string;
  readonly certainty: Certainty;
  readonly because: string;
};

export function seen({ text, number }: Line, told: Told): Sighting {
  const key = text.slice(0, MOST_LETTERS).replaceAll(/\s+/g, '');
  return { ...told, range: { from: number, to: number }, symbol: '', text: `${told.name}\n${key}` };
}
