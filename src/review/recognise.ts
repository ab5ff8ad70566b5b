import type { Finding } from '../model/finding.ts';
import { OPEN_STATES } from '../model/finding.ts';
import type { LedgerEntry } from '../model/review.ts';
import { essenceOf, fingerprintOf } from './identity.ts';

/** Of findings that were raised: which one of the ledger each is; those that are in no ledger are new. */
export type Recognised = {
  readonly known: ReadonlyMap<string, Finding>;
  readonly fresh: readonly Finding[];
};

/** A shorter quote stands in many others. */
const LEAST_SHARED = 8;

/** A sign by which an old finding is known: only those with the same key are held against each other, so hostile input costs no square. */
type Sign = {
  readonly key: (finding: Finding) => string;
  readonly may: (entry: LedgerEntry) => boolean;
  readonly matches: (known: Finding, raised: Finding) => boolean;
};

/**
 * A finding that is raised as new and is an old one is the old one: what was said before must not come back under another name. From
 * the surest sign to the weakest; each entry is recognised once. INVARIANT: what a person waived is recognised by id and
 * fingerprint alone, or another mistake would hide behind it.
 */
export function recognise(
  ledger: readonly LedgerEntry[],
  findings: readonly Finding[],
  vanished: ReadonlySet<string>,
): Recognised {
  const known = new Map<string, Finding>();
  let left = findings;
  for (const sign of signs(vanished)) {
    const near = shelved(ledger, sign);
    left = left.filter((raised) => {
      const entry = near(raised).find((one) => !known.has(one.finding.id) && sign.matches(one.finding, raised));
      if (entry !== undefined) known.set(entry.finding.id, raised);
      return entry === undefined;
    });
  }
  const taken = new Set(ledger.map(({ finding }) => finding.id));
  return { known, fresh: withoutRepeats([...known.values()], left).filter(({ id }) => !taken.has(id)) };
}

function signs(vanished: ReadonlySet<string>): readonly Sign[] {
  const isGone = ({ finding, state }: LedgerEntry): boolean => state !== 'waived' && vanished.has(finding.id);
  return [
    { key: ({ id }) => id, may: () => true, matches: () => true },
    { key: fingerprintOf, may: () => true, matches: () => true },
    // the same lines, of which more or less was quoted
    { key: placeOf, may: ({ state }) => state !== 'waived', matches: isPart },
    // the same lines in another file or function: moved, and not mended
    { key: wordsOf, may: isGone, matches: () => true },
    // the lines were changed, and the same is said of the same function: made over, and not mended
    { key: placeOf, may: (entry) => isGone(entry) && OPEN_STATES.includes(entry.state), matches: hasSymbol },
  ];
}

function shelved(ledger: readonly LedgerEntry[], { key, may }: Sign): (finding: Finding) => readonly LedgerEntry[] {
  const shelves = new Map<string, LedgerEntry[]>();
  for (const entry of ledger.filter(may)) {
    const shelf = shelves.get(key(entry.finding));
    if (shelf === undefined) shelves.set(key(entry.finding), [entry]);
    else shelf.push(entry);
  }
  return (finding) => shelves.get(key(finding)) ?? [];
}

/** A second word on lines of which something was raised this round, in more or fewer of their words. */
function withoutRepeats(raised: readonly Finding[], left: readonly Finding[]): readonly Finding[] {
  const shelves = new Map<string, Finding[]>();
  for (const one of raised) {
    const shelf = shelves.get(placeOf(one));
    if (shelf === undefined) shelves.set(placeOf(one), [one]);
    else shelf.push(one);
  }
  return left.filter((finding) => {
    const near = shelves.get(placeOf(finding)) ?? [];
    return !near.some((one) => one.line <= finding.to && finding.line <= one.to && isPart(one, finding));
  });
}

function placeOf({ failureModel, path, side, symbol }: Finding): string {
  return JSON.stringify([failureModel, path, side, symbol]);
}

function wordsOf({ failureModel, quote }: Finding): string {
  return JSON.stringify([failureModel, essenceOf(quote)]);
}

function isPart(a: Finding, b: Finding): boolean {
  const [one, two] = [essenceOf(a.quote), essenceOf(b.quote)];
  const [short, long] = one.length < two.length ? [one, two] : [two, one];
  return short !== long && short.length >= LEAST_SHARED && long.includes(short);
}

function hasSymbol(known: Finding, raised: Finding): boolean {
  return known.symbol !== '' && raised.symbol !== '';
}
