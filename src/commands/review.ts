import { inletOf, type Inlet } from '../gate/inlet.ts';
import { openGate, type Gate } from '../gate/open.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPerson } from '../gate/person.ts';
import { noteFailure, progressOf, takeClaim } from '../gate/review/claim.ts';
import { openReview, type Opened } from '../gate/review/opened.ts';
import type { Held } from '../gate/review/read-round.ts';
import { holdRound } from '../gate/review/round.ts';
import { choiceFor, pendingReview, readWaiversOf, reviewRemembered, settledReview } from '../gate/review/settled.ts';
import { nextPush, subjectsOfInlet, type Subject } from '../gate/review/subject.ts';
import type { Review } from '../model/review.ts';
import { usableCaps } from '../gate/review/user-config.ts';
import { escapeText, sayJson } from '../speak/escape.ts';
import { masked } from '../speak/masked.ts';
import { tellProgress, tellReview } from '../speak/review.ts';
import { styleFor } from '../speak/style.ts';
import type { Io } from '../system/io.ts';
import type { Arguments, Command } from './command.ts';

const LOOK_MS = 500;

export const command: Command = {
  name: 'review',
  summary: 'Let detectors and models of another vendor read what would be pushed',
  takes: '[BASE..HEAD]',
  examples: [
    ['guardrail review', 'this branch, as a push would bring it; exit 0: it may be pushed, 1: it may not'],
    ['guardrail review origin/main..HEAD --json', 'a range, as JSON'],
    [
      'guardrail review --again',
      'one more round, also where there is a verdict; a person may so reopen what has stopped',
    ],
  ],
  flags: [
    { name: 'again', type: 'boolean', says: 'also where this very change has its verdict' },
    { name: 'watch', type: 'boolean', says: 'say how far it has come, line by line' },
    { name: 'json', type: 'boolean', says: 'the reviews as JSON' },
    { name: 'background', type: 'boolean', says: 'say nothing: started by a hook' },
    {
      name: 'line',
      type: 'text',
      multiple: true,
      hint: 'LINE',
      says: 'what a push would bring, as git tells its hook',
    },
    { name: 'remote', type: 'text', hint: 'NAME', says: 'where that push goes' },
    { name: 'url', type: 'text', hint: 'URL', says: 'the address of that remote' },
  ],
  run: async (args, io) => {
    const gate = await openGate(io);
    try {
      const inlet = await inletFor(gate, args, io);
      const subjects = inlet === null ? [] : await subjectsOfInlet(gate, inlet);
      const reviews: Review[] = [];
      for (const subject of subjects) reviews.push(await noted(gate, subject, reviewOne(gate, subject, args, io)));
      if (!args.has('background')) await present(reviews, args, io);
      return reviews.some(({ refuses }) => refuses) ? 1 : 0;
    } finally {
      await gate.repository.scratch.close();
    }
  },
};

/** Nobody sees what a process in the background says before it ends. */
async function noted(gate: Gate, { branch, head }: Subject, review: Promise<Review>): Promise<Review> {
  try {
    return await review;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    noteFailure(gate, { branch: branch ?? '', head: head ?? '' }, why);
    throw error;
  }
}

async function inletFor(gate: Gate, args: Arguments, io: Io): Promise<Inlet | null> {
  const lines = args.all('line');
  if (lines.length > 0) {
    const url = args.text('url') ?? '';
    return {
      kind: 'push',
      remote: args.text('remote'),
      url,
      stdin: Buffer.from(lines.map((line) => `${line}\n`).join('')),
    };
  }
  return args.words.length > 0 ? await inletOf(args.words, null, io) : await nextPush(gate);
}

/** One round, unless this very change has its verdict. A newer commit of the branch takes the claim, and then this one ends. */
async function reviewOne(gate: Gate, subject: Subject, args: Arguments, io: Io): Promise<Review> {
  const opened = await openReview(gate, subject);
  const known = args.has('again') ? null : await reviewRemembered(opened);
  if (known !== null) return known;
  const { part, branch, head } = subject;
  const elsewhere = args.has('again') ? null : await waitFor(opened, io, args.has('background'));
  if (elsewhere !== null) return elsewhere;
  const first = {
    key: opened.key,
    branch: branch ?? '',
    head: head ?? '',
    stage: 'beginning',
    files: part.edits.length,
    done: 0,
    of: 0,
    tokens: 0,
    money: 0,
    since: io.now(),
  };
  if (!args.has('background')) await sayCaps(opened, io);
  const claim = takeClaim(gate, first);
  const superseded = new AbortController();
  const look = setInterval(() => {
    if (claim.isOurs()) claim.beat();
    else superseded.abort();
  }, LOOK_MS);
  try {
    const isPerson = args.has('again') && findPerson(gate.operator).kind === 'person';
    const watching: Held = {
      signal: superseded.signal,
      tell: (stage, spent) => {
        const progress = { ...first, ...spent, stage };
        claim.tell(progress);
        if (args.has('watch')) void io.err(`guardrail: ${tellProgress(progress)}\n`);
      },
    };
    const round = await holdRound(opened, watching, isPerson);
    // cut off half-way and remembered nowhere: no verdict, whatever it looks like
    if (superseded.signal.aborted) return pendingReview(opened, 'A newer commit of this branch has taken its place.');
    return settledReview(opened, round, await readWaiversOf(opened));
  } finally {
    clearInterval(look);
    claim.release();
  }
}

/** Before anything is sent or spent: who is asked, and what it may cost at most. */
async function sayCaps(opened: Opened, io: Io): Promise<void> {
  const { order } = choiceFor(opened, new Set());
  if (order.length === 0) return;
  const caps = usableCaps(opened.subject.rules.caps, opened.user);
  const most = (which: 'change' | 'day'): string => `${caps[which].money.toFixed(2)} and ${caps[which].tokens} tokens`;
  const names = order.map(({ name }) => escapeText(name)).join(', ');
  await io.err(`guardrail: may ask ${names}; at most ${most('change')} for this change, ${most('day')} a day\n`);
}

/** The same change is read already, by another process: its answer is ours too. One that is killed leaves it to us. */
async function waitFor(opened: Opened, io: Io, isBackground: boolean): Promise<Review | null> {
  const { gate, subject, key } = opened;
  const isUnderWay = (): boolean => progressOf(gate, subject.branch ?? '')?.key === key;
  if (!isUnderWay()) return null;
  if (isBackground) return pendingReview(opened, 'It is read by another process already.');
  await io.err('guardrail: this change is read by another process already; waiting for it\n');
  while (isUnderWay()) await sleep(LOOK_MS);
  return await reviewRemembered(opened);
}

async function present(reviews: readonly Review[], args: Arguments, io: Io): Promise<void> {
  if (args.has('json')) return await io.out(`${sayJson(masked({ v: 1, reviews }))}\n`);
  const style = styleFor(io.env, io.isTerminal);
  if (reviews.length === 0) await io.err('guardrail: nothing here waits to be pushed\n');
  else await io.err(`${reviews.flatMap((review) => tellReview(review, style)).join('\n')}\n`);
}
