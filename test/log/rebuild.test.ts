import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Log } from '../../src/log/open.ts';
import { openLog } from '../../src/log/open.ts';
import { PROJECTION_TABLES } from '../../src/log/projections/schema.ts';
import { rebuildProjections } from '../../src/log/rebuild.ts';
import { verdictEvent } from '../../src/log/verdict-event.ts';
import { verifyChain } from '../../src/log/verify.ts';
import type { EventKind, NewEvent } from '../../src/model/event.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { agent, AT, context, freshEnvironment, person, ruling, verdict } from './events.ts';

const few = <const T>(...items: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...items);
const finding = fc.record({
  id: few('f-1', 'f-2', 'f-3'),
  failureModel: few('money', 'auth'),
  path: few('a.ts', 'b.ts'),
  line: fc.nat(9),
  severity: few('high', 'low'),
  blocking: fc.boolean(),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  criterion: few('', 'FR-1'),
  state: few('new', 'open', 'fixed'),
  open: fc.boolean(),
  since: fc.nat(3),
  last: fc.nat(3),
  finder: few('one', 'two'),
});
const target = few('r-1', 'r-2', 'f-1', 'f-2');
const loop = few('l-1', 'l-2');
const at = fc.nat(5).map((day) => AT + day * 86_400_000);
const reader = { vendor: few('a', 'b'), model: few('m', 'n'), money: fc.nat(9), identity: few('i-1', 'i-2') };

/** Of each kind, what its projection reads; fields may be missing or of another type, since any engine may have written them. */
const PAYLOADS: Readonly<Record<Exclude<EventKind, 'verdict'>, Readonly<Record<string, fc.Arbitrary<unknown>>>>> = {
  approval: {
    rule: few('x', 'y'),
    subject: few('s', 't'),
    at,
    expires: at,
    by: few<unknown>({ name: 'Ana', email: 'a@b' }, 7),
  },
  revocation: { approval: few('1', '2') },
  label: {
    target,
    rule: few('x', 'y'),
    says: few('right', 'wrong', 'gap', 'moon'),
    because: few('', 'so'),
    p_sel: few(null, 0.5),
    secs: few(1, 2),
    strategy: few('volunteered', 'uniform'),
  },
  install: { place: few('hooks') },
  uninstall: { restored: fc.nat(3) },
  promotion: { rule: few('x', 'y') },
  skip: { what: few('unjudged', 'bypass'), detail: few('d'), level: few('warn', 'deny'), head: few('h1', 'h2') },
  tamper: { what: few('hook'), detail: few('d', 'e'), level: few('warn', 'deny') },
  restore: { what: few('hook'), detail: few('d') },
  watch: { what: few('gone'), detail: few('d') },
  session: {
    what: few('start', 'end'),
    agent: few('claude-code'),
    session: few('s1', 's2'),
    model: few('m'),
    mode: few(''),
  },
  review: {
    id: few('v-1', 'v-2'),
    loop,
    round: fc.nat(3),
    branch: few('main', 'b'),
    key: few('k1', 'k2'),
    outcome: few('clean', 'findings'),
    stop: few('', 'clean'),
    spec: few(null, { path: 'spec.md' }),
    ledger: fc.array(finding, { maxLength: 3 }),
  },
  call: {
    ...reader,
    loop,
    round: fc.nat(3),
    topic: few('t1', 't2'),
    purpose: few('blind', 'refute'),
    reviewer: few('one', 'two'),
    outcome: few('complete', 'inconclusive'),
    prompt: few({ hash: 'p1' }, { hash: 'p2' }),
  },
  waiver: {
    target,
    key: few(null, 'k'),
    name: few('Ana'),
    email: few('a@b'),
    because: few('so'),
    expires: few(null, AT),
  },
  forget: { id: few('v-1') },
  outcome: {
    id: few('o1', 'o2'),
    commit: few('c1', 'c2'),
    kind: few('revert', 'fixes'),
    weight: few(1, 0.5),
    evidence: few('e1', 'e2'),
    ts: at,
    withdrawn: fc.boolean(),
  },
  trial: {
    ...reader,
    failureModel: few('money'),
    seed: few('s1'),
    diff: few('d'),
    mode: few('blind'),
    result: few('hit', 'miss'),
  },
  tuning: {
    id: few('t1', 't2'),
    contract: few('c'),
    knob: few('k'),
    from: few('1'),
    to: few('2'),
    undone: fc.boolean(),
  },
  anchor: { seq: fc.nat(9), head: few('h'), place: few('git:/a', 'file:/b') },
  failure: { what: few('boom') },
};

