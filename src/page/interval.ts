import type { Precision } from '../model/report.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

const WIDTH = 120;

/** A line from 0 to 1 with the interval on it and the share as a dot. */
export function interval(precision: Precision): Html {
  if (precision.kind === 'too few') return html`<span class="quiet">– needs ${precision.needed} more labels</span>`;
  const { share, low, high, n } = precision;
  const at = (value: number): string => (4 + value * (WIDTH - 8)).toFixed(1);
  const says = `${share.toFixed(2)}, between ${low.toFixed(2)} and ${high.toFixed(2)}, of ${n} labels`;
  return html`<svg class="interval" viewBox="0 0 ${WIDTH} 16" role="img" aria-label="${says}">
      <line class="axis" x1="${at(0)}" x2="${at(1)}" y1="8" y2="8" />
      <line class="span" x1="${at(low)}" x2="${at(high)}" y1="8" y2="8" />
      <circle class="dot" cx="${at(share)}" cy="8" r="4" />
    </svg>
    ${share.toFixed(2)} <span class="quiet">[${low.toFixed(2)}–${high.toFixed(2)}] of ${n}</span>`;
}
