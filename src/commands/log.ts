import { openCurrentLog, openNumbers } from '../log/current.ts';
import { openLog } from '../log/open.ts';
import { eventsSince, findEvent, findRulings, findVerdicts, lastVerdicts, rulingsOf } from '../log/read.ts';
import type { RulingRecord, VerdictSummary } from '../log/read.ts';
import { rebuildProjections } from '../log/rebuild.ts';
import { type KeptRound, keptRounds, lastReviews, type ReviewRow } from '../log/reviews.ts';
import { verifyChain } from '../log/verify.ts';
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

export const command: Command = {
  name: 'log',
  summary: 'What was judged before, and whether the record is whole',
  takes: '[list | show ID | replay ID | forget ID | verify | rebuild | export | path]',
  examples: [
    ['guardrail log', 'the last verdicts and reviews'],
    ['guardrail log show r-7f3k2m', 'one ruling, each time it was made'],
    ['guardrail log show v-2m9x4tc', 'one round of a review: who read what, and what came of it'],
    ['guardrail log replay v-2m9x4tc', 'works its verdict out again, offline; exit 1 where it is not the same'],
    ['guardrail log forget v-2m9x4tc', 'a person has its words deleted; what was counted stays'],
    ['guardrail log verify', 'names the first event that is not what was written'],
    ['guardrail log export > events.jsonl', 'every event, one per line'],
    ['guardrail log rebuild', 'reads all numbers anew from the events'],
  ],
  flags: [
    { name: 'limit', type: 'text', hint: '20', says: 'How many verdicts to list' },
    { name: 'repo', type: 'text', hint: 'ID', says: 'Only this repository' },
    { name: 'json', type: 'boolean', says: 'The same as JSON' },
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

/** Of a loop that goes on, its open findings would be forgotten too: that is a person's to decide. */
async function forget(args: Arguments, io: Io): Promise<Exit> {
  const [, id = ''] = args.words;
  const rounds = await roundsNamed('forget', id, io);
  const { openGate } = await import('../gate/open.ts');
  const { confirm, findPerson } = await import('../gate/person.ts');
  const { forgetRounds } = await import('../gate/review/forget.ts');
  const gate = await openGate(io);
  const person = findPerson(gate.operator);
  if (person.kind === 'nobody') {
    await io.err(
      `guardrail: words of the log are deleted by a person at a terminal: ${escapeText(person.why)}\n  next: ask the person you work for\n`,
    );
    return 1;
  }
  const question = [
    `Every question, answer and finding of ${count(rounds.length, 'round')} is deleted; it can then be neither read nor worked out again:`,
    ...rounds.map((kept) => `  ${kept.id}  round ${kept.round} of ${kept.loop}: ${kept.outcome}`),
  ];
  if (!(await confirm(io, question.join('\n'), 'forget'))) {
    await io.err('guardrail: nothing was deleted\n');
    return 1;
  }
  const log = await openNumbers(io.env);
  const gone = await forgetRounds(gate, log, rounds);
  log.close();
  await io.err(`guardrail: ${count(gone, 'text')} deleted; what was counted stays\n`);
  return 0;
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
  const log = await openLog({ env: io.env, readOnly: true });
  const answer = verifyChain(log);
  log.close();
  const text =
    answer.kind === 'whole'
      ? `whole: ${count(answer.events, 'event')}, the last hashes to ${answer.head.slice(0, 16)}`
      : `broken at event ${answer.seq}: ${answer.says}`;
  await io.out(args.has('json') ? `${sayJson(answer)}\n` : `${escapeText(text)}\n`);
  return answer.kind === 'whole' ? 0 : 1;
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

const BATCH = 2_000;

async function exportEvents(_args: Arguments, io: Io): Promise<Exit> {
  const log = await openCurrentLog(io.env);
  for (let seq = 0; ;) {
    const events = eventsSince(log, seq, BATCH);
    await io.out(events.map((event) => `${sayJson(event)}\n`).join(''));
    const last = events.at(-1);
    if (last === undefined) break;
    seq = last.seq;
  }
  log.close();
  return 0;
}

async function path(args: Arguments, io: Io): Promise<Exit> {
  const { state, home } = userPaths(io.env);
  const file = join(state, 'log.db');
  await io.out(args.has('json') ? `${sayJson({ path: file, home })}\n` : `${escapeText(file)}\n`);
  return 0;
}
