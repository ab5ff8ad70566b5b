import type { Day } from '../model/report.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

const WIDTH = 720;
const HEIGHT = 140;
const WIDEST = 32;
const MOST_BARS = 120;

/** Verdicts by day, the refused part of each bar in another colour. The table beside it says the same to whoever cannot see it. */
export function dayChart(days: readonly Day[]): Html {
  const bars = joinDays(days);
  const most = Math.max(1, ...bars.map((bar) => bar.verdicts));
  const step = Math.min(WIDTH / Math.max(1, bars.length), WIDEST); // one day is a bar, not a wall
  const heightOf = (n: number): number => Math.round((n / most) * HEIGHT * 10) / 10;
  const shapes = bars.map((bar, i) => {
    const [x, width] = [(i * step).toFixed(1), Math.max(1, step - 1).toFixed(1)];
    const [all, refused] = [heightOf(bar.verdicts), heightOf(bar.refused)];
    return html`<g>
      <title>${bar.day}: ${bar.verdicts} verdicts, ${bar.refused} refused</title>
      <rect class="all" x="${x}" y="${HEIGHT - all}" width="${width}" height="${all}" />
      <rect class="refused" x="${x}" y="${HEIGHT - refused}" width="${width}" height="${refused}"
    /></g>`;
  });
  const label = `Verdicts by day, at most ${most}; the darker part was refused`;
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">${shapes}</svg>`;
}

/** A long time is drawn in weeks or more, so that a bar can still be seen. */
function joinDays(days: readonly Day[]): readonly Day[] {
  const each = Math.max(1, Math.ceil(days.length / MOST_BARS));
  return Array.from({ length: Math.ceil(days.length / each) }, (_, i) => {
    const some = days.slice(i * each, (i + 1) * each);
    return {
      day: [some[0]?.day, each > 1 ? some.at(-1)?.day : undefined].filter((day) => day !== undefined).join(' to '),
      verdicts: some.reduce((sum, day) => sum + day.verdicts, 0),
      refused: some.reduce((sum, day) => sum + day.refused, 0),
    };
  });
}
