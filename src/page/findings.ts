import type { FindingLine } from '../model/dashboard.ts';
import { FINDING_WORDS } from '../model/label.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { when } from './numbers.ts';
import { table } from './table.ts';

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
  return table(`The last ${all.length} findings`, head, rows);
}
