import {
  array,
  assert,
  boolean,
  type Command,
  commands,
  constantFrom,
  integer,
  modelRun,
  property,
  record,
} from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { CallRecord, LedgerEntry, Stop } from '../../src/model/review.ts';
import type { Ruling } from '../../src/review/exchange.ts';
import { choose } from '../../src/review/choice.ts';
import { advance, isOpen, type LedgerRound, type Refutation, standing } from '../../src/review/ledger.ts';
import { type RoundSummary, summarise, whyStop } from '../../src/review/stops.ts';
import { settleReview, type Settling } from '../../src/review/verdict.ts';
import { findingOf } from './findings.ts';

/**
 * The loop as a whole: an author that edits, readers that may be wrong, silent or gone, detectors, refuters and people who waive,
 * in any order, against the ledger, the stops and the verdict. What is true is kept apart from what anybody says of it.
 */

/** Defects there may be; an author adds them and takes them out, a detector sees the even ones. */
const DEFECTS = [0, 1, 2, 3] as const;
const READERS = [
  { name: 'o1', vendor: 'openai' },
  { name: 'g1', vendor: 'google' },
  { name: 'a1', vendor: 'anthropic' },
] as const;
const ROUNDS = 5;

type Author = 'anthropic' | 'unknown';
/** One round as a log would hold it. */
type Recorded = {
  readonly round: LedgerRound;
  readonly about: Omit<RoundSummary, 'standing' | 'reopened'>;
  readonly complete: readonly string[];
};
type State = {
  readonly ledger: readonly LedgerEntry[];
  readonly summaries: readonly RoundSummary[];
  readonly stop: Stop | null;
};

const EMPTY: State = { ledger: [], summaries: [], stop: null };

function step(state: State, { round, about }: Recorded): State {
  const ledger = advance(state.ledger, round);
  const summaries = [...state.summaries, summarise(about, ledger)];
  return { ledger, summaries, stop: whyStop(summaries, { rounds: ROUNDS }) };
}
const replay = (rounds: readonly Recorded[], from: State = EMPTY): State => rounds.reduce(step, from);

type Settled = ReturnType<typeof settleReview>;
function settle(state: State, author: Author, last: Recorded, seen: boolean): Settled {
  const calls = last.complete.map((reviewer): CallRecord => ({ ...CALL, reviewer }));
  const input: Settling = {
    ledger: state.ledger,
    detected: last.round.findings.filter(({ by }) => by.kind === 'detector'),
    manifest: { files: [{ path: 'a.ts', added: 2, removed: 0, shown: seen ? 2 : 1, why: '', excused: false }] },
    choice: choose({ authors: [[author]], available: READERS, down: new Set(), independence: 'require' }),
    complete: last.complete,
    calls,
    independence: 'require',
    binds: true,
    specMissing: false,
    underWay: false,
    stop: state.stop,
    accepted: null,
  };
  return settleReview(input);
}
const CALL: CallRecord = {
  purpose: 'blind',
  reviewer: '',
  vendor: '',
  model: 'm',
  served: null,
  host: 'h',
  outcome: 'complete',
  cause: '',
  tokens: { input: 0, cached: 0, output: 0 },
  money: 0,
  ms: 0,
  tries: 1,
  requestId: null,
  asked: '',
  answered: null,
};

/** What is true, as far as the test follows it. */
type World = {
  present: Set<number>;
  /** Grows with each edit, so that trees differ. */
  edits: number;
  /** Ids under which something was raised, ever. */
  raised: Set<string>;
  author: Author;
};
type Real = { recorded: Recorded[]; state: State; counts: Counts };
type Counts = {
  rounds: number;
  outcomes: Map<string, number>;
  stops: Map<string, number>;
};

function defect(at: number, by: 'detector' | number): Finding {
  const reader = READERS[by === 'detector' ? 0 : by % READERS.length] ?? READERS[0];
  return findingOf({
    id: `f-${at}`,
    quote: `defect(${at});`,
    symbol: `work${at}`,
    line: at * 10 + 1,
    to: at * 10 + 1,
    by:
      by === 'detector'
        ? { kind: 'detector', detector: 'code.stub' }
        : { kind: 'reviewer', reviewer: reader.name, vendor: reader.vendor, model: 'm' },
  });
}

class Edit implements Command<World, Real> {
  readonly flip: readonly number[];
  constructor(flip: readonly number[]) {
    this.flip = flip;
  }
  check = (): boolean => true;
  run(world: World): void {
    world.edits += 1;
    for (const at of this.flip) if (!world.present.delete(at)) world.present.add(at);
  }
  toString = (): string => `edit(${this.flip.join()})`;
}

type Said = {
  readonly up: readonly boolean[];
  readonly sees: readonly boolean[];
  readonly says: readonly Ruling['says'][];
  readonly invents: boolean;
  readonly refutes: readonly Refutation['says'][];
  readonly refuter: number;
  readonly waives: boolean;
  readonly detectorsLook: boolean;
  readonly seen: boolean;
  readonly spent: boolean;
};

