/** What people said so far of what one reader says under one contract. */
export type Known = { readonly right: number; readonly wrong: number; readonly gap: number };

/** Jeffreys, as for every share that is printed; of three words, the third has (1/2, 1). */
const HALF = 0.5;
/** A contract that is wrong more often than right is turned down. */
const STAYS_ABOVE = 0.5;
/** One whose answers are a gap this often is mended itself. */
const MENDED_ABOVE = 0.25;
/** So far ahead it looks: where one answer changes no decision, ten may. */
const AHEAD = 10;

/**
 * The value of `answers` more answers: how much better two decisions are expected to be made after them than now. Does it stay in
 * the way (right against wrong), and is the contract itself to be mended (gaps)? Nothing is gained by asking what is settled.
 */
export function valueOf({ right, wrong, gap }: Known, answers: number): number {
  const stays = expectedGain(right + HALF, wrong + HALF, STAYS_ABOVE, answers);
  const mended = expectedGain(gap + HALF, right + wrong + 1, MENDED_ABOVE, answers);
  return stays + mended;
}

/**
 * What one answer more is worth after `given` others (knowledge gradient). The gain grows in no even steps, so it is the best average
 * over the next ten that counts (Frazier and Powell's KG(*)).
 */
export function worthOf(known: Known, given: number): number {
  const now = valueOf(known, given);
  const steps = Array.from({ length: AHEAD }, (_, step) => (valueOf(known, given + step + 1) - now) / (step + 1));
  return Math.max(0, ...steps);
}

/** E[max(mean - threshold, 0)] over what n answers may be, each as likely as Beta(a, b) says. */
function expectedGain(a: number, b: number, threshold: number, n: number): number {
  let sum = 0;
  let chance = noneOf(a, b, n);
  for (let hits = 0; hits <= n; hits += 1) {
    sum += chance * Math.max(0, (a + hits) / (a + b + n) - threshold);
    // from one count to the next, without a gamma function
    chance *= ((n - hits) / (hits + 1)) * ((a + hits) / (b + n - hits - 1));
  }
  return sum;
}

function noneOf(a: number, b: number, n: number): number {
  let chance = 1;
  for (let i = 0; i < n; i += 1) chance *= (b + i) / (a + b + i);
  return chance;
}
