import { readCalibration, readRows } from '../learn/calibration.ts';
import { momentOf } from '../learn/moment.ts';
import { type Waiting, waitingHere } from '../learn/waiting.ts';
import { openNumbers } from '../log/current.ts';
import { readReviewTally } from '../log/review-tally.ts';
import type { Log } from '../log/open.ts';
import { readTally } from '../log/tally.ts';
import type { Period } from '../log/tally.ts';
import { escapeText, sayJson } from '../speak/escape.ts';
import {
  calibrationLines,
  contractTable,
  questionLines,
  readerLines,
  readingLines,
} from '../stats/calibration-text.ts';
import { digestOf, digestSince } from '../stats/digest.ts';
import { digestLines } from '../stats/digest-text.ts';
import { reportOf } from '../stats/report.ts';
import { reportLines } from '../stats/text.ts';
import type { View } from '../stats/text.ts';
import type { Report } from '../model/report.ts';
import type { Io } from '../system/io.ts';
import type { Arguments, Command, Exit } from './command.ts';
import { UsageError } from '../system/usage.ts';

const HELP = 'guardrail stats --help';
const VIEWS: readonly View[] = ['actor', 'agent', 'role', 'rule', 'repo', 'day', 'reviewer', 'failure-model'];
const DAY_MS = 86_400_000;

export const command: Command = {
  name: 'stats',
  summary: 'What was judged, refused and approved, and what the gate itself costs',
  takes: '',
  examples: [
    ['guardrail stats', 'the last 90 days'],
    ['guardrail stats --since 7d --by agent', 'who was refused this week'],
    ['guardrail stats --by rule', 'which rules are right, as far as labels tell'],
    ['guardrail stats --by reviewer', 'what each reviewer was asked, answered, found and cost'],
    ['guardrail stats --by failure-model', 'what became of the findings of each'],
    ['guardrail stats --week', 'what went wrong this week, beside the four before it'],
    ['guardrail stats --html > stats.html', 'one page that opens anywhere'],
  ],
  flags: [
    { name: 'since', type: 'text', hint: '90d', says: 'Days (90d), weeks (12w) or a date (2026-01-31)' },
    { name: 'by', type: 'text', hint: VIEWS.join('|'), says: 'Only one table' },
    { name: 'repo', type: 'text', hint: 'ID', says: 'Only this repository, as `--by repo` names it' },
    { name: 'week', type: 'boolean', says: 'What people said this week by contract, and what has shifted' },
    { name: 'json', type: 'boolean', says: 'All numbers as JSON' },
    { name: 'html', type: 'boolean', says: 'One self-contained page' },
  ],
  run: async (args, io) => {
    const isWeek = args.has('week');
    if (isWeek && args.text('since') !== null)
      throw new UsageError('stats: --week is this week; it takes no --since', HELP);
    const now = io.now();
    const from = isWeek ? digestSince(now) : sinceOf(args.text('since') ?? '90d', now);
    const period = { from, now, repo: args.text('repo') };
    const view = viewOf(args.text('by'));
    const log = await openNumbers(io.env);
    try {
      for (const note of log.notes) await io.err(`${escapeText(note)}\n`);
      return isWeek ? await week(log, period, args, io) : await answer(log, period, view, args, io);
    } finally {
      log.close();
    }
  },
};

function readReport(log: Log, period: Period): Report {
  return reportOf(readTally(log, period), readReviewTally(log, period));
}

async function answer(log: Log, period: Period, view: View | null, args: Arguments, io: Io): Promise<Exit> {
  const report = readReport(log, period);
  const isEmpty = report.totals.verdicts === 0 && report.reviews.rounds === 0;
  if (args.has('html')) await io.out(await page(period, io));
  else if (args.has('json')) await io.out(await json(log, period, report, io));
  else if (isEmpty) await io.out(EMPTY);
  else await io.out(text(await lines(log, period, { report, view }, io)));
  return 0;
}

