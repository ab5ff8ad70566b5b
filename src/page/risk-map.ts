import type { RiskDot } from '../model/dashboard.ts';
import type { Blast } from '../model/risk.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { clip, share, when } from './numbers.ts';
import { asTable } from './table.ts';

const WIDTH = 720;
const LEFT = 110;
const ROW = 54;
const BLASTS: readonly Blast[] = ['irreversible', 'shared', 'service', 'local'];

/** A dot for each change: how likely it is to need mending, and how far it would reach. Ringed: it turned out badly. */
export function riskMap(dots: readonly RiskDot[]): Html {
  if (dots.length === 0)
    return html`<p class="quiet">No change whose risk was worked out is in the log: –, needs 1 more.</p>`;
  const x = (p: number): number => LEFT + clip(p) * (WIDTH - LEFT - 16);
  const lines = BLASTS.map(
    (blast, i) =>
      html`<line class="grid" x1="${LEFT}" x2="${WIDTH - 16}" y1="${i * ROW + ROW / 2}" y2="${i * ROW + ROW / 2}" />
        <text x="${LEFT - 8}" y="${i * ROW + ROW / 2}" text-anchor="end" dominant-baseline="middle">${blast}</text>`,
  );
  const marks = dots.map((dot, i) => {
    const jitter = ((i * 7) % 11) - 5; // dots of one row would hide each other
    const y = (BLASTS.indexOf(dot.blast) * ROW + ROW / 2 + jitter * 3.4).toFixed(1);
    return html`<circle class="${dot.bad ? 'escaped' : 'change'}" cx="${x(dot.upper).toFixed(1)}" cy="${y}" r="5"
      ><title>${sayDot(dot)}</title></circle
    >`;
  });
  const bottom = BLASTS.length * ROW;
  const says = `Risk of ${dots.length} changes by how far they reach: ${BLASTS.map((blast) => `${dots.filter((dot) => dot.blast === blast).length} ${blast}`).join(', ')}; ${dots.filter(({ bad }) => bad).length} turned out badly`;
  const rows = dots
    .slice(0, 100)
    .map((dot) => [
      dot.name,
      when(dot.ts),
      share(dot.p),
      share(dot.upper),
      dot.blast,
      dot.need,
      dot.bad ? 'yes' : 'no',
    ]);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Risk map, picture">
      <svg class="wide" viewBox="0 0 ${WIDTH} ${bottom + 36}" role="img" aria-label="${says}">
        ${lines} ${marks}
        <text x="${LEFT}" y="${bottom + 14}">0</text>
        <text x="${WIDTH - 16}" y="${bottom + 14}" text-anchor="end">1</text>
        <text x="${(LEFT + WIDTH) / 2}" y="${bottom + 30}" text-anchor="middle">
          upper bound of the risk, n ${dots.length}
        </text>
      </svg>
    </div>
    ${asTable('Risk of changes', ['change', 'when (UTC)', 'risk', 'upper bound', 'reaches', 'needs', 'turned out badly'], rows)}`;
}

function sayDot({ name, p, upper, blast, need, bad }: RiskDot): string {
  return `${name}: risk ${share(p)}, at most ${share(upper)}, ${blast}, needs ${need}${bad ? ', turned out badly' : ''}`;
}
