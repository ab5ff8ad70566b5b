import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import { type Bit, DEEPEST } from './bits.ts';
import { type Func, symbolAt } from './functions.ts';
import type { Unit } from './unit.ts';

type Says = {
  readonly name?: string;
  readonly certainty: Certainty;
  readonly because: string;
  /** What tells it from others of its kind, where the text of the piece is not it. */
  readonly text?: string;
};

export function symbolOf(unit: Unit, bit: Bit): string {
  return symbolAt(unit.functionOf, bit);
}

/** The function a piece stands in, itself included. */
export function functionAt(unit: Unit, bit: Bit): Func | null {
  let at: Bit | null = bit;
  for (let up = 0; at !== null && up < DEEPEST; up++, at = at.up) {
    const found = unit.functionOf.get(at);
    if (found) return found;
  }
  return null;
}

/** In lines of the file as it is, last line of a long piece included. */
export function see(unit: Unit, kind: string, how: string, bit: Bit, says: Says): Sighting {
  return {
    kind: `code.${kind}`,
    how,
    name: says.name ?? '',
    range: { from: unit.lineAt(bit.start), to: unit.lineAt(Math.max(bit.start, bit.end - 1)) },
    symbol: symbolOf(unit, bit),
    text: says.text ?? squeezed(bit.type === 'comment' ? unit.text : unit.bare, bit),
    certainty: says.certainty,
    because: says.because,
  };
}

/** Long pieces are told apart by how they begin and how long they are. */
function squeezed(text: string, { start, end }: Bit): string {
  return text.slice(start, Math.min(end, start + 600)).replaceAll(/[\s;]+/g, '');
}

/** Less sure in a test, an example or a program for those who work on it. */
export function soften(unit: Unit, certainty: Certainty): Certainty {
  return unit.place === 'source' || unit.place === 'config' ? certainty : 'possible';
}