const others = fc.oneof(
  ...Object.entries(PAYLOADS).map(([kind, fields]) =>
    fc.record({ kind: few(kind), payload: fc.record(fields, { requiredKeys: [] }) }),
  ),
);
const judged = fc.record({
  level: few('allow', 'warn', 'deny', 'ask'),
  refuses: fc.boolean(),
  subject: few('s', 't'),
  hook: few('pre-commit', 'pre-push', 'tool', null),
  isPerson: fc.boolean(),
});
const drawn = fc.record({
  ts: at,
  repo: few('one', 'two'),
  actor: few('human:ana@shop.example', 'agent:claude-code', 'unknown'),
  what: fc.oneof({ weight: 2, arbitrary: others }, { weight: 1, arbitrary: judged }),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

function eventOf({ ts, repo, actor, what }: Drawn): NewEvent {
  if ('payload' in what) {
    const payload: NewEvent['payload'] = JSON.parse(JSON.stringify(what.payload));
    return { ts, repo, checkout: '/c', actor, subject: 'main', kind: kindOf(what.kind), payload };
  }
  const rulings = what.refuses
    ? [ruling({ id: 'r-1', level: what.level, raised: 'deny', fact: { subject: what.subject } })]
    : [];
  const who = what.isPerson ? person : agent;
  return verdictEvent(
    verdict({ at: ts, repo, level: what.level, rulings, inlet: INLETS[what.hook ?? ''] ?? 'staged' }),
    context({
      operator: who,
      authors: [who],
      hook: what.hook,
      objects: { tree: 'b'.repeat(40), base: null, head: 'c'.repeat(40), commits: [], refs: [], files: [FILE] },
    }),
  );
}

const INLETS: Readonly<Record<string, Verdict['inlet']>> = { 'pre-push': 'push', tool: 'tool' };
const FILE = { path: 'a.ts', oid: 'd'.repeat(40) };

function kindOf(name: string): EventKind {
  const found = KINDS.find((kind) => kind === name);
  if (found === undefined) throw new Error(name);
  return found;
}
const KINDS: readonly EventKind[] = [
  'approval',
  'revocation',
  'label',
  'install',
  'uninstall',
  'promotion',
  'skip',
  'tamper',
  'restore',
  'watch',
  'session',
  'review',
  'call',
  'waiver',
  'forget',
  'outcome',
  'trial',
  'tuning',
  'anchor',
  'failure',
];

function tablesOf(log: Log): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    PROJECTION_TABLES.map((table) => [
      table,
      log
        .all(`SELECT * FROM ${table}`)
        .map((row) => JSON.stringify(row))
        .sort(),
    ]),
  );
}

test('whatever was appended, and in whatever portions: made anew, every table is what it was', async () => {
  const filled = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(drawn, { maxLength: 12 }), { maxLength: 5 }), async (portions) => {
      const { env } = freshEnvironment();
      const log = await openLog({ env });
      for (const portion of portions) log.append(portion.map(eventOf));
      const before = tablesOf(log);
      for (const [table, rows] of Object.entries(before)) if (rows.length > 0) filled.add(table);
      expect(rebuildProjections(log)).toBe(portions.flat().length);
      expect(tablesOf(log)).toEqual(before);
      expect(verifyChain(log)).toMatchObject({ kind: 'whole', events: portions.flat().length });
      log.close();
    }),
    { numRuns: 40, seed: 7 },
  );
  // it looked at all of them
  expect(PROJECTION_TABLES.filter((table) => !filled.has(table))).toEqual([]);
});

test('a log of the version before is brought to the same claims and last words', async () => {
  const { env } = freshEnvironment();
  const log = await openLog({ env });
  const events = fc.sample(drawn, { numRuns: 400, seed: 3 }).map(eventOf);
  log.append(events.filter(({ kind }) => kind === 'review' || kind === 'label'));
  const read = (open: Log): unknown => ({
    claim: open.all('SELECT loop, id, confidence, criterion, spec FROM claim WHERE length(loop) > 0 ORDER BY loop, id'),
    rating: open.all('SELECT target, rater, seq, says, because FROM rating ORDER BY target, rater'),
  });
  const before = read(log);
  const learned = ['claim', 'asked', 'rating', 'outcome', 'trial', 'tuned', 'anchor'];
  log.driver().exec(`${learned.map((table) => `DROP TABLE ${table};`).join('')} PRAGMA user_version = 5`);
  log.close();
  const again = await openLog({ env });
  expect(read(again)).toEqual(before);
  expect(again.all('SELECT count(*) AS n FROM claim')[0]?.['n']).toBeGreaterThan(0);
  expect(again.all('SELECT count(*) AS n FROM rating')[0]?.['n']).toBeGreaterThan(0);
  again.close();
});
