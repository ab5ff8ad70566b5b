import type { Calibration } from '../model/calibration.ts';
import type { TrackRecord } from '../model/risk.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { clip, share, tooFew } from './numbers.ts';
import { asTable, firstOf, table } from './table.ts';

const WIDTH = 160;

/** How commits have turned out by who wrote them and where, and what is needed until they need less. */
export function records(all: readonly TrackRecord[]): Html {
  const { shown, rest } = firstOf(
    all.toSorted((a, b) => b.high - a.high),
    100,
  );
  const rows = shown.map((record) => [
    html`${record.agent === '' ? 'people' : record.agent}${record.model === '' ? '' : html`/${record.model}`}
      <span class="quiet">${record.area}</span>`,
    record.commits,
    record.matured.toFixed(1),
    record.bad,
    record.matured === 0
      ? html`<span class="quiet">–, needs 1 more matured</span>`
      : html`${band(record)} ${share(record.share)} [${share(record.low)}–${share(record.high)}] n
        ${record.matured.toFixed(1)}`,
    untilLess(record),
  ]);
  if (rows.length === 0)
    return html`<p class="quiet">
      No commit of an agent was weighed yet; people are not graded. Read the history of a repository:
      <code>guardrail outcomes sync</code>
    </p>`;
  const head = ['who and where', 'commits', 'matured', 'bad', 'share bad, 95 % interval', 'until it needs less'];
  return html`${table('Track record', head, rows)}
  ${rest > 0 ? html`<p class="quiet">${rest} more are not shown.</p>` : html``}`;
}

function untilLess({ held, toNext }: TrackRecord): Html {
  const more = toNext === null ? '–' : `≈ ${Math.ceil(toNext)} more clean matured`;
  return html`<span class="prose">${held === '' ? more : `${more}; held: ${held}`}</span>`;
}

function band({ share: at, low, high }: TrackRecord): Html {
  const x = (value: number): string => (4 + clip(value) * (WIDTH - 8)).toFixed(1);
  return html`<svg
    class="interval"
    viewBox="0 0 ${WIDTH} 16"
    role="img"
    aria-label="${share(at)}, between ${share(low)} and ${share(high)}"
  >
    <line class="axis" x1="${x(0)}" x2="${x(1)}" y1="8" y2="8" />
    <rect
      class="band"
      x="${x(low)}"
      y="4"
      width="${Math.max(1, Number(x(high)) - Number(x(low))).toFixed(1)}"
      height="8"
    />
    <circle class="dot" cx="${x(at)}" cy="8" r="3" />
  </svg>`;
}

const CHART = { width: 720, height: 180, left: 36, bottom: 26 };

/** What share of all bad commits has come out at an age. */
export function lagCurve({ lag, outcomes }: Pick<Calibration, 'lag' | 'outcomes'>): Html {
  const n = Object.values(outcomes).reduce((sum, one) => sum + one, 0);
  const kinds = Object.entries(outcomes).map(([kind, count]) => [kind, count]);
  const counts = table('Outcomes that arrived by themselves', ['kind', 'n'], kinds);
  const last = lag.at(-1);
  if (last === undefined || last.days <= 0)
    return html`${tooFew('The curve', Math.max(1, 30 - n), 'outcomes')} ${counts}`;
  const { width, height, left, bottom } = CHART;
  const x = (days: number): string => (left + (days / last.days) * (width - left - 8)).toFixed(1);
  const y = (value: number): string => (8 + (1 - clip(value)) * (height - bottom - 8)).toFixed(1);
  const path = lag.map(({ days, share: at }, i) => `${i === 0 ? 'M' : 'L'}${x(days)} ${y(at)}`).join(' ');
  const says = `Share of bad commits that has come out, by age. ${some(lag)
    .map(({ days, share: at }) => `${days} days ${share(at)}`)
    .join('; ')}; of ${n} outcomes`;
  const ticks = [0, 0.5, 1].map(
    (at) =>
      html`<line class="grid" x1="${left}" x2="${width - 8}" y1="${y(at)}" y2="${y(at)}" />
        <text x="${left - 5}" y="${y(at)}" text-anchor="end" dominant-baseline="middle">${at}</text>`,
  );
  const rows = some(lag).map(({ days, share: at }) => [days, share(at)]);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Lag curve, picture">
      <svg class="wide" viewBox="0 0 ${width} ${height}" role="img" aria-label="${says}">
        ${ticks}
        <path class="curve" d="${path}" />
        <text x="${left}" y="${height - 6}">0</text>
        <text x="${width - 8}" y="${height - 6}" text-anchor="end">${last.days} days, n ${n}</text>
      </svg>
    </div>
    ${asTable('Lag curve', ['days', 'share that has come out'], rows)} ${counts}`;
}

const MOST_POINTS = 12;

function some<T>(all: readonly T[]): readonly T[] {
  const each = Math.max(1, Math.ceil(all.length / MOST_POINTS));
  return all.filter((_, i) => i % each === 0 || i === all.length - 1);
}
