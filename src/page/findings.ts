import type { FindingLine } from '../model/dashboard.ts';
import { FINDING_WORDS } from '../model/label.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { when } from './numbers.ts';
import { table } from './table.ts';

/** More would be most of the page. */
const SEEN_AT_ONCE = 15;

/** `base` null: a copy has no pages to go to. */
export function findings(all: readonly FindingLine[], base: string | null): Html {
  if (all.length === 0)
    return html`<p class="quiet">
      No review has found anything yet. Have this branch read: <code>guardrail review</code>
    </p>`;
  const rows = all.map((finding) => [
    base === null ? finding.id : html`<a href="${base}/f/${finding.id}">${finding.id}</a>`,
    finding.failureModel,
    `${finding.path}:${finding.line}`,
    finding.blocking ? `${finding.severity}, refuses` : finding.severity,
    finding.state,
    finding.by,
    when(finding.last),
    finding.label === null ? '–' : FINDING_WORDS[finding.label],
  ]);
  const head = ['finding', 'failure model', 'where', 'weight', 'stands', 'by', 'last seen (UTC)', 'said to be'];
  const rest = rows.slice(SEEN_AT_ONCE);
  return html`${table(`The last ${Math.min(SEEN_AT_ONCE, rows.length)} findings`, head, rows.slice(0, SEEN_AT_ONCE))}
  ${
    rest.length === 0
      ? html``
      : html`<details>
          <summary>${rest.length} before them</summary>
          ${table('Earlier findings', head, rest)}
        </details>`
  }`;
}
