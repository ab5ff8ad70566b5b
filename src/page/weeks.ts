import type { Week } from '../model/calibration.ts';
import type { Turned } from '../model/tuning.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { when } from './numbers.ts';
import { asTable, table } from './table.ts';

const WIDTH = 720;
const HEIGHT = 160;
const MOST_WEEKS = 12;

/** What the labelled statements were, week by week, with a mark where the gate was turned. */
export function weeksChart(all: readonly Week[], tuned: readonly Turned[]): Html {
  const weeks = all.slice(-MOST_WEEKS);
  const rows = weeks.map(({ from, right, wrong, gap, unclear, turned }) => [
    from,
    right,
    wrong,
    gap,
    unclear,
    right + wrong + gap + unclear,
    turned.length === 0 ? '' : turned.join(', '),
  ]);
  const head = ['week from', 'right', 'wrong', 'gap', 'unclear', 'n', 'turned'];
  const total = weeks.reduce((sum, week) => sum + sizeOf(week), 0);
  const chart =
    total === 0
      ? html`<p class="quiet">Nothing was labelled in these weeks: –, needs 1 more label.</p>`
      : html`${picture(weeks)} ${legend()} ${asTable('Failure mix by week', head, rows)}`;
  const knobs = tuned
    .toSorted((a, b) => b.ts - a.ts)
    .slice(0, 50)
    .map(({ id, ts, contract, knob, from, to, undone }) => [
      id,
      when(ts),
      contract,
      knob,
      `${from} → ${to}${undone ? ' (taken back)' : ''}`,
    ]);
  return html`${chart} ${table('Turned by a person', ['id', 'when (UTC)', 'contract', 'knob', 'change'], knobs)}`;
}

function sizeOf({ right, wrong, gap, unclear }: Week): number {
  return right + wrong + gap + unclear;
}

const PARTS = ['right', 'wrong', 'gap', 'unclear'] as const;

function picture(weeks: readonly Week[]): Html {
  const step = WIDTH / MOST_WEEKS;
  const most = Math.max(1, ...weeks.map(sizeOf));
  const columns = weeks.map((week, i) => {
    const x = (i * step + 4).toFixed(1);
    const bars = PARTS.map((name, at) => {
      const below = PARTS.slice(0, at).reduce((sum, other) => sum + week[other], 0);
      const height = (week[name] / most) * HEIGHT;
      const top = HEIGHT + 16 - ((below + week[name]) / most) * HEIGHT;
      return html`<rect
        class="mix-${name}"
        x="${x}"
        y="${top.toFixed(1)}"
        width="${(step - 8).toFixed(1)}"
        height="${height.toFixed(1)}"
      />`;
    });
    const middle = (i * step + step / 2).toFixed(1);
    const knob =
      week.turned.length === 0
        ? html``
        : html`<path class="knob" d="M${middle} 14 l-5 -9 h10 z"
            ><title>turned: ${week.turned.join(', ')}</title></path
          >`;
    return html`<g>
      <title>${sayWeek(week)}</title>
      ${bars}${knob}
      <text x="${middle}" y="${HEIGHT + 30}" text-anchor="middle">${week.from.slice(5)}</text>
    </g>`;
  });
  const says = `Labelled statements by week. ${weeks.map(sayWeek).join('; ')}`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Failure mix, picture">
    <svg class="wide" viewBox="0 0 ${WIDTH} ${HEIGHT + 36}" role="img" aria-label="${says}">${columns}</svg>
  </div>`;
}

function sayWeek(week: Week): string {
  const mix = PARTS.map((name) => `${week[name]} ${name}`).join(', ');
  return `${week.from}: ${mix}${week.turned.length === 0 ? '' : `, turned ${week.turned.join(', ')}`}`;
}

function legend(): Html {
  const keys = PARTS.map(
    (name) =>
      html`<li>
        <svg class="key" viewBox="0 0 12 12" aria-hidden="true"><rect class="mix-${name}" width="12" height="12" /></svg
        >${name}
      </li>`,
  );
  return html`<ul class="legend">
    ${keys}
    <li>
      <svg class="key" viewBox="0 0 12 12" aria-hidden="true"><path class="knob" d="M6 11 l-5 -9 h10 z" /></svg>a knob
      was turned
    </li>
  </ul>`;
}
