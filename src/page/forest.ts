import type { ContractTrust } from '../model/calibration.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { clip, rateCell, rateText, share } from './numbers.ts';
import { asTable, firstOf } from './table.ts';

const MOST = 60;
const ROW = 22;
const NAMES = 250;
const WIDTH = 720;

const READS: Readonly<Record<ContractTrust['reads'], string>> = {
  good: '✓ good',
  watch: '⚠ keep watching',
  loser: '✗ more often wrong than right',
  gap: '? the contract is underspecified',
  missed: '⚠ misses seeded defects',
  'too few': '– too few labels',
};

/** Rules and failure models, who is surest to be wrong first; the line at one half is what they are held against. */
export function forest(contracts: readonly ContractTrust[]): Html {
  const sorted = contracts.toSorted((a, b) => (b.loser ?? -1) - (a.loser ?? -1) || b.spoke - a.spoke);
  const judged = sorted.filter(({ precision }) => precision.kind === 'known');
  const { shown, rest } = firstOf(judged, MOST);
  return html`<p>
      ${judged.length} of ${contracts.length} rules and failure models have enough labels to be
      judged${rest > 0 ? `; the first ${MOST} are drawn` : ''}.
    </p>
    ${shown.length === 0 ? html`` : picture(shown)} ${asTable('Rules and failure models', HEAD, rowsOf(sorted))}`;
}

const HEAD = [
  'rule or failure model',
  'spoke',
  'precision, 95 % interval',
  'shrunk',
  'P(<.5)',
  'gap',
  'recall',
  'right / wrong / gap / unclear',
  'reads',
];

function rowsOf(contracts: readonly ContractTrust[]): readonly (readonly (string | number | Html)[])[] {
  return contracts
    .slice(0, 500)
    .map(({ id, spoke, precision, shrunk, loser, gap, recall, labels, reads }) => [
      id,
      spoke,
      rateCell(precision),
      shrunk === null ? '–' : `${share(shrunk.share)} [${share(shrunk.low)}–${share(shrunk.high)}]`,
      loser === null ? '–' : loser.toFixed(3),
      rateText(gap),
      recall === null ? '–' : rateText(recall),
      `${labels.right} / ${labels.wrong} / ${labels.gap} / ${labels.unclear}`,
      READS[reads],
    ]);
}

function picture(contracts: readonly ContractTrust[]): Html {
  const height = contracts.length * ROW + 24;
  const x = (value: number): string => (NAMES + clip(value) * (WIDTH - NAMES - 110)).toFixed(1);
  const rows = contracts.map((contract, i) => row(contract, 4 + i * ROW + ROW / 2, x));
  const says = contracts.map(sayOne).join('; ');
  const ticks = [0, 0.5, 1].map(
    (at) =>
      html`<line class="${at === 0.5 ? 'half' : 'grid'}" x1="${x(at)}" x2="${x(at)}" y1="0" y2="${height - 20}" />
        <text x="${x(at)}" y="${height - 6}" text-anchor="middle">${at}</text>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Forest plot">
    <svg class="forest" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Share right. ${says}">
      ${ticks} ${rows}
      <text x="${WIDTH - 4}" y="${height - 6}" text-anchor="end">P(&lt;.5), n</text>
      <text x="${NAMES - 8}" y="${height - 6}" text-anchor="end">share right, 95 %</text>
    </svg>
  </div>`;
}

function sayOne({ id, precision, loser }: ContractTrust): string {
  return `${id} ${rateText(precision)}${loser === null ? '' : `, P(<.5) ${loser.toFixed(3)}`}`;
}

function row({ id, precision, loser, reads }: ContractTrust, y: number, x: (value: number) => string): Html {
  if (precision.kind !== 'known') return html``;
  const name = id.length > 34 ? `${id.slice(0, 33)}…` : id;
  const tone = reads === 'loser' ? 'bad' : 'span';
  return html`<g>
    <title>${id}: ${rateText(precision)}</title>
    <text x="${NAMES - 8}" y="${y}" text-anchor="end" dominant-baseline="middle">${name}</text>
    <line class="${tone}" x1="${x(precision.low)}" x2="${x(precision.high)}" y1="${y}" y2="${y}" />
    <circle class="dot" cx="${x(precision.share)}" cy="${y}" r="4" />
    <text x="${WIDTH - 4}" y="${y}" text-anchor="end" dominant-baseline="middle"
      >${loser === null ? `n ${precision.n}` : `${loser.toFixed(3)} n ${precision.n}`}</text
    >
  </g>`;
}
