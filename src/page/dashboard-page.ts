import type { Calibration, ReaderTrust } from '../model/calibration.ts';
import type { Dashboard } from '../model/dashboard.ts';
import { audit } from './audit.ts';
import { criteria, pairs, proposals } from './contracts.ts';
import { countsOf, overview } from './counts.ts';
import { copied, served, type Served } from './document.ts';
import { part } from './figure.ts';
import { findings } from './findings.ts';
import { forest } from './forest.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { when } from './numbers.ts';
import { crosses, readerTable } from './precision-recall.ts';
import { questions, type Way } from './questions.ts';
import { lagCurve, records } from './records.ts';
import { reliability } from './reliability.ts';
import { riskMap } from './risk-map.ts';
import { verdictBar } from './verdict-bar.ts';
import { weeksChart } from './weeks.ts';

/** The page in a browser; `csrf` null where nobody may answer. */
export function dashboardPage(dashboard: Dashboard, how: Served & { readonly csrf: string | null }): string {
  const { base, csrf } = how;
  const way = csrf === null ? null : { base, csrf };
  return served('guardrail', how, mainOf(dashboard, way, base));
}

/** The same without its frame: what an open page fetches when the log has grown. */
export function dashboardParts(dashboard: Dashboard, base: string, csrf: string | null): string {
  return mainOf(dashboard, csrf === null ? null : { base, csrf }, base).html;
}

/** One file that opens anywhere and asks nobody for anything. */
export function dashboardCopy(dashboard: Dashboard): string {
  const closed: Dashboard = {
    ...dashboard,
    asking: {
      kind: 'closed',
      why: 'This is a copy, in which nothing can be answered: guardrail ask, or guardrail ui',
      waiting: dashboard.asking.kind === 'open' ? dashboard.asking.questions.length : dashboard.asking.waiting,
    },
  };
  return copied('guardrail', mainOf(closed, null, null));
}

function mainOf(dashboard: Dashboard, way: Way | null, base: string | null): Html {
  const { report, calibration, asking, at } = dashboard;
  const about = html`<h1>What the gate has learned</h1>
    <p class="quiet">${report.repo ?? 'All repositories'}, ${report.from} to ${report.to}, as of ${when(at)} (UTC)</p>`;
  const parts = isEmpty(dashboard)
    ? html`${welcome()} ${chain(dashboard)}`
    : html`${calibrated(calibration)} ${listed(dashboard, base)}`;
  return html`<main id="main" tabindex="-1">
    ${about} ${part('now', 'Now', verdictBar(dashboard))} ${part('asked', 'Questions', questions(asking, way))} ${parts}
  </main>`;
}

function calibrated(calibration: Calibration | null): Html {
  if (calibration === null) return html``;
  const { readers, pairs: both, contracts, weeks, tuned, criteria: named } = calibration;
  const read =
    readers.length === 0
      ? html`<p class="quiet">No model has read a change yet. Who may: <code>guardrail reviewers</code></p>`
      : html`<div class="figures">
            ${readers.filter(isDrawn).slice(0, MOST_READERS).map(reliability)}${crosses(readers)}
          </div>
          ${undrawn(readers)} ${readerTable(readers)} ${pairs(both)}`;
  return html`${part('readers', 'Readers', read)} ${part('contracts', 'Rules and failure models', forest(contracts))}
  ${part('weeks', 'Failure mix by week', weeksChart(weeks, tuned))}
  ${part('criteria', 'Criteria and contracts that say too little', criteria(named))}
  ${part('proposals', 'What the log would turn', proposals(calibration.proposals))}
  ${part('records', 'Track record', records(calibration.records))}
  ${part('lag', 'When bad commits come out', lagCurve(calibration))}`;
}

const MOST_READERS = 12;

function isDrawn({ fit }: ReaderTrust): boolean {
  return fit.kind === 'known';
}

/** A line each: an empty figure would be all that is seen of a young log. */
function undrawn(readers: readonly ReaderTrust[]): Html {
  const few = readers.filter((one) => !isDrawn(one));
  const drawn = readers.length - few.length;
  const rest = Math.max(0, few.length - MOST_READERS) + Math.max(0, drawn - MOST_READERS);
  if (few.length + rest === 0) return html``;
  return html`<ul class="quiet">
    ${few
      .slice(0, MOST_READERS)
      .map(
        ({ identity, fit }) =>
          html`<li>
            <bdi>${identity}</bdi> calibration: –, needs ${fit.kind === 'known' ? 0 : fit.needed} more labels
          </li>`,
      )}
    ${rest === 0 ? html`` : html`<li>${rest} more readers are in the table alone.</li>`}
  </ul>`;
}

function listed(dashboard: Dashboard, base: string | null): Html {
  const { report, risks } = dashboard;
  return html`${part('risk', 'Risk and reach of changes', riskMap(risks))}
  ${part('findings', 'Findings', findings(dashboard.findings, base))} ${chain(dashboard)}
  ${part('counts', 'Counts', html`${overview(report)} ${countsOf(report)}`)}`;
}

function chain(dashboard: Dashboard): Html {
  return part('audit', 'Audit', audit(dashboard.audit));
}

function isEmpty({ report, findings: found, audit: { events } }: Dashboard): boolean {
  return report.totals.verdicts === 0 && report.reviews.rounds === 0 && found.length === 0 && events === 0;
}

function welcome(): Html {
  const steps: readonly (readonly [string, string])[] = [
    ['guardrail init', 'guards the clone you stand in: from then on every commit and push is judged and remembered'],
    ['guardrail check', 'judges what is staged right now'],
    ['guardrail review', 'has a model of another vendor read this branch, where the repository consents to one'],
    ['guardrail ask', 'asks you, a few times a day, whether what was said was right'],
  ];
  return part(
    'begin',
    'Nothing has been judged yet',
    html`<p>This page fills by itself while you work. To begin:</p>
      <dl class="steps">
        ${steps.map(
          ([command, says]) =>
            html`<dt><code>${command}</code></dt>
              <dd>${says}</dd>`,
        )}
      </dl>`,
  );
}
