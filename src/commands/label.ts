import { readOperatorHere } from '../gate/operator.ts';
import { type Answer, keepAnswer, type Rater } from '../learn/answer.ts';
import { budgetNamed, QUESTIONS_A_DAY, questionsFor } from '../learn/questions.ts';
import { answersOn } from '../log/answers.ts';
import { openNumbers } from '../log/current.ts';
import type { Appended, Log } from '../log/open.ts';
import { findVerdicts } from '../log/read.ts';
import { ruleOf, statementNamed } from '../log/statements.ts';
import { actorName } from '../log/verdict-event.ts';
import { FINDING_WORDS, LABELS, type Label } from '../model/label.ts';
import type { PastAnswer } from '../model/question.ts';
import { escapeText } from '../speak/escape.ts';
import { tellPast, wordFor } from '../speak/question.ts';
import { nameActor, wrap } from '../speak/words.ts';
import type { Io } from '../system/io.ts';
import { UsageError } from '../system/usage.ts';
import type { Command } from './command.ts';

const HELP = 'guardrail label --help';

export const command: Command = {
  name: 'label',
  summary: 'Say whether a ruling or a finding was right, so that rules and reviewers can be weighed',
  takes: 'ID [right|wrong|gap|unclear]',
  examples: [
    ['guardrail label r-7f3k2m right', 'the rule was right to speak'],
    ['guardrail label r-7f3k2m wrong --because "a fixture"', 'a false alarm, and why'],
    [
      'guardrail label f-7f3k2mq noise --because "the caller checks it"',
      'the same of a finding: real bug, noise, spec gap',
    ],
    ['guardrail label r-7f3k2m', 'what everybody said of it so far'],
    ['guardrail ask', 'what is worth labelling most'],
  ],
  flags: [
    { name: 'because', type: 'text', hint: 'TEXT', says: 'Why' },
    {
      name: 'asked',
      type: 'boolean',
      says: "It answers one of today's questions (guardrail ask --json): its chance is kept",
    },
    { name: 'most', type: 'text', hint: 'N', says: 'with --asked: what `guardrail ask --most` was given' },
  ],
  run: async (args, io) => {
    const [id, ...words] = args.words;
    const says = labelNamed(words.join(' '));
    if (id === undefined || (says === null && words.length > 0)) {
      throw new UsageError(
        `label: name a ruling or a finding, and one of ${LABELS.join(', ')} (of a finding also ${Object.values(FINDING_WORDS).slice(0, 3).join(', ')})`,
        HELP,
      );
    }
    const rater = await readOperatorHere(io);
    const who = { rater: actorName(rater), checkout: io.cwd, now: io.now() };
    const numbers = await openNumbers(io.env);
    const target = findTarget(numbers, id, io.now());
    const past = answersOn(numbers, target.id);
    const chance = args.has('asked') ? chanceToday(numbers, target, who, budgetOf(args.text('most'))) : null;
    numbers.close();
    if (says === null) return await tellHistory(target, past, io);
    const answer: Answer = { target, says, because: args.text('because') ?? '', chance, secs: null };
    const appended = await keepAnswer(io.env, answer, who);
    await io.out(`${describe(appended, target, says)}\n`);
    if (rater.kind === 'human') await io.out(tellOthers(target, past, who.rater));
    else
      await io.err(`It was kept but does not count: ${escapeText(nameActor(rater))} does not grade what is judged.\n`);
    return appended.kind === 'lost' ? 2 : 0;
  },
};

type Target = Answer['target'];

const NAMES: ReadonlyMap<string, Label> = new Map([
  ...LABELS.map((label) => [FINDING_WORDS[label], label] as const),
  ...LABELS.map((label) => [label, label] as const),
]);

/** `right`, and the words in which findings are asked about: `real bug`, `real-bug`. */
function labelNamed(words: string): Label | null {
  return NAMES.get(words.toLowerCase().replaceAll(/[\s_-]+/g, ' ')) ?? null;
}

