import type { Finding } from '../model/finding.ts';

/** SHA-256 in hexadecimal, handed in: this room opens no door. */
export type Hash = (text: string) => string;

/** What a fingerprint is made of: everything about a finding that stays when lines move. */
export type Traits = Pick<Finding, 'failureModel' | 'path' | 'symbol' | 'quote'>;

/** Base 32 without letters that read like digits: people type these. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LETTERS = 7;

/** The same finding keeps its id when lines move, are indented anew, or change their quotes. `nth` tells equal ones of one symbol apart. */
export function findingId(
  failureModel: string,
  path: string,
  symbol: string,
  quote: string,
  hash: Hash,
  nth = 0,
): string {
  const print = fingerprintOf({ failureModel, path, symbol, quote });
  return `f-${typeable(hash(nth === 0 ? print : `${print}\n${nth}`))}`;
}

/** Two findings with the same fingerprint say the same of the same lines, or of lines that read the same. */
export function fingerprintOf({ failureModel, path, symbol, quote }: Traits): string {
  return JSON.stringify([failureModel, path, symbol, essenceOf(quote)]);
}

/** A quote without what a formatter changes: spaces, the sort of quotes, a comma or semicolon before an end. */
export function essenceOf(quote: string): string {
  return quote
    .replace(/\s+/g, '')
    .replace(/['`]/g, '"')
    .replace(/[,;]+(?=[)\]}])/g, '')
    .replace(/[,;]+$/, '');
}

/** Gives each its id; equal ones are numbered by where they stand, so that the order in which they were said does not matter. */
export function withIds<F extends Omit<Finding, 'id'>>(
  findings: readonly F[],
  hash: Hash,
  taken: ReadonlySet<string> = new Set(),
): readonly (F & { readonly id: string })[] {
  const used = new Set(taken);
  const next = new Map<string, number>();
  const places = findings.map((finding, index) => ({ finding, index }));
  const named = places
    .toSorted((a, b) => a.finding.line - b.finding.line || a.index - b.index)
    .map((place) => {
      const { failureModel, path, symbol, quote } = place.finding;
      const print = fingerprintOf(place.finding);
      let nth = next.get(print) ?? 0;
      let id = findingId(failureModel, path, symbol, quote, hash, nth);
      while (used.has(id)) id = findingId(failureModel, path, symbol, quote, hash, (nth += 1));
      next.set(print, nth + 1);
      used.add(id);
      return { index: place.index, named: { ...place.finding, id } };
    });
  return named.sort((a, b) => a.index - b.index).map((place) => place.named);
}

function typeable(hex: string): string {
  let number = Number.parseInt(hex.slice(0, 10), 16); // 40 bits: 8 letters
  let id = '';
  for (let letter = 0; letter < LETTERS; letter += 1) {
    id += ALPHABET[number % 32];
    number = Math.floor(number / 32);
  }
  return id;
}
