import type { Independence } from '../model/review.ts';
import { UNKNOWN, vendorOf, vendorsOf } from './vendor-names.ts';

export type Choosing = {
  /** For each that may have written a line of it: the vendors of its model. `unknown` may be among them; empty: no model wrote it. */
  readonly authors: readonly (readonly string[])[];
  /** What the rules consent to, in their order. */
  readonly available: readonly Available[];
  /** Names of those that failed. */
  readonly down: ReadonlySet<string>;
  readonly independence: Independence;
  /** Why nobody is available, where the rules alone do not tell; empty or missing where they do. */
  readonly nobody?: string;
};
export type Available = { readonly name: string; readonly vendor: string; readonly model?: string };

export type Chosen = { readonly name: string; readonly vendor: string; readonly foreign: boolean };
export type Choice = {
  /** Foreign ones, to be asked in this order until `needed` different vendors have answered: the rest are fallbacks. */
  readonly order: readonly Chosen[];
  /** Of a vendor that may have written it, or of nobody knows whom: they may add findings, and clear nothing. */
  readonly adds: readonly Chosen[];
  /** How many different foreign vendors must have read all of it. */
  readonly needed: number;
  /** What is available can be enough. */
  readonly possible: boolean;
  /** It would be, were none of them down: an outage, and no gap in the configuration. */
  readonly outage: boolean;
  /** Why it is not possible, as a sentence; empty when it is. */
  readonly why: string;
};

/** Of a vendor nobody knows, any one reader may be the author itself: two different ones cannot both be. */
const NEEDED = { known: 1, unknown: 2 };

/** INVARIANT: nobody that may have written it is foreign, whatever failed; and nobody but `available` is ever named. */
export function choose({ authors, available, down, independence, nobody = '' }: Choosing): Choice {
  const suspects = new Set(authors.flat().map(vendorOf));
  const needed = suspects.has(UNKNOWN) ? NEEDED.unknown : NEEDED.known;
  const readers = available.map(({ name, vendor, model }): Chosen => {
    const vendors = vendorsOf(vendor, model);
    const foreign = !vendors.some((one) => one === UNKNOWN || suspects.has(one));
    return { name, vendor: vendors[0] ?? UNKNOWN, foreign };
  });
  if (independence === 'off')
    return {
      order: [],
      adds: [],
      needed,
      possible: false,
      outage: false,
      why: 'The rules ask for no reader of this change.',
    };
  const up = readers.filter(({ name }) => !down.has(name));
  const order = byVendor(up.filter(({ foreign }) => foreign));
  const possible = vendorsIn(order).size >= needed;
  const outage = !possible && vendorsIn(readers.filter(({ foreign }) => foreign)).size >= needed;
  const adds = up.filter(({ foreign }) => !foreign);
  const why = possible ? '' : whyNot(readers, outage, suspects, needed);
  return { order, adds, needed, possible, outage, why: nobody === '' ? why : nobody };
}

/** Have enough different foreign vendors read it? Names that were not chosen count for nothing. */
export function isEnough({ order, needed }: Pick<Choice, 'order' | 'needed'>, complete: readonly string[]): boolean {
  const names = new Set(complete);
  return vendorsIn(order.filter(({ name, foreign }) => foreign && names.has(name))).size >= needed;
}

function vendorsIn(readers: readonly Chosen[]): ReadonlySet<string> {
  return new Set(readers.map(({ vendor }) => vendor));
}

/** The first of each vendor, then the second of each: another vendor is a better fallback than another model of the same. */
function byVendor(readers: readonly Chosen[]): readonly Chosen[] {
  const seen = new Map<string, number>();
  const ranked = readers.map((reader) => {
    const rank = seen.get(reader.vendor) ?? 0;
    seen.set(reader.vendor, rank + 1);
    return { reader, rank };
  });
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ reader }) => reader);
}

function whyNot(readers: readonly Chosen[], outage: boolean, suspects: ReadonlySet<string>, needed: number): string {
  if (readers.length === 0) return 'No reviewer is configured under reviewers: in .guardrail/config.yaml.';
  if (outage) return 'The reviewers that could read it failed.';
  const known = [...suspects].filter((one) => one !== UNKNOWN).sort();
  if (needed === NEEDED.unknown)
    return 'It cannot be told whose model wrote it, so two reviewers of different vendors must read it, and they are not configured.';
  return `Every reviewer that is configured is of a vendor whose model may have written it (${known.join(', ')}), or of none that is known.`;
}
