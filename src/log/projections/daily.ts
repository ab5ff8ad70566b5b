import { levels } from '../../model/level.ts';
import type { Driver } from '../driver.ts';
import type { Omitted, VerdictRow } from './verdict.ts';
import { bucketOf } from '../../model/histogram.ts';

/** The roll-ups: `stats` reads these and never the events. */
export function projectDaily(driver: Driver, verdict: VerdictRow): void {
  const counted = [...verdict.rulings.map((ruling) => ({ ...ruling, n: 1 })), ...verdict.omitted];
  const raised = strictest(counted.map((ruling) => ruling.raised));
  addDay(driver, verdict, { rule: '', level: verdict.level, raised: strictest([raised, verdict.level]), rulings: 0 });
  for (const [rule, rulings] of byRule(counted)) {
    addDay(driver, verdict, {
      rule,
      level: strictest(rulings.map((ruling) => ruling.level)),
      raised: strictest(rulings.map((ruling) => ruling.raised)),
      rulings: rulings.reduce((sum, ruling) => sum + ruling.n, 0),
    });
  }
  if (verdict.hook !== '' && verdict.ms !== null) addLatency(driver, verdict, verdict.ms);
}

type Counted = { readonly rule: string; readonly level: string; readonly raised: string; readonly rulings: number };

function addDay(driver: Driver, verdict: VerdictRow, counted: Counted): void {
  const { event } = verdict;
  driver.run(
    `INSERT INTO daily(day, repo, actor_kind, agent, role, rule, level, raised, n, rulings, ms) VALUES(?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)
     ON CONFLICT DO UPDATE SET n = n + 1, rulings = rulings + excluded.rulings, ms = ms + excluded.ms`,
    [
      event.day,
      event.repo,
      verdict.actorKind,
      verdict.agent,
      verdict.role,
      counted.rule,
      counted.level,
      counted.raised,
      counted.rulings,
      counted.rule === '' && verdict.hook !== '' ? (verdict.ms ?? 0) : 0,
    ],
  );
}

function addLatency(driver: Driver, verdict: VerdictRow, ms: number): void {
  driver.run(
    `INSERT INTO latency(day, repo, hook, bucket, n) VALUES(?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1`,
    [verdict.event.day, verdict.event.repo, verdict.hook, bucketOf(ms)],
  );
}

function byRule(rulings: readonly Omitted[]): ReadonlyMap<string, readonly Omitted[]> {
  const groups = new Map<string, Omitted[]>();
  for (const ruling of rulings) {
    const group = groups.get(ruling.rule);
    if (group === undefined) groups.set(ruling.rule, [ruling]);
    else group.push(ruling);
  }
  return groups;
}

function strictest(names: readonly string[]): string {
  return levels.toReversed().find((level) => names.includes(level)) ?? 'allow';
}
