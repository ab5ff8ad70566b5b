import type { Level } from '../model/level.ts';
import { levels } from '../model/level.ts';
import type { Log } from './open.ts';
import type { Row } from './driver.ts';
import { eventRow } from './projections/catch-up.ts';
import type { EventRow } from './chain.ts';
import { numberOf, numberOrNull, textOf } from './rows.ts';

export type VerdictSummary = {
  readonly seq: number;
  readonly id: string;
  readonly ts: number;
  readonly repo: string;
  readonly checkout: string;
  readonly branch: string;
  readonly inlet: string;
  readonly hook: string;
  readonly actorKind: string;
  readonly agent: string;
  readonly role: string;
  readonly level: Level;
  readonly rulings: number;
  readonly ms: number | null;
};

/** One ruling of one verdict, as it was remembered. */
export type RulingRecord = {
  readonly seq: number;
  readonly ruling: string;
  readonly ts: number;
  readonly repo: string;
  readonly rule: string;
  readonly policy: string;
  readonly level: Level;
  readonly raised: Level;
  readonly kind: string;
  readonly subject: string;
  readonly path: string;
  readonly line: number | null;
  readonly evidence: string;
};

export type ApprovalRecord = {
  readonly id: string;
  readonly repo: string;
  readonly rule: string;
  readonly subject: string;
  readonly by: { readonly name: string; readonly email: string };
  readonly assurance: string;
  readonly at: number;
  readonly expires: number;
  readonly because: string;
  readonly revoked: number | null;
};

/** The newest first; `repo` null is every repository. */
export function lastVerdicts(log: Log, repo: string | null, limit: number): readonly VerdictSummary[] {
  const rows =
    repo === null
      ? log.all('SELECT * FROM verdict ORDER BY seq DESC LIMIT ?', [limit])
      : log.all('SELECT * FROM verdict WHERE repo = ? ORDER BY seq DESC LIMIT ?', [repo, limit]);
  return rows.map(verdictSummary);
}

/** By its id, or as many of its first characters as make it unique: two that fit are both answered. */
export function findVerdicts(log: Log, id: string): readonly VerdictSummary[] {
  const start = id.toUpperCase();
  return log
    .all('SELECT * FROM verdict WHERE id >= ? AND id < ? ORDER BY seq LIMIT 2', [start, `${start}~`])
    .map(verdictSummary);
}

/** Every time this ruling was made (`r-7f3k2m`), the newest first. */
export function findRulings(log: Log, ruling: string): readonly RulingRecord[] {
  return log.all('SELECT * FROM decision WHERE ruling = ? ORDER BY seq DESC LIMIT 100', [ruling]).map(rulingRecord);
}

export function rulingsOf(log: Log, verdict: number): readonly RulingRecord[] {
  return log.all('SELECT * FROM decision WHERE seq = ? ORDER BY n', [verdict]).map(rulingRecord);
}

/** When a protection of each of these was last taken off, since a time: by a commit or a push that passed, not by a try. */
export function unprotectedSince(
  log: Log,
  repo: string,
  subjects: readonly string[],
  since: number,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const subject of subjects) {
    const [row] = log.all(
      `SELECT max(decision.ts) AS ts FROM decision JOIN verdict ON verdict.seq = decision.seq
       WHERE decision.repo = ? AND decision.subject = ? AND decision.ts >= ? AND decision.kind = 'infra.unprotect'
         AND verdict.hook <> '' AND verdict.level IN('allow', 'warn')`,
      [repo, subject, since],
    );
    const ts = row === undefined ? null : numberOrNull(row, 'ts');
    if (ts !== null) found.set(subject, ts);
  }
  return found;
}

/** The rules that refused agents most often since a time. */
export function refusedLately(
  log: Log,
  repo: string,
  since: number,
  limit: number,
): readonly { readonly rule: string; readonly times: number }[] {
  return log
    .all(
      `SELECT rule, count(*) AS n FROM refusal WHERE repo = ? AND first_ts >= ? AND actor_kind = 'agent'
       GROUP BY rule ORDER BY n DESC, rule LIMIT ?`,
      [repo, since, limit],
    )
    .map((row) => ({ rule: textOf(row, 'rule'), times: numberOf(row, 'n') }));
}

export function approvalsOf(log: Log, repo: string): readonly ApprovalRecord[] {
  return log.all('SELECT * FROM approval WHERE repo = ? ORDER BY at DESC', [repo]).map(approvalRecord);
}

/** Events after a place in the chain, in order; the way to export them all without holding them all. */
export function eventsSince(log: Log, seq: number, limit: number): readonly ChainedEvent[] {
  return log.all('SELECT * FROM event WHERE seq > ? ORDER BY seq LIMIT ?', [seq, limit]).map(chainedEvent);
}

export function findEvent(log: Log, id: string): ChainedEvent | null {
  const [row] = log.all('SELECT * FROM event WHERE id = ?', [id]);
  return row === undefined ? null : chainedEvent(row);
}

export type ChainedEvent = EventRow & { readonly prev: string; readonly hash: string };

function chainedEvent(row: Row): ChainedEvent {
  return { ...eventRow(row), prev: textOf(row, 'prev'), hash: textOf(row, 'hash') };
}

function verdictSummary(row: Row): VerdictSummary {
  return {
    seq: numberOf(row, 'seq'),
    id: textOf(row, 'id'),
    ts: numberOf(row, 'ts'),
    repo: textOf(row, 'repo'),
    checkout: textOf(row, 'checkout'),
    branch: textOf(row, 'branch'),
    inlet: textOf(row, 'inlet'),
    hook: textOf(row, 'hook'),
    actorKind: textOf(row, 'actor_kind'),
    agent: textOf(row, 'agent'),
    role: textOf(row, 'role'),
    level: levelOf(row, 'level'),
    rulings: numberOf(row, 'rulings'),
    ms: numberOrNull(row, 'ms'),
  };
}

function rulingRecord(row: Row): RulingRecord {
  return {
    seq: numberOf(row, 'seq'),
    ruling: textOf(row, 'ruling'),
    ts: numberOf(row, 'ts'),
    repo: textOf(row, 'repo'),
    rule: textOf(row, 'rule'),
    policy: textOf(row, 'policy'),
    level: levelOf(row, 'level'),
    raised: levelOf(row, 'raised'),
    kind: textOf(row, 'kind'),
    subject: textOf(row, 'subject'),
    path: textOf(row, 'path'),
    line: numberOrNull(row, 'line'),
    evidence: textOf(row, 'evidence'),
  };
}

function approvalRecord(row: Row): ApprovalRecord {
  return {
    id: textOf(row, 'id'),
    repo: textOf(row, 'repo'),
    rule: textOf(row, 'rule'),
    subject: textOf(row, 'subject'),
    by: { name: textOf(row, 'by_name'), email: textOf(row, 'by_email') },
    assurance: textOf(row, 'assurance'),
    at: numberOf(row, 'at'),
    expires: numberOf(row, 'expires'),
    because: textOf(row, 'because'),
    revoked: numberOrNull(row, 'revoked'),
  };
}

function levelOf(row: Row, column: string): Level {
  const name = textOf(row, column);
  const level = levels.find((known) => known === name);
  if (level === undefined) throw new Error(`read ${column} of the log: no level is called ${name}`);
  return level;
}
