import { openCurrentLog, openNumbers } from '../log/current.ts';
import { openLog } from '../log/open.ts';
import { eventsSince, findEvent, findRulings, findVerdicts, lastVerdicts, rulingsOf } from '../log/read.ts';
import type { RulingRecord, VerdictSummary } from '../log/read.ts';
import { rebuildProjections } from '../log/rebuild.ts';
import { verifyChain } from '../log/verify.ts';
import { escapeText, sayJson } from '../speak/escape.ts';
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
  takes: '[list | show ID | verify | rebuild | export | path]',
  examples: [
    ['guardrail log', 'the last verdicts'],
    ['guardrail log show r-7f3k2m', 'one ruling, each time it was made'],
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

const ACTIONS: Readonly<Record<string, Action>> = { list, show, verify, rebuild, export: exportEvents, path };

async function list(args: Arguments, io: Io): Promise<Exit> {
  const log = await openNumbers(io.env);
  const verdicts = lastVerdicts(log, args.text('repo'), limitOf(args));
  log.close();
  if (args.has('json')) await io.out(`${sayJson(verdicts, 2)}\n`);
  else if (verdicts.length === 0) await io.out('Nothing was judged yet. Try: guardrail check\n');
  else await io.out(verdicts.map((verdict) => `${verdictLine(verdict)}\n`).join(''));
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

async function show(args: Arguments, io: Io): Promise<Exit> {
  const id = args.words[1];
  if (id === undefined) throw new UsageError('log show: name a ruling (r-...) or an event', HELP);
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
