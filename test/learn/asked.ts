import { findingOf } from '../review/findings.ts';
import { context, ruling, verdict } from '../log/events.ts';
import { reviewEvent } from '../../src/log/review-event.ts';
import { verdictEvent } from '../../src/log/verdict-event.ts';
import type { NewEvent } from '../../src/model/event.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Label } from '../../src/model/label.ts';
import type { Round } from '../../src/model/review.ts';
import type { Environment } from '../../src/system/git.ts';

export const DAY = 86_400_000;
export const REPO: string = verdict().repo;
export const ANA = 'human:ana@shop.example';
export const LI = 'human:li@shop.example';

/** A hook refused an agent's change of one file by one rule. */
export function refusedBy(rule: string, path: string, at: number, id: string = `r-${rule}-${path}`): NewEvent {
  const one = ruling({ id, rule, fact: { subject: path, where: { path, range: { from: 3, to: 3 } } } });
  return verdictEvent(verdict({ level: 'deny', at, rulings: [one] }), context());
}

/** The same, where it only warned. */
export function warnedBy(rule: string, path: string, at: number, id: string): NewEvent {
  const fact = { subject: path, where: { path, range: { from: 3, to: 3 } } };
  const one = ruling({ id, rule, level: 'warn', raised: 'warn', fact });
  return verdictEvent(verdict({ level: 'warn', at, rulings: [one] }), context());
}

export function saidBy(rater: string, target: string, rule: string, says: Label, ts: number): NewEvent {
  const payload = { target, rule, says, because: '', p_sel: null, strategy: 'volunteered' };
  return { ts, repo: REPO, checkout: '', actor: rater, kind: 'label', subject: target, payload };
}

/** A round of a review with these findings in it, its words in a blob. */
export function reviewed(env: Environment, loop: string, findings: readonly Partial<Finding>[], at: number): NewEvent {
  const round: Round = {
    v: 1,
    id: `v-${loop}`,
    key: loop,
    loop,
    round: 1,
    repo: REPO,
    branch: 'pay',
    head: null,
    base: 'b'.repeat(40),
    tree: 'c'.repeat(64),
    at,
    engine: '0.1.0',
    rules: '',
    failureModels: '',
    spec: null,
    outcome: 'findings',
    stop: null,
    reading: 'whole',
    spent: false,
    complete: [],
    ledger: findings.map((over) => ({
      finding: findingOf(over),
      state: 'new',
      since: 1,
      last: 1,
      reopened: 0,
      note: '',
    })),
    manifest: { files: [] },
    readers: [],
    reasons: [],
    calls: [],
    sketch: [],
    files: [],
    left: [],
    tokens: { input: 0, cached: 0, output: 0 },
    money: 0,
    ms: 0,
  };
  return reviewEvent(env, { repo: REPO, checkout: '', actor: ANA, ts: at }, round);
}