class Read implements Command<World, Real> {
  readonly said: Said;
  constructor(said: Said) {
    this.said = said;
  }
  check = (): boolean => true;

  run(world: World, real: Real): void {
    // a loop that has stopped is a person's; an outage and a budget pass by themselves
    if (real.state.stop !== null && !['no-reader', 'budget'].includes(real.state.stop.kind)) return;
    const recorded = this.hold(world, real);
    const before = real.state;
    real.recorded.push(recorded);
    real.state = step(before, recorded);
    this.judge(world, real, before, recorded);
  }

  hold(world: World, { state, recorded }: Real): Recorded {
    const { said } = this;
    const up = READERS.filter((_, at) => said.up[at] === true);
    const reads = up.map(({ name }) => name);
    const detected = said.detectorsLook
      ? [...world.present].filter((at) => at % 2 === 0).map((at) => defect(at, 'detector'))
      : [];
    const claimed = up.length === 0 ? [] : [...world.present].filter((at) => at % 2 === 1 && said.sees[at] === true);
    const invented = said.invents && up.length > 0 ? [defect(7, 0)] : [];
    const findings = [...detected, ...claimed.map((at, index) => defect(at, index)), ...invented];
    for (const { id } of findings) world.raised.add(id);
    const open = state.ledger.filter(isOpen).map(({ finding }) => finding);
    const choice = choose({ authors: [[world.author]], available: READERS, down: new Set(), independence: 'require' });
    const foreign = new Set(choice.order.map(({ name }) => name));
    const refuter = READERS[said.refuter % READERS.length] ?? READERS[0];
    const round: LedgerRound = {
      n: recorded.length + 1,
      findings,
      rulings: up.map(({ name, vendor }, reader) => ({
        reviewer: name,
        vendor,
        foreign: foreign.has(name),
        rulings: open.map(({ id }, at) => ({
          id,
          says: said.says[(reader + at) % said.says.length] ?? 'unclear',
          why: 'w',
          line: null,
        })),
      })),
      vanished: open.filter(({ id }) => !world.present.has(Number(id.slice(2)))).map(({ id }) => id),
      refutations: findings
        .filter(({ by }) => by.kind === 'reviewer')
        .map(({ id }, at) => ({
          id,
          vendor: refuter.vendor,
          foreign: foreign.has(refuter.name),
          fresh: true,
          says: said.refutes[at % said.refutes.length] ?? 'unclear',
          why: 'w',
        })),
      waived: said.waives ? open.slice(0, 1).map(({ id }) => ({ id, because: 'known' })) : [],
      detectorsLooked: said.detectorsLook,
      needed: choice.needed,
    };
    const isRead =
      new Set(up.filter(({ name }) => foreign.has(name)).map(({ vendor }) => vendor)).size >= choice.needed;
    const reading = up.length === 0 ? 'none' : isRead && said.seen ? 'whole' : 'partial';
    const tree = `${world.edits}:${[0, 1, 2, 3].filter((at) => world.present.has(at)).join()}`;
    return { round, about: { n: round.n, tree, reading, spent: said.spent }, complete: reads };
  }

  judge(world: World, real: Real, before: State, recorded: Recorded): void {
    const { counts, state } = real;
    const settled = settle(state, world.author, recorded, this.said.seen);
    counts.rounds += 1;
    tally(counts.outcomes, settled.outcome);
    tally(counts.stops, state.stop?.kind ?? 'on');
    nothingIsLost(world, before, state);
    closedForReasons(before, state, recorded.round);
    if (settled.outcome === 'clean') {
      expect(standing(state.ledger)).toEqual([]);
      expect(recorded.about.reading).toBe('whole');
    }
    expect(settled.refuses).toBe(settled.outcome !== 'clean');
    expect(settle(state, world.author, recorded, this.said.seen)).toEqual(settled);
    afterAnyCrash(real);
    const asked = state.summaries.filter(({ reading }) => reading !== 'none').length;
    expect(asked).toBeLessThanOrEqual(ROUNDS);
    expect(asked === ROUNDS && state.stop === null).toBe(false);
  }
  toString = (): string => `read(${JSON.stringify(this.said)})`;
}

