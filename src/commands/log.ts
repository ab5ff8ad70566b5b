import { openNumbers } from '../log/current.ts';
import { openLog } from '../log/open.ts';
import { findEvent, findRulings, findVerdicts, lastVerdicts, rulingsOf } from '../log/read.ts';
import type { RulingRecord, VerdictSummary } from '../log/read.ts';
import { rebuildProjections } from '../log/rebuild.ts';
import { type KeptRound, keptRounds, lastReviews, type ReviewRow } from '../log/reviews.ts';
import { escapeText, sayJson } from '../speak/escape.ts';
import { masked } from '../speak/masked.ts';
import { tellReplayed } from '../speak/replayed.ts';
import { tellRound } from '../speak/round.ts';
import { styleFor } from '../speak/style.ts';
import { count } from '../speak/words.ts';
import type { Io } from '../system/io.ts';
import { userPaths } from '../system/paths.ts';
import { join } from 'node:path';
import type { Arguments, Command, Exit } from './command.ts';
import { UsageError } from '../system/usage.ts';

const HELP = 'guardrail log --help';
const TABLES = 'verdicts, rulings, findings, labels, calls, outcomes, trials, approvals';

export const command: Command = {
  name: 'log',
  summary: 'What was judged before, and whether the record is whole',
  takes: '[list | show ID | replay ID | forget ID | verify | anchor | prune | rebuild | export | path]',
  examples: [
    ['guardrail log', 'the last verdicts and reviews'],
    ['guardrail log show r-7f3k2m', 'one ruling, each time it was made'],
    ['guardrail log show v-2m9x4tc', 'one round of a review: who read what, and what came of it'],
    ['guardrail log replay v-2m9x4tc', 'works its verdict out again, offline; exit 1 where it is not the same'],
    ['guardrail log forget v-2m9x4tc', 'a person has its words deleted; what was counted stays'],
    ['guardrail log verify', 'is it whole, and up to where does somebody else vouch for it'],
    ['guardrail log anchor --push', 'writes its head down in refs/guardrail/anchors, and at origin'],
    ['guardrail log anchor --file /var/log/guardrail.jsonl', 'in a file that this account can only add to'],
    ['guardrail log export > events.jsonl', 'every event, one per line'],
    ['guardrail log export --csv all -o export', 'tables for a sheet, one file each'],
    ['guardrail log prune --dry-run', 'which words of reviews are over (90 days, or `keep:` of your configuration)'],
    ['guardrail log rebuild', 'reads all numbers anew from the events'],
  ],
  flags: [
    { name: 'limit', type: 'text', hint: '20', says: 'How many verdicts to list' },
    { name: 'repo', type: 'text', hint: 'ID', says: 'Only this repository' },
    { name: 'json', type: 'boolean', says: 'The same as JSON' },
    { name: 'push', type: 'boolean', says: 'anchor: at the remote too, which cannot be made to forget it' },
    { name: 'remote', type: 'text', hint: 'origin', says: 'anchor: this remote. verify: fetch its anchors first' },
    { name: 'file', type: 'text', hint: 'PATH', says: 'anchor, verify: this file, which somebody else owns' },
    { name: 'begin', type: 'boolean', says: 'anchor: a person gives up the log that was anchored before' },
    { name: 'blobs', type: 'boolean', says: 'verify: the words of reviews against their hashes as well' },
    { name: 'csv', type: 'text', multiple: true, hint: 'TABLE', says: `export: ${TABLES}, or all` },
    { name: 'since', type: 'text', hint: '90d', says: 'export: days (90d), weeks (12w) or a date (2026-01-31)' },
    { name: 'out', short: 'o', type: 'text', hint: 'DIR', says: 'export: files in this folder' },
    { name: 'before', type: 'text', hint: '90d', says: 'prune: what is older than this' },
    { name: 'dry-run', type: 'boolean', says: 'prune: only say what would go' },
  ],
  run: async (args, io) => {
    const [verb = 'list'] = args.words;
    const action = ACTIONS[verb];
    if (action === undefined) throw new UsageError(`log: there is no ${escapeText(verb)}`, HELP);
    return action(args, io);
  },
};

type Action = (args: Arguments, io: Io) => Promise<Exit>;