/** The page of guardrail ui as one file, of this time and repository; nobody answers in a copy. */
async function page({ from, now, repo }: Period, io: Io): Promise<string> {
  const [{ Desk }, { dashboardCopy }] = await Promise.all([
    import('../learn/desk.ts'),
    import('../page/dashboard-page.ts'),
  ]);
  const { env, cwd, parent } = io;
  const days = Math.max(1, Math.ceil((now - from) / DAY_MS));
  const visitor = { kind: 'reader', why: 'This is a copy. Answer with guardrail ask, or guardrail ui.' } as const;
  return dashboardCopy(await new Desk({ env, cwd, parent, now: () => now, days, repo, visitor }).dashboard(true));
}

async function json(log: Log, period: Period, report: Report, io: Io): Promise<string> {
  const { proposals, questions, readings } = await waitingIn(log, period, io);
  const calibration = readCalibration(log, io.env, period, proposals);
  return `${sayJson({ v: 1, ...report, calibration, readings, questions }, 2)}\n`;
}

type Told = { readonly report: Report; readonly view: View | null };

async function lines(log: Log, period: Period, { report, view }: Told, io: Io): Promise<readonly string[]> {
  if (view !== null) return [...reportLines(report, view), ...trustLines(log, period, view, io)];
  const { proposals, questions, readings } = await waitingIn(log, period, io);
  const calibration = readCalibration(log, io.env, period, proposals);
  return [
    ...reportLines(report, null),
    '',
    ...calibrationLines(calibration, MOST_ROWS),
    ...readingLines(readings, MOST_ROWS),
    ...questionLines(questions),
  ];
}

type Waits = Pick<Waiting, 'proposals' | 'readings'> & { readonly questions: readonly string[] };
const NOTHING: Waits = { proposals: [], readings: [], questions: [] };

/** Of another repository than this one nothing can be answered or turned from here. */
async function waitingIn(log: Log, { repo }: Period, io: Io): Promise<Waits> {
  const waiting = await waitingHere(log, io);
  if (waiting === null || (repo !== null && repo !== waiting.repo)) return NOTHING;
  const { proposals, readings, today } = waiting;
  return { proposals, readings, questions: today.open.map(({ statement }) => statement.id) };
}

/** Beside what each of them did, how far it can be trusted. */
function trustLines(log: Log, period: Period, view: View | null, io: Io): readonly string[] {
  if (view !== 'rule' && view !== 'failure-model' && view !== 'reviewer') return [];
  const { contracts, readers } = readCalibration(log, io.env, period);
  if (view === 'reviewer') return readers.flatMap(readerLines);
  return contractTable(
    contracts.filter(({ kind }) => kind === view),
    ALL_ROWS,
  );
}

async function week(log: Log, period: Period, args: Arguments, io: Io): Promise<Exit> {
  const digest = digestOf(readRows(log, io.env, period), readReport(log, period));
  await io.out(args.has('json') ? `${sayJson({ v: 1, ...digest }, 2)}\n` : text(digestLines(digest)));
  return 0;
}

function text(said: readonly string[]): string {
  return `${said.map(escapeText).join('\n')}\n`;
}

const MOST_ROWS = 8;
const ALL_ROWS = 40;

const EMPTY = `Nothing has been judged in this time.
Every commit and push is remembered once the gate stands: guardrail init
To judge what is staged right now: guardrail check
`;

function viewOf(word: string | null): View | null {
  const view = VIEWS.find((known) => known === word);
  if (word !== null && view === undefined) {
    throw new UsageError(`stats: --by takes ${VIEWS.join(', ')}, not ${escapeText(word)}`, HELP);
  }
  return view ?? null;
}

function sinceOf(word: string, now: number): number {
  const moment = momentOf(word, now);
  if (moment === null)
    throw new UsageError(`stats: --since takes 90d, 12w or 2026-01-31, not ${escapeText(word)}`, HELP);
  return moment;
}
