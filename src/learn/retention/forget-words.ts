import { openGate, type Gate } from '../../gate/open.ts';
import { confirm, findPerson } from '../../gate/person.ts';
import { forgetRounds } from '../../gate/review/forget.ts';
import { remember } from '../../gate/record.ts';
import { forgetBlob } from '../../log/blobs.ts';
import { openNumbers } from '../../log/current.ts';
import { forgetHistory } from '../../log/history/forget.ts';
import type { Log } from '../../log/open.ts';
import { blobsOnlyOf, countLabels, countReasons, countRounds, type WordsOf } from '../../log/retention.ts';
import { keptRounds } from '../../log/reviews.ts';
import { actorName } from '../../log/verdict-event.ts';
import { escapeText } from '../../speak/escape.ts';
import { count } from '../../speak/words.ts';
import type { Io } from '../../system/io.ts';
import { UsageError } from '../../system/usage.ts';
import { momentOf } from '../moment.ts';

export type ForgetWords = {
  readonly id: string | null;
  readonly repo: string | null;
  readonly before: string | null;
  readonly rater: string | null;
};

const HELP = 'guardrail forget --help';

/** What must be deleted, as far as it can be: the words of reviews, and what was read of a history. The chain of events stays. */
export async function forgetWords(io: Io, words: ForgetWords): Promise<0 | 1> {
  const { id, repo, before, rater } = words;
  const asked = [id, repo ?? before, rater].filter((word) => word !== null);
  if (asked.length !== 1) throw new UsageError('forget: name a review, or --repo, --before, or --rater me', HELP);
  const gate = await openGate(io);
  const log = await openNumbers(io.env);
  try {
    if (rater !== null) return await tellRater(io, gate, log, rater);
    return id === null ? await forgetMany(io, gate, log, words) : await forgetOne(io, gate, log, id);
  } finally {
    log.close();
  }
}

/** Of a loop that goes on, its open findings would be forgotten too: that is a person's to decide. */
async function forgetOne(io: Io, gate: Gate, log: Log, id: string): Promise<0 | 1> {
  const rounds = /^[vl]-/.test(id) ? keptRounds(log, io.env, id) : [];
  if (rounds.length === 0) throw new UsageError(`forget ${escapeText(id)}: no review has this id`, 'guardrail log');
  const question = [
    `Every question, answer and finding of ${count(rounds.length, 'round')} is deleted; it can then be neither read nor worked out again:`,
    ...rounds.map((kept) => `  ${kept.id}  round ${kept.round} of ${kept.loop}: ${kept.outcome}`),
  ];
  if (!(await isAgreed(io, gate, question))) return 1;
  const gone = await forgetRounds(gate, log, rounds);
  await io.err(`guardrail: ${count(gone, 'text')} deleted; what was counted stays\n`);
  return 0;
}

async function forgetMany(io: Io, gate: Gate, log: Log, { repo, before }: ForgetWords): Promise<0 | 1> {
  const until = before === null ? io.now() + 1 : momentOf(before, io.now());
  if (until === null)
    throw new UsageError(`forget: --before takes 90d, 12w or 2026-01-31, not ${escapeText(before ?? '')}`, HELP);
  const of: WordsOf = { repo, before: until };
  const blobs = blobsOnlyOf(log, of);
  const [rounds, reasons] = [countRounds(log, of), countReasons(log, of)];
  const isAll = repo !== null && before === null;
  const question = [
    `Every question, answer and finding of ${count(rounds, 'round')} is deleted (${count(blobs.length, 'text')}), of loops that go on too.`,
    ...(isAll ? ['What was read of its past from git goes as well; guardrail outcomes sync reads it again.'] : []),
    ...staying(reasons),
  ];
  if (!(await isAgreed(io, gate, question))) return 1;
  await rememberMany(gate, of, blobs.length);
  for (const blob of blobs) forgetBlob(io.env, blob);
  const commits = isAll ? forgetHistory(io.env, repo) : 0;
  const past = commits === 0 ? '' : ` and what was read of ${count(commits, 'commit')}`;
  await io.err(`guardrail: ${count(blobs.length, 'text')}${past} deleted; what was counted stays\n`);
  return 0;
}

/** Said before anything is deleted: whoever asks for this wants to know what is left. */
function staying(reasons: number): readonly string[] {
  return [
    'What stays: one line per verdict, round and label, with paths, branches, names and addresses (the chain cannot lose a link)',
    ...(reasons === 0 ? [] : [`  and ${count(reasons, 'sentence')} that people typed as their reason`]),
  ];
}

async function rememberMany(gate: Gate, { repo, before }: WordsOf, blobs: number): Promise<void> {
  const { repository, operator, now } = gate;
  const payload = { what: repo === null ? 'before' : 'repo', before, blobs };
  const where = { repo: repo ?? '', checkout: repository.root ?? repository.gitDir, actor: actorName(operator) };
  await remember(gate, [{ ...where, ts: now(), kind: 'forget', subject: repo ?? '', payload }]);
}

/** INVARIANT: nothing is said to be deleted that is not. What a person has said is part of the chain. */
async function tellRater(io: Io, { operator }: Gate, log: Log, rater: string): Promise<0 | 1> {
  if (rater !== 'me') throw new UsageError('forget: --rater takes only: me', HELP);
  const actor = actorName(operator);
  const of: WordsOf = { repo: null, before: io.now() + 1 };
  const lines = [
    `${count(countLabels(log, actor), 'label')} and ${count(countReasons(log, of, actor), 'reason')} of ${actor} are events of the chain.`,
    'They cannot be deleted one by one: every event after them proves that they',
    'were there. A label can be taken back by another one (guardrail label); the',
    'address of its rater stays. What deletes them is deleting the whole log:',
    'guardrail log path says where it lies, guardrail log export keeps a copy.',
  ];
  await io.err(lines.map((line) => `${escapeText(line)}\n`).join(''));
  return 1;
}

async function isAgreed(io: Io, gate: Gate, question: readonly string[]): Promise<boolean> {
  const person = findPerson(gate.operator);
  if (person.kind === 'nobody') {
    await io.err(
      `guardrail: words of the log are deleted by a person at a terminal: ${escapeText(person.why)}\n  next: ask the person you work for\n`,
    );
    return false;
  }
  if (await confirm(io, question.join('\n'), 'forget')) return true;
  await io.err('guardrail: nothing was deleted\n');
  return false;
}
