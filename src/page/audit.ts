import type { Audit, Checked } from '../model/dashboard.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { grouped, when } from './numbers.ts';
import { table } from './table.ts';

/** What the record rests on, and where a person let something pass. */
export function audit({ events, head, checked, anchors, approvals, overrides, around }: Audit): Html {
  return html`<dl>
      <dt>Events</dt>
      <dd>${grouped(events)}</dd>
      <dt>Head of the chain</dt>
      <dd><code class="hash">${head === '' ? '–' : head}</code></dd>
      <dt>Chain</dt>
      <dd>${sayChecked(checked)}</dd>
    </dl>
    ${
      anchors.length === 0
        ? html`<p class="quiet">
            Nowhere anchored: whoever can write the log could rewrite all of it.
            <code>guardrail log anchor --help</code>
          </p>`
        : table(
            'Anchors',
            ['up to event', 'when (UTC)', 'where'],
            anchors.map(({ upTo, ts, where }) => [upTo, when(ts), html`<span class="prose">${where}</span>`]),
          )
    }
    ${table(
      'Approvals by assurance (A0: a person at this machine, A4: checked by a server)',
      ['assurance', 'n'],
      approvals.map(({ assurance, n }) => [assurance, n]),
    )}
    ${table(
      'Overrides: what a person let pass',
      ['when (UTC)', 'what', 'about', 'by', 'assurance', 'because'],
      overrides.map(({ ts, what, about, by, assurance, because }) => [
        when(ts),
        what,
        html`<span class="prose">${about}</span>`,
        by,
        assurance === '' ? '–' : assurance,
        html`<span class="prose">${because}</span>`,
      ]),
    )}
    ${table(
      'Went around the gate, as far as it saw',
      ['what', 'n'],
      around.map(({ kind, n }) => [kind, n]),
    )}`;
}

export function sayChecked(checked: Checked): string {
  switch (checked.kind) {
    case 'whole':
      return `whole up to event ${grouped(checked.upTo)}`;
    case 'checking':
      return `being checked: whole up to event ${grouped(checked.upTo)} so far`;
    case 'broken':
      return `BROKEN: ${checked.says}. See guardrail log verify`;
  }
}