function findTarget(log: Log, id: string, now: number): Target {
  const statement = statementNamed(log, id, now);
  if (statement !== null) return statement;
  const [verdict, other] = findVerdicts(log, id);
  if (verdict !== undefined && other === undefined) {
    return { id: verdict.id, kind: 'ruling', of: '', repo: verdict.repo };
  }
  const why = verdict === undefined ? 'nothing in the log has this id' : 'more than one verdict begins like this';
  throw new UsageError(`label ${escapeText(id)}: ${why}`, 'guardrail log');
}

/** Another budget draws another lot: who asked for ten questions answers those ten. */
function budgetOf(word: string | null): number {
  const most = word === null ? QUESTIONS_A_DAY : budgetNamed(word);
  if (most === null)
    throw new UsageError(`label: --most takes what ask --most was given, not ${escapeText(word ?? '')}`, HELP);
  return most;
}

/** With which it was drawn for this person today; whoever was not asked cannot say that they were. */
function chanceToday(log: Log, { id, repo }: Target, { rater, now }: Rater, most: number): number {
  const asking = { repo, now, rater, most };
  const question = questionsFor(log, asking).find(({ statement }) => statement.id === id);
  if (question !== undefined) return question.chance;
  throw new UsageError(
    `label ${escapeText(id)}: it is not one of the questions that are open today`,
    most === QUESTIONS_A_DAY
      ? 'guardrail ask --json (asked for with --most N, it is answered with --most N)'
      : `guardrail ask --json --most ${most}`,
  );
}

async function tellHistory(target: Target, past: readonly PastAnswer[], io: Io): Promise<0> {
  const name = nameOf(target);
  if (past.length === 0) {
    await io.out(
      `${name}: nobody has said anything of it yet. Say so: guardrail label ${escapeText(target.id)} right\n`,
    );
    return 0;
  }
  const lines = tellPast(target, past, io.now()).flatMap((line) =>
    wrap(line, 76).map((part, i) => `${i === 0 ? '  ' : '      '}${part}`),
  );
  const last = lastWords(past);
  const counts =
    last.size === 0
      ? 'None of them counts: only people grade.'
      : new Set(last.values()).size > 1
        ? 'They do not agree: the last word counts, and it is asked again.'
        : 'The last word counts.';
  await io.out(`${[name, ...lines, counts].join('\n')}\n`);
  return 0;
}

/** Each person's last word, of those that count. */
function lastWords(past: readonly PastAnswer[]): ReadonlyMap<string, Label> {
  return new Map(past.filter(({ counts }) => counts).map(({ rater, says }) => [rater, says]));
}

/** Whom somebody contradicts, and what they replace, they are told: both are kept. */
function tellOthers(target: Target, past: readonly PastAnswer[], rater: string): string {
  const last = lastWords(past);
  const own = last.get(rater);
  const others = [...last].filter(([who]) => who !== rater).map(([, says]) => wordFor(target, says));
  return [
    own === undefined ? '' : `You said ${wordFor(target, own)} before; that is kept and counts no more.\n`,
    others.length === 0
      ? ''
      : `Others said ${[...new Set(others)].join(', ')}: guardrail label ${escapeText(target.id)}\n`,
  ].join('');
}

function nameOf(target: Target): string {
  const rule = ruleOf(target);
  return `${escapeText(target.id)}${rule === '' ? '' : ` (${escapeText(rule)})`}`;
}

function describe(appended: Appended, target: Target, says: Label): string {
  const word = wordFor(target, says);
  const what = `${nameOf(target)}: ${says}${word === says ? '' : `, ${word}`}`;
  switch (appended.kind) {
    case 'written':
      return `${what}. See guardrail stats --by ${target.kind === 'finding' ? 'failure-model' : 'rule'}`;
    case 'spooled':
      return `${what}, kept in ${escapeText(appended.path)} for the next run: ${escapeText(appended.why)}`;
    case 'lost':
      return `${what} could not be kept: ${escapeText(appended.why)}`;
  }
}