function tally(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

/** What was ever raised is there, once, and what was there stays. */
function nothingIsLost(world: World, before: State, { ledger }: State): void {
  const ids = ledger.map(({ finding }) => finding.id);
  expect(new Set(ids)).toEqual(world.raised);
  expect(ids).toHaveLength(world.raised.size);
  expect(ids.slice(0, before.ledger.length)).toEqual(before.ledger.map(({ finding }) => finding.id));
}

/** What refused is closed by its lines, its detector, enough foreign readers or a person: never by the author's vendor or by silence. */
function closedForReasons(before: State, after: State, round: LedgerRound): void {
  for (const { finding } of before.ledger.filter(isOpen)) {
    const now = after.ledger.find((one) => one.finding.id === finding.id);
    if (now === undefined || isOpen(now)) continue;
    const isDetectors = now.finding.by.kind === 'detector';
    const closers = round.rulings.filter(
      ({ foreign, rulings }) =>
        foreign && rulings.some(({ id, says }) => id === finding.id && (says === 'fixed' || says === 'never-was')),
    );
    const deniers = round.refutations.filter(
      ({ id, says, foreign }) => id === finding.id && says === 'denied' && foreign,
    );
    const byReaders = !isDetectors && closers.length >= round.needed;
    const reasons: Readonly<Record<string, boolean>> = {
      fixed: round.vanished.includes(finding.id) || (isDetectors && round.detectorsLooked) || byReaders,
      invalid: byReaders,
      disputed: !isDetectors && deniers.length >= round.needed,
      waived: round.waived.some(({ id }) => id === finding.id),
    };
    expect(reasons[now.state], `${finding.id} is ${now.state}`).toBe(true);
  }
}

/** What was recorded says all: from the first round, and from whatever was written down after any later one. */
function afterAnyCrash({ recorded, state }: Real): void {
  for (let cut = 0; cut <= recorded.length; cut += 1) {
    const kept: State = JSON.parse(JSON.stringify(replay(recorded.slice(0, cut))));
    expect(replay(recorded.slice(cut), kept)).toEqual(state);
  }
}

const word = constantFrom<Ruling['says']>('stands', 'fixed', 'never-was', 'unclear');
const mostly = constantFrom(true, true, true, false);
const anySaid = record<Said>({
  up: array(mostly, { minLength: 3, maxLength: 3 }),
  sees: array(mostly, { minLength: 4, maxLength: 4 }),
  says: array(word, { minLength: 1, maxLength: 3 }),
  invents: constantFrom(false, false, true),
  refutes: array(constantFrom<Refutation['says']>('stands', 'denied', 'unclear'), { minLength: 1, maxLength: 2 }),
  refuter: integer({ min: 0, max: 2 }),
  waives: constantFrom(false, false, false, true),
  detectorsLook: mostly,
  seen: mostly,
  spent: constantFrom(false, false, false, true),
});
const edit = array(constantFrom(...DEFECTS), { maxLength: 2 }).map((flip) => new Edit(flip));
/** The same one in and out again. */
const toggle = constantFrom(0, 1).map((at) => new Edit([at]));
const read = anySaid.map((said) => new Read(said));

test('the loop ends, loses nothing, is never clean with something open, and goes on after a crash as if there had been none', () => {
  const counts: Counts = { rounds: 0, outcomes: new Map(), stops: new Map() };
  assert(
    property(commands([edit, toggle, read, read], { maxCommands: 30, size: 'max' }), boolean(), (all, isKnown) => {
      modelRun(
        () => ({
          model: {
            present: new Set([0, 1]),
            edits: 0,
            raised: new Set<string>(),
            author: isKnown ? ('anthropic' as const) : ('unknown' as const),
          },
          real: { recorded: [], state: EMPTY, counts },
        }),
        all,
      );
    }),
    { numRuns: 350, seed: 3 },
  );
  const show = (map: ReadonlyMap<string, number>): string =>
    [...map].map(([key, count]) => `${key} ${count}`).join(', ');
  console.info(`loop: ${counts.rounds} rounds; ${show(counts.outcomes)}; stops: ${show(counts.stops)}`);
  expect(counts.rounds).toBeGreaterThan(600);
  expect([...counts.outcomes.keys()].sort()).toEqual(['clean', 'escalated', 'findings', 'inconclusive']);
  for (const kind of [
    'clean',
    'rounds',
    'same-tree',
    'nothing-moved',
    'rising',
    'budget',
    'no-reader',
    'reopened-twice',
  ])
    expect(counts.stops.get(kind) ?? 0, kind).toBeGreaterThan(0);
});

test('whoever insists on reading on gets as many rounds as there may be, and not one more', () => {
  let held = 0;
  assert(
    property(
      array(record({ found: array(constantFrom(1, 3, 5), { maxLength: 3 }), isWhole: boolean() }), {
        minLength: 8,
        maxLength: 8,
      }),
      (all) => {
        let state = EMPTY;
        for (const [index, { found, isWhole }] of all.entries()) {
          if (state.stop !== null) break;
          const findings = [...new Set(found)].map((at) => defect(at, 0));
          const round: LedgerRound = {
            n: index + 1,
            findings,
            rulings: [],
            vanished: [],
            refutations: [],
            waived: [],
            detectorsLooked: true,
            needed: 1,
          };
          state = step(state, {
            round,
            about: { n: index + 1, tree: `t${index}`, reading: isWhole ? 'whole' : 'partial', spent: false },
            complete: [],
          });
          held += 1;
        }
        expect(state.stop).not.toBe(null);
        expect(state.summaries.length).toBeLessThanOrEqual(ROUNDS);
      },
    ),
    { numRuns: 300, seed: 4 },
  );
  expect(held).toBeGreaterThan(500);
});
