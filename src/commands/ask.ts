import { type Gate, openGate } from '../gate/open.ts';
import { ask, findPerson } from '../gate/person.ts';
import { keepAnswer } from '../learn/answer.ts';
import { evidenceOf } from '../learn/evidence.ts';
import { repositoryHere } from '../learn/here.ts';
import { budgetNamed, MOST_QUESTIONS, QUESTIONS_A_DAY, todayFor } from '../learn/questions.ts';
import { askThrough, type Desk, type Given, type Round } from '../learn/session.ts';
import { taughtBy } from '../learn/taught.ts';
import { openNumbers } from '../log/current.ts';
import type { Appended, Log } from '../log/open.ts';
import { actorName } from '../log/verdict-event.ts';
import type { Question, Today } from '../model/question.ts';
import { escapeText, sayJson } from '../speak/escape.ts';
import { masked } from '../speak/masked.ts';
import { tellCard, widthFor, wordFor } from '../speak/question.ts';
import { styleFor } from '../speak/style.ts';
import { count, wrap } from '../speak/words.ts';
import type { Io } from '../system/io.ts';
import { hasKeys, type Key, type Keys, openKeys } from '../system/keys.ts';
import { UsageError } from '../system/usage.ts';
import type { Command, Exit } from './command.ts';

export const command: Command = {
  name: 'ask',
  summary: 'Five questions a day, each worth the asking: was this ruling, this finding right?',
  takes: '',
  examples: [
    ['guardrail ask', "today's questions, one key each: r right, w wrong, g gap, u unclear"],
    ['guardrail ask --most 10', 'more of them'],
    ['guardrail ask --json', 'the same for another program, with the chance of each'],
    ['guardrail label r-7f3k2m wrong', 'an answer to something that was not asked'],
  ],
  flags: [
    {
      name: 'most',
      type: 'text',
      hint: 'N',
      says: `how many a day (default ${QUESTIONS_A_DAY}, at most ${MOST_QUESTIONS})`,
    },
    { name: 'json', type: 'boolean', says: 'print the questions and ask nothing' },
  ],
  run: async (args, io) => {
    const most = mostOf(args.text('most'));
    const gate = await openGate(io);
    const repo = await repositoryHere(gate);
    const rater = actorName(gate.operator);
    const log = await openNumbers(io.env);
    try {
      const today = todayFor(log, { repo, now: io.now(), rater, most });
      if (args.has('json')) return await printQueue(gate, log, { repo, rater, most, today }, io);
      const person = findPerson(gate.operator);
      if (today.open.length === 0) return await nothingToAsk(today, io);
      if (person.kind === 'nobody') return await noPerson(today, person.why, io);
      return await sitDown(gate, log, { repo, rater, today }, io);
    } finally {
      log.close();
    }
  },
};

function mostOf(word: string | null): number {
  if (word === null) return QUESTIONS_A_DAY;
  const most = budgetNamed(word);
  if (most !== null) return most;
  throw new UsageError(
    `ask: --most takes a number from 1 to ${MOST_QUESTIONS}, not ${escapeText(word)}`,
    'guardrail ask --help',
  );
}

type Sitting = { readonly repo: string; readonly rater: string; readonly today: Today };

async function printQueue(gate: Gate, log: Log, sitting: Sitting & { readonly most: number }, io: Io): Promise<Exit> {
  const { repo, rater, most, today } = sitting;
  const questions: unknown[] = [];
  // one after the other: git answers each
  for (const question of today.open) {
    questions.push({ ...question, evidence: await evidenceOf(gate, log, question.statement) });
  }
  const { answered, among } = today;
  const budget = { most, answered, among };
  await io.out(`${sayJson(masked({ v: 1, repo, rater, ...budget, questions }), 2)}\n`);
  return 0;
}

async function nothingToAsk({ answered, among }: Today, io: Io): Promise<Exit> {
  if (answered > 0)
    await io.err(`All ${answered} of today's questions are answered. What they taught: guardrail stats\n`);
  else if (among > 0) await io.err('Nothing is left to ask today. What is known: guardrail stats\n');
  else
    await io.err(
      'There is nothing to ask yet: no hook or review has said anything in the last 30 days that is not answered.\nWhat was judged: guardrail log\n',
    );
  return 0;
}

/** Somebody has to come: the same answer as of everything else that waits for a person. */
async function noPerson({ open }: Today, why: string, io: Io): Promise<Exit> {
  const ids = open.map(({ statement }) => escapeText(statement.id)).join(', ');
  await io.err(
    [
      `guardrail: ${count(open.length, 'question')} for a person at a terminal (${ids}), and ${escapeText(why)}`,
      '  next: a person types guardrail ask',
      '  other programs read them with guardrail ask --json',
      '',
    ].join('\n'),
  );
  return 3;
}

