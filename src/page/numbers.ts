import type { Rate } from '../model/calibration.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

/** `.62 [.53–.70] n118`; below its guard what is still missing. INVARIANT: no share without its interval and n. */
export function rateText(rate: Rate): string {
  if (rate.kind === 'too few') return `–, needs ${rate.needed} more`;
  return `${share(rate.share)} [${share(rate.low)}–${share(rate.high)}] n ${rate.n}`;
}

export function share(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2).replace(/^(-?)0\./, '$1.') : '–';
}

/** `1,000,000`: nobody counts noughts. */
export function grouped(n: number): string {
  return String(n).replace(/^-?\d{4,}/, (digits) => digits.replaceAll(/\B(?=(?:\d{3})+$)/g, ','));
}

export function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${share(Math.abs(value))}`;
}

export function rateCell(rate: Rate): Html {
  if (rate.kind === 'too few') return html`<span class="quiet">${rateText(rate)}</span>`;
  return html`${line(rate)} ${rateText(rate)}`;
}

const WIDTH = 120;

/** A line from 0 to 1 with the interval on it and the share as a dot. */
function line({ share: at, low, high, n }: Rate & { readonly kind: 'known' }): Html {
  const x = (value: number): string => (4 + clip(value) * (WIDTH - 8)).toFixed(1);
  const says = `${share(at)}, between ${share(low)} and ${share(high)}, of ${n}`;
  return html`<svg class="interval" viewBox="0 0 ${WIDTH} 16" role="img" aria-label="${says}">
    <line class="axis" x1="${x(0)}" x2="${x(1)}" y1="8" y2="8" />
    <line class="span" x1="${x(low)}" x2="${x(high)}" y1="8" y2="8" />
    <circle class="dot" cx="${x(at)}" cy="8" r="4" />
  </svg>`;
}

export function clip(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
}

/** `2026-01-15 12:30`, in UTC as everything on the page. */
export function when(ts: number): string {
  if (!Number.isFinite(ts) || Math.abs(ts) > 8.64e15) return '–';
  return new Date(ts).toISOString().slice(0, 16).replace('T', ' ');
}

/** What a figure shows while there is too little to show. */
export function tooFew(what: string, needed: number, of: string): Html {
  return html`<p class="quiet">${what}: –, needs ${needed} more ${of}.</p>`;
}
