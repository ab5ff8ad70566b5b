import { isRecord } from '../model/json.ts';
import type { Round } from '../model/review.ts';
import type { Environment } from '../system/git.ts';
import { type Blob, lookBlob, readBlob } from './blobs.ts';
import type { Row } from './driver.ts';
import type { Rows } from './open.ts';
import { dayOf } from './projections/payload.ts';
import { numberOf, numberOrNull, textOf } from './rows.ts';
import type { Waiver } from './review-event.ts';

export type ReviewRow = {
  readonly seq: number;
  readonly id: string;
  readonly ts: number;
  readonly repo: string;
  readonly branch: string;
  readonly key: string;
  readonly loop: string;
  readonly round: number;
  readonly head: string;
  readonly outcome: string;
  readonly stop: string;
  readonly open: number;
  readonly money: number;
  readonly tokens: number;
};

/** Loops of which nothing was heard for so long are over. */
const LOOP_DAYS = 30;
const MOST_OPEN = 200;
const MOST_ENDED = 50;
const DAY_MS = 86_400_000;

/** The newest verdict on exactly this. */
export function reviewOf(log: Rows, env: Environment, repo: string, key: string): Round | null {
  const rows = log.all('SELECT seq FROM review WHERE repo = ? AND key = ? ORDER BY seq DESC LIMIT 1', [repo, key]);
  return roundOf(log, env, rows[0]);
}

/**
 * The last round of each loop that may still go on, the newest first; or of each that has come to its end. Apart, or whoever begins fifty
 * new ones would push a loop that has stopped for a person out of sight.
 */
export function lastRounds(
  log: Rows,
  env: Environment,
  { repo, now, ended }: { readonly repo: string; readonly now: number; readonly ended: boolean },
): readonly Round[] {
  const rows = log.all(
    `SELECT seq FROM review WHERE seq IN (SELECT max(seq) FROM review WHERE repo = ? AND ts >= ? GROUP BY loop)
       AND (outcome IN ('clean', 'accepted') OR stop = 'clean') = ? ORDER BY seq DESC LIMIT ?`,
    [repo, now - LOOP_DAYS * DAY_MS, ended ? 1 : 0, ended ? MOST_ENDED : MOST_OPEN],
  );
  return rows.flatMap((row) => roundOf(log, env, row) ?? []);
}

/** Every round of one loop, the first first. */
export function roundsOf(log: Rows, env: Environment, loop: string): readonly Round[] {
  const rows = log.all('SELECT seq FROM review WHERE loop = ? ORDER BY seq LIMIT 200', [loop]);
  return rows.flatMap((row) => roundOf(log, env, row) ?? []);
}

/** A round as the log has it: what its event counts, and its words where they still are what was written. */
export type KeptRound = {
  readonly id: string;
  readonly repo: string;
  readonly loop: string;
  readonly round: number;
  readonly outcome: string;
  readonly blob: Blob;
  readonly value: Round | null;
  /** As the chain holds it. */
  readonly counted: Readonly<Record<string, unknown>>;
};

/** `v-…` is one round, `l-…` all of a loop, the first first. */
export function keptRounds(log: Rows, env: Environment, id: string): readonly KeptRound[] {
  const rows = log.all(
    `SELECT review.id AS id, review.repo AS repo, review.loop AS loop, review.round AS round, review.outcome AS outcome, event.payload AS payload FROM review
     JOIN event ON event.seq = review.seq WHERE review.id = ? OR review.loop = ? ORDER BY review.seq LIMIT 200`,
    [id, id],
  );
  return rows.map((row) => {
    const payload: unknown = JSON.parse(textOf(row, 'payload'));
    const counted = isRecord(payload) ? payload : {};
    const hash = counted['blob'];
    const blob = lookBlob(env, typeof hash === 'string' ? hash : '');
    const value: unknown = blob.kind === 'kept' ? JSON.parse(blob.text) : null;
    return {
      id: textOf(row, 'id'),
      repo: textOf(row, 'repo'),
      loop: textOf(row, 'loop'),
      round: numberOf(row, 'round'),
      outcome: textOf(row, 'outcome'),
      blob,
      value: isRound(value) ? value : null,
      counted,
    };
  });
}

/** Every text that the log keeps of a round: its record, and each question with its answer. */
export function blobsOf(log: Rows, { loop, round, counted }: KeptRound): readonly string[] {
  const calls = log.all(
    'SELECT event.payload AS payload FROM call JOIN event ON event.seq = call.seq WHERE call.loop = ?',
    [loop],
  );
  const payloads = calls.map((row): unknown => JSON.parse(textOf(row, 'payload'))).filter(isRecord);
  const own = payloads.filter((payload) => payload['round'] === round);
  const hashes = [counted['blob'], ...own.flatMap(({ asked, answered }) => [asked, answered])];
  return [...new Set(hashes.flatMap((hash) => (typeof hash === 'string' ? [hash] : [])))];
}

