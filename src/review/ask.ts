import type { Price, Tokens } from '../model/review.ts';
import type { Budget, Cost } from './budget.ts';
import { estimateTokens, moneyOf } from './price.ts';
import type { Line, Question, Reply, Vendor } from './vendors/reviewer.ts';

export type Asking = {
  readonly line: Omit<Line, 'signal'>;
  /** For all tries and the waits between them together. */
  readonly deadlineMs: number;
  readonly budget: Budget;
  /** Null: unknown, and only tokens are counted. */
  readonly price: Price | null;
  /** Ends early when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly now: () => number;
  /** The caller has no more use for the answer. */
  readonly signal?: AbortSignal;
};
export type Outcome = {
  readonly reply: Reply;
  readonly tries: number;
  readonly ms: number;
  /** Of all tries together. Where a vendor told nothing of a try that it answered, what we had expected of it. */
  readonly tokens: Tokens;
  /** 0 where the price is unknown. */
  readonly money: number;
  /** The cause of each try that came to nothing, in order. */
  readonly errors: readonly string[];
};

export const MOST_TRIES = 3;
const FIRST_WAIT_MS = 500;
/** Too little for any answer: no use in trying again with that. */
const LEAST_MS = 1_000;

/**
 * Asks until there is an answer, or no sense in asking again: retries, deadline and budget are ours, whatever an SDK does.
 * Never throws, and never takes longer than the deadline, also when a vendor ignores its signal.
 */
export async function ask(vendor: Vendor, question: Question, asking: Asking): Promise<Outcome> {
  const { now, deadlineMs, price, budget } = asking;
  const start = now();
  const clock = openDeadline(deadlineMs, asking.signal);
  const most = mostOf(question, price);
  const spent: Tokens[] = [];
  const errors: string[] = [];
  const end = (reply: Reply): Outcome => {
    const tokens = sum(spent);
    return { reply, tries: spent.length, ms: now() - start, tokens, money: moneyOf(tokens, price), errors };
  };
  try {
    for (;;) {
      const hold = budget.hold(most.cost);
      if (hold.kind === 'refused') return end(gaveUp('budget', hold.why));
      const reply = await once(vendor, question, { line: asking.line, clock });
      const tokens = tokensOf(reply, most.tokens);
      spent.push(tokens);
      if (reply.kind === 'failed') errors.push(reply.cause);
      hold.settle({ tokens: tokens.input + tokens.output, money: moneyOf(tokens, price) });
      if (reply.kind === 'said' || reply.retryAfter === null || spent.length === MOST_TRIES) return end(reply);
      const wait = Math.max(reply.retryAfter, FIRST_WAIT_MS * 4 ** (spent.length - 1));
      // an hour's wait, or one that leaves no time to answer: said at once, rather than slept through
      if (now() - start + wait + LEAST_MS > deadlineMs) return end(reply);
      await asking.sleep(wait, clock.signal);
      if (clock.signal.aborted) return end(clock.reply());
    }
  } finally {
    clock.stop();
  }
}

type Deadline = { readonly signal: AbortSignal; readonly reply: () => Reply; readonly stop: () => void };

function openDeadline(ms: number, outer: AbortSignal | undefined): Deadline {
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(), Math.min(ms, 2 ** 31 - 1)); // more than that is a millisecond to a timer
  const signal = outer === undefined ? own.signal : AbortSignal.any([own.signal, outer]);
  return {
    signal,
    reply: () =>
      own.signal.aborted
        ? gaveUp('timeout', `no answer within ${Math.round(ms / 1000)} s`)
        : gaveUp('cancelled', 'nobody needs the answer any more'),
    stop: () => clearTimeout(timer),
  };
}

function gaveUp(cause: string, why: string): Reply {
  return { kind: 'failed', cause, why, retryAfter: null, requestId: null };
}

/** One try. Whoever does not hear the signal is left behind. */
async function once(
  vendor: Vendor,
  question: Question,
  { line, clock }: { readonly line: Asking['line']; readonly clock: Deadline },
): Promise<Reply> {
  const { signal } = clock;
  if (signal.aborted) return clock.reply();
  let onAbort = (): void => undefined;
  const aborted = new Promise<Reply>((resolve) => {
    onAbort = () => resolve(clock.reply());
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([vendor.ask(question, { ...line, signal }), aborted]);
  } catch {
    // a mistake of ours, whose message might hold anything
    return gaveUp('garbled', `${vendor.id} failed in a way it should not`);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** What a question may cost at most, before it is asked. */
export function mostOf(question: Question, price: Price | null): { readonly tokens: Tokens; readonly cost: Cost } {
  const { system, prefix, prompt, schema, mostOutput } = question;
  const letters = system.length + prefix.length + prompt.length + JSON.stringify(schema).length;
  const tokens = { input: estimateTokens(letters), cached: 0, output: mostOutput };
  return { tokens, cost: { tokens: tokens.input + tokens.output, money: moneyOf(tokens, price) } };
}

/** A vendor that was cut off may have worked, and bills for it; one that refused has not. */
const MAY_BE_BILLED = new Set(['timeout', 'network', 'garbled', 'cancelled']);
const NOTHING: Tokens = { input: 0, cached: 0, output: 0 };

function tokensOf(reply: Reply, most: Tokens): Tokens {
  if (reply.kind === 'failed') return MAY_BE_BILLED.has(reply.cause) ? { ...most, output: 0 } : NOTHING;
  const { input, cached, output } = reply.tokens;
  if (input > 0 && output > 0) return reply.tokens;
  return { input: input > 0 ? input : most.input, cached, output: output > 0 ? output : most.output };
}

function sum(all: readonly Tokens[]): Tokens {
  return all.reduce(
    (a, b) => ({ input: a.input + b.input, cached: a.cached + b.cached, output: a.output + b.output }),
    NOTHING,
  );
}
