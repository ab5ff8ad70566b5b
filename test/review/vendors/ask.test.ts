import { describe, expect, test } from 'vitest';
import { ask, type Asking } from '../../../src/review/ask.ts';
import { type Budget, openBudget } from '../../../src/review/budget.ts';
import { estimateTokens, moneyOf, priceOf } from '../../../src/review/price.ts';
import type { Line, Reply, Vendor } from '../../../src/review/vendors/reviewer.ts';
import { QUESTION } from './apis.ts';

const NOTHING = { change: { tokens: 0, money: 0 }, day: { tokens: 0, money: 0 } };
const PRICE = { input: 10, cached: 1, output: 50 };
const whole: Reply = {
  kind: 'said',
  text: '{}',
  end: 'whole',
  served: 'm',
  tokens: { input: 100, cached: 40, output: 10 },
  requestId: null,
};
const overloaded: Reply = { kind: 'failed', cause: 'overloaded', why: '', retryAfter: 0, requestId: null };

function vendorOf(answer: (line: Line, n: number) => Promise<Reply>): Vendor & { readonly asked: () => number } {
  let n = 0;
  const ways = { id: 'test', title: 'test', vendor: 'x', keys: [], host: null };
  return { ...ways, ask: (_question, line) => answer(line, ++n), check: () => Promise.resolve(whole), asked: () => n };
}

function budgetOf(tokens: number, money = 1e6): Budget {
  return openBudget({ change: { tokens, money }, day: { tokens: 1e9, money: 1e9 } }, NOTHING);
}

function asking(more: Partial<Asking> = {}): Asking {
  return {
    line: { url: null, key: 'sk-test-0123456789', env: {} },
    deadlineMs: 60_000,
    budget: budgetOf(1e9),
    price: PRICE,
    sleep: () => Promise.resolve(),
    now: () => 0,
    ...more,
  };
}

