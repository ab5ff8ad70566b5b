import { setTimeout as sleep } from 'node:timers/promises';
import { openGate } from '../gate/open.ts';
import { reviewsNow } from '../gate/review/at-push.ts';
import { progressOf } from '../gate/review/claim.ts';
import { nextPush, subjectsOfInlet } from '../gate/review/subject.ts';
import { sayJson } from '../speak/escape.ts';
import { masked } from '../speak/masked.ts';
import { tellProgress, tellReview } from '../speak/review.ts';
import { styleFor } from '../speak/style.ts';
import { UsageError } from '../system/usage.ts';
import type { Command } from './command.ts';

/** An agent's tool call ends after two minutes: whoever waits is told before, and may ask again. */
const LONGEST_S = 100;
const LOOK_MS = 500;

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
    const gate = await openGate(io);
    const push = await nextPush(gate);
    const subjects = push === null ? [] : await subjectsOfInlet(gate, push);
    const end = io.now() + seconds * 1000;
    let said = '';
    for (;;) {
      const reviews = await reviewsNow(gate, subjects, { start: true });
      const isDone = reviews.every(({ outcome }) => outcome !== 'pending');
      if (isDone || io.now() >= end) {
        const style = styleFor(io.env, io.isTerminal);
        if (args.has('json')) await io.out(`${sayJson(masked({ v: 1, reviews }))}\n`);
        else if (reviews.length === 0) await io.err('guardrail: nothing here waits to be pushed\n');
        else await io.err(`${reviews.flatMap((review) => tellReview(review, style)).join('\n')}\n`);
        return isDone ? (reviews.some(({ refuses }) => refuses) ? 1 : 0) : 3;
      }
      const now = subjects
        .flatMap(({ branch }) => progressOf(gate, branch ?? '') ?? [])
        .map(tellProgress)
        .join('; ');
      if (now !== said && now !== '') await io.err(`guardrail: ${now}\n`);
      said = now;
      await sleep(Math.min(LOOK_MS, Math.max(0, end - io.now())));
    }
  },
};
