import type { Rate } from '../model/calibration.ts';

/** `0.62 [0.53 to 0.70] of 118 labels`, or what is missing. */
export function rateText(rate: Rate, of: string): string {
  if (rate.kind === 'too few') return `– needs ${rate.needed} more ${of} (has ${rate.n})`;
  const { share, low, high, n, nEff } = rate;
  const weighed = nEff < n - 0.5 ? `, worth ${Math.round(nEff)}` : '';
  return `${two(share)} [${two(low)} to ${two(high)}] of ${n} ${of}${weighed}`;
}

/** For a table whose head says of what: share, interval, n. */
export function rateCells(rate: Rate): readonly [share: string, interval: string, n: string] {
  if (rate.kind === 'too few') return ['–', `needs ${rate.needed} more`, String(rate.n)];
  return [two(rate.share), `${two(rate.low)} to ${two(rate.high)}`, String(rate.n)];
}

export function two(value: number): string {
  return value.toFixed(2);
}
