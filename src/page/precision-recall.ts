import type { Rate, ReaderTrust } from '../model/calibration.ts';
import { plane, square } from './figure.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { clip, rateCell, rateText, share } from './numbers.ts';
import { table } from './table.ts';

type Known = Rate & { readonly kind: 'known' };

/** A cross for each reader: as wide as its recall is unsure, as high as its precision is. */
export function crosses(readers: readonly ReaderTrust[]): Html {
  const known = readers.flatMap(({ identity, precision, recall }) =>
    precision.kind === 'known' && recall.kind === 'known' ? [{ identity, precision, recall }] : [],
  );
  return html`<figure>
    <figcaption>Precision and recall</figcaption>
    ${known.length === 0 ? html`<p class="quiet">–, no reader has enough labels and seeded defects yet.</p>` : picture(known)}
  </figure>`;
}

export function readerTable(readers: readonly ReaderTrust[]): Html {
  const rows = readers.map(({ identity, vendor, mode, runs, precision, recall, money, drift, threshold }) => [
    html`${identity} <span class="quiet">${vendor}, ${mode}</span>`,
    runs,
    rateCell(precision),
    rateCell(recall),
    threshold.kind === 'certified'
      ? html`<span class="prose"
          >from ${share(threshold.at)}: ≤ ${share(threshold.alpha)} wrong, ${Math.round((1 - threshold.delta) * 100)} %
          sure, n ${threshold.n}</span
        >`
      : html`<span class="prose">–, ${threshold.why}</span>`,
    drift.kind === 'alarm'
      ? `changed: ${share(drift.at)} of ${share(drift.limit)}, n ${drift.n}`
      : `none, n ${drift.n}`,
    money === null ? '–' : money.toFixed(3),
  ]);
  const head = [
    'reader',
    'runs',
    'precision, 95 % interval',
    'recall of seeded defects',
    'threshold that keeps its promise',
    'drift',
    'money a change',
  ];
  return table('Readers', head, rows);
}

function picture(
  known: readonly { readonly identity: string; readonly precision: Known; readonly recall: Known }[],
): Html {
  const { x, y } = plane();
  const says = known.map(
    ({ identity, precision, recall }) => `${identity}: precision ${rateText(precision)}, recall ${rateText(recall)}`,
  );
  const marks = known.map(({ identity, precision, recall }, i) => {
    const [cx, cy] = [x(clip(recall.share)), y(clip(precision.share))];
    return html`<g>
      <title>${says[i] ?? ''}</title>
      <line class="whisker" x1="${x(clip(recall.low))}" x2="${x(clip(recall.high))}" y1="${cy}" y2="${cy}" />
      <line class="whisker" x1="${cx}" x2="${cx}" y1="${y(clip(precision.low))}" y2="${y(clip(precision.high))}" />
      <circle class="dot" cx="${cx}" cy="${cy}" r="4" />
      <text x="${cx}" y="${cy}" dx="7" dy="-7">${short(identity)}</text>
    </g>`;
  });
  return square(`Precision and recall. ${says.join('; ')}`, 'recall', 'precision', html`${marks}`);
}

const LONGEST = 22;

function short(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name;
}
