import type { CriterionTrust, PairTrust } from '../model/calibration.ts';
import type { Proposal } from '../model/tuning.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { rateCell, share } from './numbers.ts';
import { table } from './table.ts';

/** Criteria that people and readers do not understand alike: the most valuable thing the log can say. */
export function criteria(all: readonly CriterionTrust[]): Html {
  const rows = all
    .toSorted((a, b) => b.gap - a.gap)
    .slice(0, 100)
    .map(({ spec, criterion, real, gap, noise, share: rate }) => [
      html`${criterion} <span class="quiet">${spec}</span>`,
      real,
      gap,
      noise,
      rateCell(rate),
    ]);
  if (rows.length === 0) return html`<p class="quiet">No finding that names a criterion was labelled yet.</p>`;
  return table('Criteria of specs', ['criterion', 'real', 'gap', 'noise', 'ambiguous, 95 % interval'], rows);
}

export function pairs(all: readonly PairTrust[]): Html {
  const rows = all.map(({ one, other, both, onlyOne, onlyOther, overlap, missed }) => [
    `${one} and ${other}`,
    both,
    onlyOne,
    onlyOther,
    overlap.kind === 'known' ? `φ ${share(overlap.phi)}, n ${overlap.n}` : `–, needs ${overlap.needed} more`,
    missed.kind === 'known'
      ? `≥ ${missed.atLeast}; ${missed.median.toFixed(0)} [${missed.low.toFixed(0)}–${missed.high.toFixed(0)}]`
      : `–, needs ${missed.needed} more`,
  ]);
  return table(
    'Two readers of the same changes, as far as people said',
    ['readers', 'both saw', 'only the first', 'only the second', 'alike on seeded defects', 'missed by both'],
    rows,
  );
}

/** What the log would turn. The page shows it; turning is done at a terminal. */
export function proposals(all: readonly Proposal[]): Html {
  if (all.length === 0) return html`<p class="quiet">Nothing is proposed.</p>`;
  const rows = all
    .slice(0, 50)
    .map(({ id, contract, knob, from, to, why, n, replay, waits }) => [
      id,
      html`${contract} <span class="quiet">${knob.kind}</span>`,
      `${from} → ${to}`,
      html`<span class="prose">${why}</span>`,
      n,
      html`<span class="prose"
        >would let through ${replay.lets.length} that were right, silence ${replay.silences.length} that were wrong,
        catch ${replay.catches.length}, bother with ${replay.bothers.length}; ${replay.unknown} nobody labelled</span
      >`,
      waits === '' ? html`<code>guardrail tune accept ${id}</code>` : html`<span class="prose">${waits}</span>`,
    ]);
  return table(
    'Proposed, tried on the past',
    ['id', 'contract', 'change', 'why', 'n', 'what would have been otherwise', 'accept'],
    rows,
  );
}