const ACTIONS: Readonly<Record<string, Action>> = {
  list,
  show,
  replay,
  forget,
  verify,
  anchor,
  prune,
  rebuild,
  export: exportEvents,
  path,
};

async function list(args: Arguments, io: Io): Promise<Exit> {
  const log = await openNumbers(io.env);
  const [repo, limit] = [args.text('repo'), limitOf(args)];
  const verdicts = lastVerdicts(log, repo, limit);
  const reviews = lastReviews(log, repo, limit);
  log.close();
  const all = [
    ...verdicts.map((verdict) => ({ ts: verdict.ts, json: verdict, line: verdictLine(verdict) })),
    ...reviews.map((review) => ({ ts: review.ts, json: { kind: 'review', ...review }, line: reviewLine(review) })),
  ]
    .toSorted((one, other) => other.ts - one.ts)
    .slice(0, limit);
  if (args.has('json'))
    await io.out(
      `${sayJson(
        all.map(({ json }) => json),
        2,
      )}\n`,
    );
  else if (all.length === 0) await io.out('Nothing was judged yet. Try: guardrail check\n');
  else await io.out(all.map(({ line }) => `${line}\n`).join(''));
  return 0;
}

function limitOf(args: Arguments): number {
  const limit = Number(args.text('limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1) throw new UsageError('log: --limit takes a number above 0', HELP);
  return limit;
}

function verdictLine(verdict: VerdictSummary): string {
  const when = new Date(verdict.ts).toISOString().slice(0, 16).replace('T', ' ');
  const who = verdict.agent === '' ? verdict.actorKind : verdict.agent;
  const where = verdict.hook === '' ? verdict.inlet : verdict.hook;
  const line = `${when}  ${verdict.level.padEnd(5)}  ${who.padEnd(12).slice(0, 12)}  ${where.padEnd(11).slice(0, 11)}`;
  return `${escapeText(line)}  ${verdict.id}`;
}

function reviewLine({ ts, outcome, round, money, branch, id, loop }: ReviewRow): string {
  const when = new Date(ts).toISOString().slice(0, 16).replace('T', ' ');
  const what = `review of ${branch}, round ${round}, ${money.toFixed(2)}`;
  return escapeText(`${when}  ${outcome}  ${what}  ${id} in ${loop}`);
}

async function show(args: Arguments, io: Io): Promise<Exit> {
  const id = args.words[1];
  if (id === undefined)
    throw new UsageError('log show: name a ruling (r-...), a review (v-..., l-...) or an event', HELP);
  return isReview(id) ? await showReview(id, args, io) : await showJudged(id, args, io);
}

async function showJudged(id: string, args: Arguments, io: Io): Promise<Exit> {
  const log = await openNumbers(io.env);
  const rulings = findRulings(log, id);
  const verdicts = rulings.length > 0 ? [] : findVerdicts(log, id);
  const [verdict] = verdicts;
  const event = findEvent(log, verdict?.id ?? id.toUpperCase());
  const parts = verdict === undefined ? rulings : rulingsOf(log, verdict.seq);
  log.close();
  if (verdicts.length > 1) throw new UsageError(`log show ${escapeText(id)}: more than one begins like this`, HELP);
  if (event === null && parts.length === 0) {
    throw new UsageError(`log show ${escapeText(id)}: nothing in the log has this id`, 'guardrail log');
  }
  if (args.has('json')) {
    await io.out(`${sayJson({ verdict: verdict ?? null, rulings: parts, event }, 2)}\n`);
    return 0;
  }
  const head = verdict === undefined ? [] : [verdictLine(verdict)];
  const rest = event !== null && verdict === undefined ? [escapeText(`${event.kind} ${event.subject}`)] : [];
  await io.out([...head, ...rest, ...parts.map(rulingLines)].map((line) => `${line}\n`).join(''));
  return 0;
}

function isReview(id: string): boolean {
  return /^[vl]-/.test(id);
}

async function showReview(id: string, args: Arguments, io: Io): Promise<Exit> {
  const rounds = await roundsNamed('show', id, io);
  if (args.has('json')) {
    const all = rounds.map(({ value, counted }) => ({ ...counted, record: value }));
    await io.out(`${sayJson(masked({ v: 1, reviews: all }), 2)}\n`);
    return 0;
  }
  const style = styleFor(io.env, io.isTerminal);
  const lines = rounds.flatMap((kept) =>
    kept.value === null ? [wordless(kept), ''] : [...tellRound(kept.value, style), ''],
  );
  await io.out(`${lines.join('\n')}\n`);
  return 0;
}

function wordless({ id, loop, round, outcome, blob }: KeptRound): string {
  const why = blob.kind === 'changed' ? 'its record is not what was written' : 'its words were deleted';
  return `Review ${id}, round ${round} of ${loop}: ${outcome}; ${why}`;
}

async function roundsNamed(verb: string, id: string, io: Io): Promise<readonly KeptRound[]> {
  const log = await openNumbers(io.env);
  const rounds = isReview(id) ? keptRounds(log, io.env, id) : [];
  log.close();
  if (rounds.length === 0)
    throw new UsageError(`log ${verb} ${escapeText(id)}: no review has this id`, 'guardrail log');
  return rounds;
}

async function replay(args: Arguments, io: Io): Promise<Exit> {
  const [, id = ''] = args.words;
  await roundsNamed('replay', id, io);
  const { replayReviews } = await import('../gate/review/replay.ts');
  const log = await openNumbers(io.env);
  const replayed = replayReviews(log, io.env, id);
  log.close();
  const style = styleFor(io.env, io.isTerminal);
  if (args.has('json')) await io.out(`${sayJson(masked({ v: 1, reviews: replayed }), 2)}\n`);
  else await io.out(`${replayed.flatMap((one) => [...tellReplayed(one, style), '']).join('\n')}\n`);
  return replayed.every(({ kind }) => kind === 'equal') ? 0 : 1;
}

async function forget(args: Arguments, io: Io): Promise<Exit> {
  const { forgetWords } = await import('../learn/retention/forget-words.ts');
  return await forgetWords(io, { id: args.words[1] ?? '', repo: null, before: null, rater: null });
}

function rulingLines(ruling: RulingRecord): string {
  const when = new Date(ruling.ts).toISOString().slice(0, 16).replace('T', ' ');
  const passed = ruling.raised === ruling.level ? '' : ` (${ruling.raised} before approvals)`;
  const place = ruling.line === null ? ruling.path : `${ruling.path}:${ruling.line}`;
  return [
    `${ruling.ruling}  ${when}  ${ruling.level}${passed}  ${ruling.rule}`,
    `  ${ruling.kind} of ${ruling.subject} in ${place}`,
  ]
    .map(escapeText)
    .join('\n');
}

async function verify(args: Arguments, io: Io): Promise<Exit> {
  const { verifyLog } = await import('../learn/anchors/verify-log.ts');
  const [blobs, json] = [args.has('blobs'), args.has('json')];
  return await verifyLog(io, { blobs, json, file: args.text('file'), fetch: args.text('remote') });
}

async function anchor(args: Arguments, io: Io): Promise<Exit> {
  const { anchorNow } = await import('../learn/anchors/anchor-now.ts');
  const [push, begin] = [args.has('push'), args.has('begin')];
  return await anchorNow(io, { push, begin, remote: args.text('remote'), file: args.text('file') });
}

async function prune(args: Arguments, io: Io): Promise<Exit> {
  const { pruneNow } = await import('../learn/retention/prune-now.ts');
  return await pruneNow(io, { before: args.text('before'), dry: args.has('dry-run') });
}

async function rebuild(args: Arguments, io: Io): Promise<Exit> {
  const reading = await openLog({ env: io.env, readOnly: true });
  const isAbsent = reading.schema === 'absent';
  reading.close();
  const log = isAbsent ? null : await openLog({ env: io.env });
  const events = log === null ? 0 : rebuildProjections(log);
  log?.close();
  await io.out(args.has('json') ? `${sayJson({ events })}\n` : `read ${count(events, 'event')} anew\n`);
  return 0;
}

async function exportEvents(args: Arguments, io: Io): Promise<Exit> {
  const { exportLog } = await import('../learn/export-log.ts');
  return await exportLog(io, { csv: args.all('csv'), since: args.text('since'), out: args.text('out') });
}

async function path(args: Arguments, io: Io): Promise<Exit> {
  const { state, home } = userPaths(io.env);
  const file = join(state, 'log.db');
  await io.out(args.has('json') ? `${sayJson({ path: file, home })}\n` : `${escapeText(file)}\n`);
  return 0;
}
