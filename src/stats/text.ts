import type { By, Cost, Group, Latency, Report, RuleReport } from '../model/report.ts';
import { sparkline } from './sparkline.ts';
import { failureModelTable, reviewerTable, reviewLines } from './review-text.ts';
import { cut, shorten, table } from './table.ts';

export type View = By | 'rule' | 'day' | 'reviewer' | 'failure-model';

const BARS = 30;
const WIDTH = 80;
/** In the whole story; one table alone shows more. */
const FEW_ROWS = 8;
const MOST_ROWS = 40;

/** Lines of at most 80 columns. With a view only that table; else the whole story. What strangers named is escaped by whoever prints it. */
export function reportLines(report: Report, view: View | null): readonly string[] {
  const period = `${report.from} to ${report.to} (UTC)`;
  const repo = shorten(report.repo ?? 'all repositories', WIDTH - period.length - 'guardrail stats ·  · '.length);
  return [`guardrail stats · ${repo} · ${period}`, '', ...(view === null ? story(report) : viewed(report, view))];
}

function story(report: Report): readonly string[] {
  const { actor, agent, role, repo } = report.groups;
  return [
    ...totals(report),
    ...groupTable('who', actor, FEW_ROWS),
    ...groupTable('agent', agent, FEW_ROWS),
    ...(role.length > 1 ? groupTable('role', role, FEW_ROWS) : []),
    ...(report.repo === null && repo.length > 1 ? groupTable('repository', repo, FEW_ROWS) : []),
    ...ruleTable(report.rules, FEW_ROWS),
    ...reviewLines(report.reviews, FEW_ROWS),
    ...costLines(report.cost, report.latency),
  ];
}

function viewed(report: Report, view: View): readonly string[] {
  if (view === 'day') return dayTable(report);
  if (view === 'reviewer') return reviewerTable(report.reviews, MOST_ROWS);
  if (view === 'failure-model') return failureModelTable(report.reviews, MOST_ROWS);
  if (view === 'rule') return ruleTable(report.rules);
  return groupTable(view, report.groups[view]);
}

function totals({ totals: all, days }: Report): readonly string[] {
  const refused = all.asked + all.denied;
  return [
    `${pad(all.verdicts)} judged   ${sparkline(
      days.map((day) => day.verdicts),
      BARS,
    )}`,
    `${pad(refused)} refused  ${sparkline(
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

function groupTable(title: string, groups: readonly Group[], most: number = MOST_ROWS): readonly string[] {
  const rows = groups.map(({ name, verdicts, refused, approved }) => [
    name,
    String(verdicts),
    String(refused),
    String(approved),
  ]);
  return cut([title, 'verdicts', 'refused', 'approved'], rows, most);
}

function dayTable({ days }: Report): readonly string[] {
  const rows = days.map(({ day, verdicts, refused }) => [day, String(verdicts), String(refused)]);
  return [...table(['day', 'verdicts', 'refused'], rows), ''];
}

function ruleTable(rules: readonly RuleReport[], most: number = MOST_ROWS): readonly string[] {
  const rows = rules.map((rule) => [
    rule.rule,
    String(rule.spoke),
    String(rule.refused),
    String(rule.became.approved),
    String(rule.became.redone),
    String(rule.became.givenUp),
    String(rule.retries),
  ]);
  return cut(['rule', 'spoke', 'refused', 'approved', 'redone', 'given up', 'retries'], rows, most);
}

function costLines(cost: Cost, latency: readonly Latency[]): readonly string[] {
  const rows = latency.map(({ hook, n, p50, p95 }) => [hook, String(n), milliseconds(p50), milliseconds(p95)]);
  const { approvals, retriesPerRefusal } = cost;
  return [
    ...cut(['what the gate costs', 'runs', 'p50', 'p95'], rows, MOST_ROWS),
    `people waited ${minutes(cost.hookMinutes)} before hooks`,
    `       and ${minutes(cost.redoMinutes)} until a refused change of theirs passed`,
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
