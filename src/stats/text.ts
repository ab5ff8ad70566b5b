import type { By, Cost, Group, Latency, Precision, Report, RuleReport } from '../model/report.ts';
import { sparkline } from './sparkline.ts';
import { table } from './table.ts';

export type View = By | 'rule' | 'day';

const BARS = 30;
const MOST_ROWS = 20;

/** Lines of at most 80 columns. With a view only that table; else the whole story. What strangers named is escaped by whoever prints it. */
export function reportLines(report: Report, view: View | null): readonly string[] {
  const head = `guardrail stats · ${report.repo ?? 'all repositories'} · ${report.from} to ${report.to} (UTC)`;
  return [head, '', ...(view === null ? story(report) : viewed(report, view))];
}

function story(report: Report): readonly string[] {
  const { actor, agent, role, repo } = report.groups;
  return [
    ...totals(report),
    ...groupTable('who', actor),
    ...groupTable('agent', agent),
    ...(role.length > 1 ? groupTable('role', role) : []),
    ...(report.repo === null && repo.length > 1 ? groupTable('repository', repo) : []),
    ...ruleTable(report.rules),
    ...precisionTable(report.rules),
    ...costLines(report.cost, report.latency),
  ];
}

function viewed(report: Report, view: View): readonly string[] {
  if (view === 'day') return dayTable(report);
  if (view === 'rule') return [...ruleTable(report.rules), ...precisionTable(report.rules)];
  return groupTable(view, report.groups[view]);
}

function totals({ totals: all, days }: Report): readonly string[] {
  const refused = all.asked + all.denied;
  return [
    `${pad(all.verdicts)} verdicts  ${sparkline(
      days.map((day) => day.verdicts),
      BARS,
    )}`,
    `${pad(refused)} refused   ${sparkline(
      days.map((day) => day.refused),
      BARS,
    )}`,
    `allowed ${all.allowed} · warned ${all.warned} · asked ${all.asked} · denied ${all.denied}`,
    `approved by a person ${all.approved} · went around the gate ${all.skipped} · gate failed ${all.failures}`,
    '',
  ];
}

function pad(n: number): string {
  return String(n).padStart(6);
}

function groupTable(title: string, groups: readonly Group[]): readonly string[] {
  const rows = groups.map(({ name, verdicts, refused, approved }) => [
    name,
    String(verdicts),
    String(refused),
    String(approved),
  ]);
  return cut([title, 'verdicts', 'refused', 'approved'], rows);
}

function dayTable({ days }: Report): readonly string[] {
  const rows = days.map(({ day, verdicts, refused }) => [day, String(verdicts), String(refused)]);
  return [...table(['day', 'verdicts', 'refused'], rows), ''];
}

function ruleTable(rules: readonly RuleReport[]): readonly string[] {
  const rows = rules.map((rule) => [
    rule.rule,
    String(rule.spoke),
    String(rule.refused),
    String(rule.became.approved),
    String(rule.became.redone),
    String(rule.became.givenUp),
    String(rule.retries),
  ]);
  return cut(['rule', 'spoke', 'refused', 'approved', 'redone', 'given up', 'retries'], rows);
}

function precisionTable(rules: readonly RuleReport[]): readonly string[] {
  const rows = rules.map((rule) => [
    rule.rule,
    ...precisionCells(rule.precision),
    String(rule.labels.gap),
    String(rule.labels.unclear),
  ]);
  return cut(['how often a rule is right', 'share', '95 %', 'labels', 'gap', 'unclear'], rows);
}

function precisionCells(precision: Precision): readonly string[] {
  if (precision.kind === 'too few') return ['–', `needs ${precision.needed} more`, String(precision.n)];
  const { share, low, high, n } = precision;
  return [share.toFixed(2), `${low.toFixed(2)} to ${high.toFixed(2)}`, String(n)];
}

function costLines(cost: Cost, latency: readonly Latency[]): readonly string[] {
  const rows = latency.map(({ hook, n, p50, p95 }) => [hook, String(n), milliseconds(p50), milliseconds(p95)]);
  const { approvals, retriesPerRefusal } = cost;
  return [
    ...cut(['what the gate costs', 'runs', 'p50', 'p95'], rows),
    `people waited ${minutes(cost.hookMinutes)} before hooks, ${minutes(cost.redoMinutes)} until their refused change passed`,
    `${cost.refusals} refusals · ${retriesPerRefusal === null ? '–' : retriesPerRefusal.toFixed(1)} retries each · ${cost.givenUp} given up`,
    approvals.medianMinutes === null
      ? 'no approvals'
      : `${approvals.n} approvals, half of them within ${minutes(approvals.medianMinutes)} of the refusal`,
  ];
}

function milliseconds(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

function minutes(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} min`;
}

/** What is left out is said. */
function cut(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const rest = rows.length - MOST_ROWS;
  return [
    ...table(head, rows.slice(0, MOST_ROWS)),
    ...(rest > 0 ? [`  and ${rest} more: see --json or --html`] : []),
    '',
  ];
}