async function sitDown(gate: Gate, log: Log, { repo, rater, today }: Sitting, io: Io): Promise<Exit> {
  const { open, answered, among } = today;
  const before = answered === 0 ? '' : `, ${answered} answered before`;
  await io.err(`${count(open.length, 'question')} for you today, of ${among} that could be asked${before}.\n`);
  const keys = hasKeys(io.env) ? openKeys() : null;
  const kept: Appended[] = [];
  let round: Round;
  try {
    round = await askThrough(open, deskOf({ gate, log, rater, io, keys, kept }));
  } finally {
    keys?.close();
  }
  const isWaiting = kept.some(({ kind }) => kind === 'spooled');
  if (round.end !== 'closed') await io.err(await closingOf(round, { asked: open.length, repo, isWaiting }, io));
  return kept.some(({ kind }) => kind === 'lost') ? 2 : 0;
}

type Place = {
  readonly gate: Gate;
  readonly log: Log;
  readonly rater: string;
  readonly io: Io;
  readonly keys: Keys | null;
  readonly kept: Appended[];
};

function deskOf({ gate, log, rater, io, keys, kept }: Place): Desk {
  const checkout = gate.repository.root ?? gate.repository.gitDir;
  return {
    show: async (question, at, of) => await show(gate, log, { question, at: at + 1, of }, io),
    key: async () => (keys === null ? await typedKey(io) : await keys.next()),
    reason: async () => {
      await io.err('why, in one line: ');
      return keys === null ? await ask(io, '') : await keys.line();
    },
    keep: async (given) => {
      const { question, says, because, secs } = given;
      const answer = { target: question.statement, says, because, secs, chance: question.chance };
      const appended = await keepAnswer(io.env, answer, { rater, checkout, now: io.now() });
      kept.push(appended);
      await io.err(`${tellKept(given, appended)}\n`);
      return appended;
    },
    say: async (text) => await io.err(`${text}\n`),
    now: io.now,
  };
}

type Shown = { readonly question: Question; readonly at: number; readonly of: number };

async function show(gate: Gate, log: Log, { question, at, of }: Shown, io: Io): Promise<void> {
  const evidence = await evidenceOf(gate, log, question.statement);
  const style = styleFor(io.env, io.isTerminal);
  const { past } = evidence;
  await io.err(tellCard({ question, evidence, past, at, of, now: io.now(), columns: io.columns, style }));
  await io.err('> ');
}

/** Where keys cannot be read one by one, a letter and Enter are the same. */
async function typedKey(io: Io): Promise<Key> {
  const line = await ask(io, '');
  if (line === null) return { kind: 'stopped' };
  return Array.from(line).length === 1 ? { kind: 'key', key: line } : { kind: 'pasted' };
}

function tellKept({ question, says }: Given, appended: Appended): string {
  const word = wordFor(question.statement, says);
  switch (appended.kind) {
    case 'written':
      return `${word}. Kept.`;
    case 'spooled':
      return `${word}. Kept in ${escapeText(appended.path)} for the next run: ${escapeText(appended.why)}`;
    case 'lost':
      return `${word}. It could not be kept: ${escapeText(appended.why)}`;
  }
}

type Closing = { readonly asked: number; readonly repo: string; readonly isWaiting: boolean };

/** What the answers changed, from the log as it is now. */
async function closingOf({ given }: Round, { asked, repo, isWaiting }: Closing, io: Io): Promise<string> {
  const left = asked - given.length;
  const head = `\n${count(given.length, 'answer')} kept${left > 0 ? `, ${count(left, 'question')} left for today` : ''}.`;
  if (given.length === 0) return `${head} Go on with: guardrail ask\n`;
  const change = `To change an answer: guardrail label ${escapeText(given.at(-1)?.question.statement.id ?? '')} right|wrong|gap|unclear`;
  if (isWaiting) return `${head} They count as soon as the log can be written.\n${change}\n`;
  const log = await openNumbers(io.env);
  try {
    const contracts = given.map(({ question }) => question.statement.of);
    const taught = taughtBy(log, { repo, now: io.now(), contracts });
    const lines = taught.flatMap(({ contract, says }) =>
      wrap(`${escapeText(contract)}: ${says}`, widthFor(io.columns) - 4).map(
        (line, i) => `${i === 0 ? '  ' : '    '}${line}`,
      ),
    );
    return `${[head, ...lines, change].join('\n')}\n`;
  } finally {
    log.close();
  }
}
