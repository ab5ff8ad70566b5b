import { setTimeout as sleep } from 'node:timers/promises';
import { type Gate, openGate } from '../gate/open.ts';
import { reviewsNow } from '../gate/review/at-push.ts';
import { progressOf } from '../gate/review/claim.ts';
import { type Opened, openReview } from '../gate/review/opened.ts';
import { nextPush, subjectsOfInlet } from '../gate/review/subject.ts';
import type { Review } from '../model/review.ts';
import { sayJson } from '../speak/escape.ts';
import { masked } from '../speak/masked.ts';
import { tellProgress, tellReview } from '../speak/review.ts';
import { styleFor } from '../speak/style.ts';
import type { Io } from '../system/io.ts';
import { UsageError } from '../system/usage.ts';
import type { Arguments, Command } from './command.ts';

/** An agent's tool call ends after two minutes: whoever waits is told before, and may ask again. */
const LONGEST_S = 100;
const LOOK_MS = 500;
/** Whoever was started and is not there by now has failed. */
const AGAIN_MS = 20_000;

export const command: Command = {
  name: 'wait',
  summary: 'Wait for the review of this branch, for at most 100 seconds at a time',
  takes: '',
  examples: [
    ['guardrail wait', 'exit 0: it may be pushed, 1: it may not, 3: not done yet, ask again'],
    ['guardrail wait --seconds 20', 'for no longer than that'],
  ],
  flags: [
    { name: 'seconds', type: 'text', hint: 'N', says: `how long at most (default ${LONGEST_S})` },
    { name: 'json', type: 'boolean', says: 'the reviews as JSON' },
  ],
  run: async (args, io) => {
    const seconds = Number(args.text('seconds') ?? LONGEST_S);
    if (!(seconds >= 0 && seconds <= 3600))
      throw new UsageError('wait: --seconds is a number up to 3600', 'guardrail wait --help');
    const end = io.now() + seconds * 1000;
    let asked = await openAsked(io);
    try {
      let [said, begun] = ['', -Infinity];
      for (;;) {
        if (await hasMoved(asked)) {
          await asked.gate.repository.scratch.close();
          [asked, begun] = [await openAsked(io), -Infinity];
        }
        // not at each look: whoever is started needs a while to say that it is there, and would be started a hundred times
        const isTime = io.now() - begun >= AGAIN_MS;
        if (isTime) begun = io.now();
        const reviews = await reviewsNow(asked.opened, isTime ? 'now' : 'asked');
        const isDone = reviews.every(({ outcome }) => outcome !== 'pending');
        if (isDone || io.now() >= end) {
          await say(reviews, args, io);
          return isDone ? (reviews.some(({ refuses }) => refuses) ? 1 : 0) : 3;
        }
        const now = progressIn(asked);
        if (now !== said && now !== '') await io.err(`guardrail: ${now}\n`);
        said = now;
        await sleep(Math.min(LOOK_MS, Math.max(0, end - io.now())));
      }
    } finally {
      await asked.gate.repository.scratch.close();
    }
  },
};

type WaitedFor = { readonly gate: Gate; readonly opened: readonly Opened[] };

async function openAsked(io: Io): Promise<WaitedFor> {
  const gate = await openGate(io);
  const push = await nextPush(gate);
  const subjects = push === null ? [] : await subjectsOfInlet(gate, push);
  return { gate, opened: await Promise.all(subjects.map((subject) => openReview(gate, subject))) };
}

/** Another commit by now: to wait on for the older one would take the branch's review from the newer, again and again. */
async function hasMoved({ gate }: WaitedFor): Promise<boolean> {
  const { code, stdout } = await gate.git.ask(['rev-parse', '--verify', '--quiet', 'HEAD']);
  return code === 0 && stdout.toString('utf8').trim() !== gate.repository.head;
}

function progressIn({ gate, opened }: WaitedFor): string {
  return opened
    .flatMap(({ subject }) => progressOf(gate, subject.branch ?? '') ?? [])
    .map(tellProgress)
    .join('; ');
}

async function say(reviews: readonly Review[], args: Arguments, io: Io): Promise<void> {
  const style = styleFor(io.env, io.isTerminal);
  if (args.has('json')) await io.out(`${sayJson(masked({ v: 1, reviews }))}\n`);
  else if (reviews.length === 0) await io.err('guardrail: nothing here waits to be pushed\n');
  else await io.err(`${reviews.flatMap((review) => tellReview(review, style)).join('\n')}\n`);
}
