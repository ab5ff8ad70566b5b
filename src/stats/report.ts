import type { Level } from '../model/level.ts';
import { isRefusal } from '../model/level.ts';
import type { By, Cost, Day, Group, Latency, Report, RuleReport, Totals } from '../model/report.ts';
import type { GroupRow, Tally } from '../model/tally.ts';
import type { ReviewTally } from '../model/review-report.ts';
import { dayName } from './calendar.ts';
import { groupBy } from './group.ts';
import { histogramQuantile, median } from './quantile.ts';
import { NO_REVIEWS, reviewReportOf } from './reviews.ts';

/** Rows to numbers. */
export function reportOf(tally: Tally, reviews: ReviewTally = NO_REVIEWS): Report {
  return {
    from: dayName(tally.from),
    to: dayName(tally.to),
    repo: tally.repo,
    totals: totalsOf(tally),
    days: daysOf(tally),
    groups: groupsOf(tally.groups),
    rules: rulesOf(tally),
    latency: latencyOf(tally),
    cost: costOf(tally),
    reviews: reviewReportOf(reviews),
  };
}

type Counted = { readonly level: Level; readonly raised: Level; readonly n: number };

function sum(rows: readonly Counted[], counts: (row: Counted) => boolean = () => true): number {
  return rows.reduce((total, row) => (counts(row) ? total + row.n : total), 0);
}

function isRefused(row: Counted): boolean {
  return isRefusal(row.level);
}

/** It would have been refused, and was not: somebody approved it. */
function isApproved(row: Counted): boolean {
  return isRefusal(row.raised) && !isRefusal(row.level);
}

function totalsOf({ days, counts }: Tally): Totals {
  const at = (level: Level): number => sum(days, (row) => row.level === level);
  const named = (name: string): number => counts.find((row) => row.name === name)?.n ?? 0;
  return {
    verdicts: sum(days),
    allowed: at('allow'),
    warned: at('warn'),
    asked: at('ask'),
    denied: at('deny'),
    approved: sum(days, isApproved),
    skipped: named('skip'),
    failures: named('failure'),
  };
}

/** Every day from the first that saw a verdict, the quiet ones too: a gap in the line would hide them. */
function daysOf({ days, to }: Tally): readonly Day[] {
  const first = days.reduce((least, row) => Math.min(least, row.day), to);
  const byDay = groupBy(days, (row) => String(row.day));
  return Array.from({ length: Math.max(0, to - first) + 1 }, (_, i) => {
    const rows = byDay.get(String(first + i)) ?? [];
    return { day: dayName(first + i), verdicts: sum(rows), refused: sum(rows, isRefused) };
  });
}

const NAMES: Readonly<Record<By, (row: GroupRow) => string>> = {
  actor: (row) => row.actorKind,
  agent: (row) => (row.agent === '' ? `(${row.actorKind})` : row.agent),
  role: (row) => (row.role === '' ? '(no role)' : row.role),
  repo: (row) => row.repo,
};

function groupsOf(rows: readonly GroupRow[]): Report['groups'] {
  const by = (key: By): readonly Group[] =>
    [...groupBy(rows, NAMES[key])]
      .map(([name, group]) => ({
        name,
        verdicts: sum(group),
        refused: sum(group, isRefused),
        approved: sum(group, isApproved),
      }))
      .sort((a, b) => b.verdicts - a.verdicts);
  return { actor: by('actor'), agent: by('agent'), role: by('role'), repo: by('repo') };
}

function rulesOf(tally: Tally): readonly RuleReport[] {
  const spoken = groupBy(tally.rules, (row) => row.rule);
  const refusals = groupBy(tally.refusals, (row) => row.rule);
  const labels = groupBy(tally.labels, (row) => row.rule);
  const names = new Set([...spoken.keys(), ...[...labels.keys()].filter((rule) => rule !== '')]);
  return [...names]
    .map((rule) => {
      const rows = spoken.get(rule) ?? [];
      const became = refusals.get(rule) ?? [];
      const count = (outcome: string): number =>
        became.reduce((total, row) => (row.outcome === outcome ? total + row.n : total), 0);
      const said = (word: string): number =>
        (labels.get(rule) ?? []).reduce((total, row) => (row.says === word ? total + row.n : total), 0);
      return {
        rule,
        spoke: sum(rows),
        refused: sum(rows, isRefused),
        became: {
          approved: count('approved'),
          redone: count('redone'),
          givenUp: count('given up'),
          open: count('open'),
        },
        retries: became.reduce((total, row) => total + row.tries - row.n, 0),
        labels: { right: said('right'), wrong: said('wrong'), gap: said('gap'), unclear: said('unclear') },
      };
    })
    .sort((a, b) => b.refused - a.refused || b.spoke - a.spoke);
}

function latencyOf({ latency }: Tally): readonly Latency[] {
  return [...groupBy(latency, (row) => row.hook)]
    .map(([hook, rows]) => ({
      hook,
      n: rows.reduce((total, row) => total + row.n, 0),
      p50: histogramQuantile(rows, 0.5) ?? 0,
      p95: histogramQuantile(rows, 0.95) ?? 0,
    }))
    .sort((a, b) => b.n - a.n);
}

const MINUTE_MS = 60_000;

function costOf({ groups, refusals, waits }: Tally): Cost {
  const total = refusals.reduce((all, row) => all + row.n, 0);
  const tries = refusals.reduce((all, row) => all + row.tries, 0);
  return {
    hookMinutes: groups.reduce((all, row) => (row.actorKind === 'human' ? all + row.ms : all), 0) / MINUTE_MS,
    redoMinutes: refusals.reduce((all, row) => all + row.minutes, 0),
    refusals: total,
    retriesPerRefusal: total === 0 ? null : (tries - total) / total,
    givenUp: refusals.reduce((all, row) => (row.outcome === 'given up' ? all + row.n : all), 0),
    approvals: { n: waits.length, medianMinutes: median(waits) },
  };
}
