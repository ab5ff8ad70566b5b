import type { Bin, ReaderTrust } from '../model/calibration.ts';
import { plane, square } from './figure.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { clip, share, signed, tooFew } from './numbers.ts';
import { asTable } from './table.ts';

/** What a reader states against how often it is right: on the diagonal it is worth what it says. */
export function reliability({ identity, fit }: ReaderTrust): Html {
  if (fit.kind === 'too few') return figure(identity, tooFew('calibration', fit.needed, 'labels'));
  const says = `Reliability of ${identity}: ${fit.bins.map(sayBin).join('; ')}; of ${fit.n} labels`;
  const rows = fit.bins.map((bin) => [
    share(bin.stated),
    share(bin.right),
    `${share(bin.low)}–${share(bin.high)}`,
    bin.n,
  ]);
  const excess =
    fit.excess === null
      ? 'calibration error: –, needs 100 labels'
      : `calibration error ${signed(fit.excess)} beyond chance${fit.chance === null ? '' : ` (p ${share(fit.chance)})`}`;
  return figure(
    identity,
    html`${square(says, 'stated', 'right', drawn(fit.bins))}
      <p>
        ${sure(fit.overConfidence)}; Brier ${share(fit.brier)} (skill ${fit.skill === null ? '–' : signed(fit.skill)});
        ${excess}; n ${fit.n}
      </p>
      ${asTable(`Reliability of ${identity}`, ['stated', 'right', '95 % interval', 'n'], rows)}`,
  );
}

function figure(identity: string, body: Html): Html {
  return html`<figure>
    <figcaption><bdi>${identity}</bdi></figcaption>
    ${body}
  </figure>`;
}

function sayBin({ stated, right, low, high, n }: Bin): string {
  return `stated ${share(stated)}, right ${share(right)} (${share(low)} to ${share(high)}, n ${n})`;
}

function sure(overConfidence: number): string {
  if (Math.abs(overConfidence) < 0.005) return 'as sure as it may be';
  return `${overConfidence > 0 ? 'over' : 'under'}-confident by ${share(Math.abs(overConfidence))}`;
}

const TALLEST = 0.1;

function drawn(bins: readonly Bin[]): Html {
  const { x, y } = plane();
  const most = Math.max(1, ...bins.map(({ n }) => n));
  const marks = bins.map(({ stated, right, low, high, n }) => {
    const at = x(clip(stated));
    return html`<line class="rug" x1="${at}" x2="${at}" y1="${y(0)}" y2="${y((n / most) * TALLEST)}" />
      <line class="whisker" x1="${at}" x2="${at}" y1="${y(clip(low))}" y2="${y(clip(high))}" />
      <circle class="dot" cx="${at}" cy="${y(clip(right))}" r="4" />`;
  });
  return html`<line class="diagonal" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" />${marks}`;
}