export function findReview(log: Rows, env: Environment, id: string): Round | null {
  const [row] = log.all('SELECT seq FROM review WHERE id = ? OR loop = ? ORDER BY seq DESC LIMIT 1', [id, id]);
  return roundOf(log, env, row);
}

/** The loop that a finding was last seen in. */
export function loopOfFinding(log: Rows, repo: string, finding: string): string | null {
  const [row] = log.all('SELECT loop FROM finding WHERE id = ? AND repo = ? ORDER BY seq DESC LIMIT 1', [
    finding,
    repo,
  ]);
  return row === undefined ? null : textOf(row, 'loop');
}

export function lastReviews(log: Rows, repo: string | null, limit: number): readonly ReviewRow[] {
  const rows =
    repo === null
      ? log.all('SELECT * FROM review ORDER BY seq DESC LIMIT ?', [limit])
      : log.all('SELECT * FROM review WHERE repo = ? ORDER BY seq DESC LIMIT ?', [repo, limit]);
  return rows.map(reviewRow);
}

export type Spent = { readonly money: number; readonly tokens: number; readonly calls: number };

/** What was spent since midnight (UTC), in all repositories of this user: a bill knows no repositories. */
export function spentToday(log: Rows, now: number): Spent {
  return spentOf(
    log.all('SELECT sum(money) AS money, sum(input + output) AS tokens, count(*) AS n FROM call WHERE day = ?', [
      dayOf(now),
    ]),
  );
}

export function spentOnLoop(log: Rows, loop: string): Spent {
  return spentOf(
    log.all('SELECT sum(money) AS money, sum(input + output) AS tokens, count(*) AS n FROM call WHERE loop = ?', [
      loop,
    ]),
  );
}

function spentOf([row]: readonly Row[]): Spent {
  if (row === undefined) return { money: 0, tokens: 0, calls: 0 };
  return {
    money: numberOrNull(row, 'money') ?? 0,
    tokens: numberOrNull(row, 'tokens') ?? 0,
    calls: numberOf(row, 'n'),
  };
}

/** The answer to a question that was asked before: the payload of its event, complete answers first. */
export function callOn(log: Rows, topic: string): Readonly<Record<string, unknown>> | null {
  const [row] = log.all(
    `SELECT event.payload AS payload FROM call JOIN event ON event.seq = call.seq WHERE call.topic = ? AND call.outcome = 'complete'
     ORDER BY call.seq DESC LIMIT 1`,
    [topic],
  );
  if (row === undefined) return null;
  const payload: unknown = JSON.parse(textOf(row, 'payload'));
  return isRecord(payload) ? payload : null;
}

/** Waivers that hold, by their target. */
export function waiversOf(log: Rows, repo: string, now: number): readonly Waiver[] {
  return log
    .all('SELECT * FROM waiver WHERE repo = ? AND (expires IS NULL OR expires > ?) ORDER BY seq', [repo, now])
    .map((row) => ({
      target: textOf(row, 'target'),
      key: textOf(row, 'key'),
      name: textOf(row, 'by_name'),
      email: textOf(row, 'by_email'),
      because: textOf(row, 'because'),
      expires: numberOrNull(row, 'expires'),
    }));
}

/** Null where its words were deleted: it is counted, and can no longer be built upon. */
function roundOf(log: Rows, env: Environment, row: Row | undefined): Round | null {
  if (row === undefined) return null;
  const [event] = log.all('SELECT payload FROM event WHERE seq = ?', [numberOf(row, 'seq')]);
  const payload: unknown = event === undefined ? null : JSON.parse(textOf(event, 'payload'));
  const blob = isRecord(payload) ? payload['blob'] : null;
  const text = typeof blob === 'string' ? readBlob(env, blob) : null;
  const round: unknown = text === null ? null : JSON.parse(text);
  return isRound(round) ? round : null;
}

/** Its hash was compared: what is left to ask is whether an engine of our kind wrote it. */
function isRound(value: unknown): value is Round {
  return isRecord(value) && value['v'] === 1 && typeof value['key'] === 'string' && Array.isArray(value['ledger']);
}

function reviewRow(row: Row): ReviewRow {
  return {
    seq: numberOf(row, 'seq'),
    id: textOf(row, 'id'),
    ts: numberOf(row, 'ts'),
    repo: textOf(row, 'repo'),
    branch: textOf(row, 'branch'),
    key: textOf(row, 'key'),
    loop: textOf(row, 'loop'),
    round: numberOf(row, 'round'),
    head: textOf(row, 'head'),
    outcome: textOf(row, 'outcome'),
    stop: textOf(row, 'stop'),
    open: numberOf(row, 'open'),
    money: numberOf(row, 'money'),
    tokens: numberOf(row, 'tokens'),
  };
}
