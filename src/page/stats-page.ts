import type { Report } from '../model/report.ts';
import { countsOf, overview } from './counts.ts';
import { copied } from './document.ts';
import { part } from './figure.ts';
import { html } from './html.ts';

/** One file that opens anywhere and asks nobody for anything: its own policy forbids every request and every script. */
export function statsPage(report: Report): string {
  return copied(
    'guardrail stats',
    html`<main id="main">
      <h1>guardrail stats</h1>
      <p class="quiet">${report.repo ?? 'All repositories'}, ${report.from} to ${report.to} (UTC)</p>
      ${overview(report)} ${part('counts', 'Counts', countsOf(report))}
    </main>`,
  );
}
