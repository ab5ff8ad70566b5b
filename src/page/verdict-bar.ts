import type { Dashboard } from '../model/dashboard.ts';
import { sayChecked } from './audit.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { grouped, when } from './numbers.ts';

const BROKEN = 'broken';

/** What is judged, how far the record can be believed, and how much of it people have answered. */
export function verdictBar({ report, calibration, audit, notes }: Dashboard): Html {
  const { totals } = report;
  const refused = totals.asked + totals.denied;
  const [anchor] = audit.anchors;
  const tiles: readonly (readonly [string, string, string])[] = [
    [
      'judged',
      grouped(totals.verdicts),
      `${grouped(refused)} refused, ${grouped(totals.approved)} let pass by a person`,
    ],
    ['log', audit.checked.kind === 'broken' ? BROKEN : `${grouped(audit.events)} events`, sayChecked(audit.checked)],
    [
      'anchored',
      anchor === undefined ? '–' : `to ${grouped(anchor.upTo)}`,
      anchor === undefined ? 'needs 1 anchor' : `${when(anchor.ts)} UTC`,
    ],
    ...(calibration === null
      ? []
      : [
          [
            'labels',
            grouped(calibration.labels.n),
            `${calibration.labels.right} right, ${calibration.labels.wrong} wrong, ${calibration.labels.gap} gap; of ${grouped(calibration.statements)} statements`,
          ] as const,
        ]),
    ['around the gate', String(totals.skipped), 'as far as it saw'],
  ];
  return html`<dl class="bar">
      ${tiles.map(
        ([name, value, more]) =>
          html`<div class="${value === BROKEN ? 'alarm' : 'tile'}">
            <dt>${name}</dt>
            <dd>${value} <span class="quiet">${more}</span></dd>
          </div>`,
      )}
    </dl>
    ${notes.map((note) => html`<p class="note">${note}</p>`)}`;
}
