import type { Cost, Group, Report, RuleReport } from '../model/report.ts';
import type { ReviewReport } from '../model/review-report.ts';
import { dayChart } from './day-chart.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { asTable, table } from './table.ts';

/** What was judged, by whom, by which rules, and what it costs: counts that need no label. */
export function countsOf(report: Report): Html {
  return html`<h3>By day</h3>
    ${dayChart(report.days)} ${dayTable(report)}
    <h3>Who</h3>
    ${groupTable('By kind of actor', report.groups.actor)} ${groupTable('By agent', report.groups.agent)}
    ${groupTable('By role', report.groups.role)} ${groupTable('By repository', report.groups.repo)}
    <h3>Rules</h3>
    ${ruleTable(report.rules)} ${reviews(report.reviews)}
    <h3>What the gate costs</h3>
    ${latencyTable(report)} ${costLines(report.cost)}`;
}

export function overview({ totals }: Report): Html {
  return table(
    'In all',
    ['verdicts', 'allowed', 'warned', 'asked', 'denied', 'approved by a person', 'went around the gate', 'gate failed'],
    [
      [
        String(totals.verdicts),
        totals.allowed,
        totals.warned,
        totals.asked,
        totals.denied,
        totals.approved,
        totals.skipped,
        totals.failures,
      ],
    ],
  );
}

function dayTable({ days }: Report): Html {
  const rows = days.map(({ day, verdicts, refused }) => [day, verdicts, refused]);
  return asTable('Verdicts by day', ['day', 'verdicts', 'refused'], rows);
}

function groupTable(caption: string, groups: readonly Group[]): Html {
  const rows = groups.map(({ name, verdicts, refused, approved }) => [name, verdicts, refused, approved]);
  return table(caption, ['name', 'verdicts', 'refused', 'approved'], rows);
}

function ruleTable(rules: readonly RuleReport[]): Html {
  const rows = rules.map(({ rule, spoke, refused, became, retries }) => [
    rule,
    spoke,
    refused,
    became.approved,
    became.redone,
    became.givenUp,
    became.open,
    retries,
  ]);
  const head = ['rule', 'spoke', 'refused', 'approved', 'redone', 'given up', 'open', 'retries'];
  return table('What each rule refused, and what became of it', head, rows);
}

/** Nothing where no review was ever held. */
function reviews({ rounds, loops, escalated, reviewers, failureModels }: ReviewReport): Html {
  if (rounds === 0 && reviewers.length === 0) return html``;
  const asked = reviewers.map(({ vendor, model, calls, complete, tokens, money, latency }) => [
    `${vendor} ${model}`,
    calls,
    complete,
    tokens.input + tokens.output,
    money.toFixed(2),
    latency === null ? '–' : (latency.p50 / 1000).toFixed(1),
    latency === null ? '–' : (latency.p95 / 1000).toFixed(1),
  ]);
  const became = failureModels.map(({ id, found, states, labels }) => [
    id,
    found,
    states.fixed ?? 0,
    states.waived ?? 0,
    states.disputed ?? 0,
    labels.right,
    labels.wrong,
  ]);
  const head = ['failure model', 'found', 'fixed', 'waived', 'disputed', 'right', 'wrong'];
  return html`<h3>Reviews</h3>
    <p>${loops} changes were reviewed in ${rounds} rounds; ${escalated.n} were left to a person.</p>
    ${table('Reviewers', ['reviewer', 'calls', 'whole', 'tokens', 'cost', 'p50 (s)', 'p95 (s)'], asked)}
    ${table('What became of the findings of each failure model', head, became)}`;
}

function latencyTable({ latency }: Report): Html {
  const rows = latency.map(({ hook, n, p50, p95 }) => [hook, n, p50.toFixed(1), p95.toFixed(1)]);
  return table('Milliseconds in hooks', ['hook', 'runs', 'p50', 'p95'], rows);
}

function costLines(cost: Cost): Html {
  const { approvals, retriesPerRefusal } = cost;
  return html`<ul>
    <li>
      People waited ${cost.hookMinutes.toFixed(1)} minutes before hooks and ${cost.redoMinutes.toFixed(1)} minutes until
      a refused change of theirs passed.
    </li>
    <li>
      ${cost.refusals} refusals, ${retriesPerRefusal === null ? '–' : retriesPerRefusal.toFixed(1)} retries each,
      ${cost.givenUp} given up.
    </li>
    <li>
      ${approvals.n}
      approvals${approvals.medianMinutes === null ? '' : `, half of them within ${approvals.medianMinutes.toFixed(1)} minutes of the refusal`}.
    </li>
  </ul>`;
}