describe('asking', () => {
  test('ends at the deadline, though the vendor hears no signal', async () => {
    const deaf = vendorOf(() => new Promise<Reply>(() => undefined));
    const outcome = await ask(deaf, QUESTION, asking({ deadlineMs: 30 }));
    expect(outcome).toMatchObject({ tries: 1, reply: { kind: 'failed', cause: 'timeout' } });
  });

  test('ends when nobody needs it any more', async () => {
    const outer = new AbortController();
    const deaf = vendorOf(() => {
      outer.abort();
      return new Promise<Reply>(() => undefined);
    });
    const outcome = await ask(deaf, QUESTION, asking({ signal: outer.signal }));
    expect(outcome.reply).toMatchObject({ cause: 'cancelled' });
    const late = vendorOf(() => Promise.resolve(whole));
    expect((await ask(late, QUESTION, asking({ signal: outer.signal }))).reply).toMatchObject({ cause: 'cancelled' });
    expect(late.asked()).toBe(0);
  });

  test('ends while it waits for the next try', async () => {
    const busy = vendorOf(() => Promise.resolve(overloaded));
    const sleep: Asking['sleep'] = (_ms, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    const outcome = await ask(busy, QUESTION, asking({ deadlineMs: 1_600, sleep }));
    expect(outcome).toMatchObject({ tries: 1, reply: { cause: 'timeout' } });
  });

  test('waits longer each time, as long as it was told, and three times at most', async () => {
    const waits: number[] = [];
    const busy = vendorOf((_line, n) => Promise.resolve({ ...overloaded, retryAfter: n === 1 ? 700 : 0 }));
    const sleep: Asking['sleep'] = (ms) => {
      waits.push(ms);
      return Promise.resolve();
    };
    expect((await ask(busy, QUESTION, asking({ sleep }))).tries).toBe(3);
    expect(waits).toEqual([700, 2_000]);
  });

  test('a wait that leaves no time to answer is not begun', async () => {
    const busy = vendorOf(() => Promise.resolve({ ...overloaded, retryAfter: 59_500 }));
    const outcome = await ask(busy, QUESTION, asking());
    expect(outcome).toMatchObject({ tries: 1, reply: { cause: 'overloaded' } });
  });

  test('a vendor that throws has a reply, without its message', async () => {
    const broken = vendorOf((line) => Promise.reject(new Error(`key ${line.key}`)));
    const outcome = await ask(broken, QUESTION, asking());
    expect(outcome.reply).toMatchObject({ kind: 'failed', cause: 'garbled' });
    expect(JSON.stringify(outcome)).not.toContain('sk-test');
  });
});

describe('caps', () => {
  test('a try that may go beyond is not made', async () => {
    const vendor = vendorOf(() => Promise.resolve(whole));
    for (const budget of [budgetOf(2_000), budgetOf(1e9, 0.09), budgetOf(Number.NaN)]) {
      const outcome = await ask(vendor, QUESTION, asking({ budget }));
      expect(outcome).toMatchObject({ tries: 0, money: 0, reply: { cause: 'budget' } });
    }
    expect(vendor.asked()).toBe(0);
  });

  test('what was used is settled, the rest is free again', async () => {
    const budget = budgetOf(1e6, 10);
    const { tokens, money } = await ask(
      vendorOf(() => Promise.resolve(whole)),
      QUESTION,
      asking({ budget }),
    );
    expect(tokens).toEqual({ input: 100, cached: 40, output: 10 });
    expect(money).toBeCloseTo((60 * 10 + 40 * 1 + 10 * 50) / 1e6, 12);
    expect(budget.left().change.tokens).toBe(1e6 - 110);
    expect(budget.left().change.money).toBeCloseTo(10 - money, 12);
  });

  test('two at once cannot both hold the last of it', async () => {
    const budget = budgetOf(3_000);
    const slow = vendorOf(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return whole;
    });
    const both = await Promise.all([ask(slow, QUESTION, asking({ budget })), ask(slow, QUESTION, asking({ budget }))]);
    expect(both.map(({ tries }) => tries).toSorted((a, b) => a - b)).toEqual([0, 1]);
  });

  test('a refusal by the server costs nothing, what may have been worked on costs what was asked', async () => {
    const free = budgetOf(1e6);
    await ask(
      vendorOf(() => Promise.resolve({ ...overloaded, retryAfter: null })),
      QUESTION,
      asking({ budget: free }),
    );
    expect(free.left().change.tokens).toBe(1e6);
    const lost: Reply = { kind: 'failed', cause: 'network', why: '', retryAfter: null, requestId: null };
    const paid = budgetOf(1e6);
    await ask(
      vendorOf(() => Promise.resolve(lost)),
      QUESTION,
      asking({ budget: paid }),
    );
    expect(paid.left().change.tokens).toBeLessThan(1e6);
  });

  test('the retries of one question are each held against the cap', async () => {
    const cut: Reply = { kind: 'failed', cause: 'network', why: '', retryAfter: 0, requestId: null };
    const vendor = vendorOf(() => Promise.resolve(cut));
    const outcome = await ask(vendor, QUESTION, asking({ budget: budgetOf(2_100) }));
    expect(outcome).toMatchObject({ tries: 1, reply: { cause: 'budget' } });
  });
});

describe('prices', () => {
  test.each([
    ['claude-opus-5-5', 4],
    ['claude-opus-5-5-20260922', 4],
    ['claude-opus-5', 5],
    ['claude-opus-5-9', null],
    ['claude-opus-5-fast', null],
  ])('%s', (model, input) => {
    expect(priceOf({ price: null, via: 'anthropic', model })?.input ?? null).toBe(input);
  });

  test('the configuration counts first, another way has none, unknown costs no money', () => {
    expect(priceOf({ price: PRICE, via: 'anthropic', model: 'claude-opus-5' })).toBe(PRICE);
    expect(priceOf({ price: null, via: 'openai-compatible', model: 'claude-opus-5' })).toBeNull();
    expect(moneyOf({ input: 1e6, cached: 0, output: 1e6 }, null)).toBe(0);
    expect(estimateTokens(8)).toBe(3);
  });
});
