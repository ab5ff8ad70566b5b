import type { Proposal, Turned } from '../model/tuning.ts';
import { type Contract, type CriterionContract, type Heard, nameOf } from './contract.ts';
import { type Ground, groundOf, IS_GAP, type Losers, percent, sayShare, shown, type Turn } from './ground.ts';
import { isAsked, isTold, newestRegime, recallOf, tallyOf } from './laws.ts';
import { shrinkRates } from './shrink.ts';
import { turnModel } from './turn-model.ts';
import { turnRule } from './turn-rule.ts';
import { waitOf } from './waiting.ts';

export type Proposed = {
  readonly turns: readonly Turn[];
  /** One sentence each: what the log says of a contract that no knob mends. */
  readonly readings: readonly string[];
};

/** Looks at each contract alone, since it was turned last and since it last became otherwise, and says what the laws would turn. */
export function propose(contracts: readonly Contract[], turned: readonly Turned[], now: number): Proposed {
  const last = lastTurns(turned);
  const fresh = contracts.map((contract) => freshOf(contract, last));
  const losers = losersOf(fresh);
  const turns = fresh.flatMap((contract) => {
    const turn = turnOf(contract, losers);
    return turn === null ? [] : [{ ...turn, waits: turn.waits === '' ? waitOf(turn, turned, now) : turn.waits }];
  });
  return { turns: inOrder(turns), readings: fresh.flatMap(readingsOf) };
}

function turnOf(contract: Contract, losers: ReadonlyMap<string, Losers>): Turn | null {
  switch (contract.kind) {
    case 'rule':
      return turnRule(contract, losers.get(keyOf(contract)) ?? NOBODY);
    case 'failure-model':
      return turnModel(contract, losers.get(keyOf(contract)) ?? NOBODY);
    case 'criterion':
      return turnCriterion(contract);
  }
}

const NOBODY: Losers = { asked: 0, all: 0 };

/**
 * What was said since it was turned last, and under criteria as they read now: of a reader that had to guess what was meant, nothing is known.
 * A case that was added changes neither.
 */
function freshOf(contract: Contract, last: ReadonlyMap<string, Turned>): Contract {
  const own = last.get(nameOf(contract));
  const since = own?.ts ?? 0;
  // a bar that was raised changes nothing of what is said above it
  const isRaised = own?.knob === 'confidence' && !own.undone && Number(own.to) > Number(own.from);
  const stays = ({ confidence }: Heard): boolean =>
    contract.kind === 'failure-model' && isRaised && (confidence ?? 0) >= contract.set.confidence;
  const heard = evened(
    contract.heard
      .filter((one) => (one.ts >= since || stays(one)) && one.ts >= (last.get(one.criterion)?.ts ?? 0))
      .toSorted((a, b) => a.ts - b.ts),
  );
  return contract.kind === 'failure-model'
    ? { ...contract, heard, trials: contract.trials.filter(({ ts }) => ts >= since) }
    : { ...contract, heard };
}

const WEEK_MS = 7 * 86_400_000;

/**
 * Chances of one week are held against each other, not against those of a week in which others were asked: a label that was unlikely because
 * there was much to ask would else outvote a month of them. The likeliest of each week counts once.
 */
function evened(heard: readonly Heard[]): readonly Heard[] {
  const likeliest = new Map<number, number>();
  for (const { ts, chance } of heard) {
    const week = Math.floor(ts / WEEK_MS);
    likeliest.set(week, Math.max(likeliest.get(week) ?? 0, chance ?? 0));
  }
  return heard.map((one) => {
    const most = likeliest.get(Math.floor(one.ts / WEEK_MS)) ?? 0;
    return one.chance === null || most <= 0 ? one : { ...one, chance: Math.min(1, one.chance / most) };
  });
}

function lastTurns(turned: readonly Turned[]): ReadonlyMap<string, Turned> {
  return new Map(turned.filter(({ knob }) => knob !== 'case').map((one) => [one.contract, one]));
}

function losersOf(contracts: readonly Contract[]): ReadonlyMap<string, Losers> {
  return new Map(
    (['rule', 'failure-model'] as const).flatMap((kind) => {
      const own = contracts.filter((contract) => contract.kind === kind);
      const told = own.map((contract) => heededOf(contract).filter(isTold));
      const asked = shrinkRates(told.map((some) => tallyOf(newestRegime(some.filter(isAsked), 'wrong'))));
      const all = shrinkRates(told.map((some) => tallyOf(newestRegime(some, 'wrong'))));
      return own.map((contract, i): readonly [string, Losers] => [
        keyOf(contract),
        { asked: asked[i]?.loser ?? 0, all: all[i]?.loser ?? 0 },
      ]);
    }),
  );
}

/** Of a failure model, what refuses: what its reviewer says less surely stands in nobody's way. */
function heededOf(contract: Contract): readonly Heard[] {
  if (contract.kind !== 'failure-model') return contract.heard;
  const { confidence: bar } = contract.set;
  return contract.heard.filter(({ by, confidence }) => by === 'reviewer' && (confidence ?? 0) >= bar);
}

function keyOf(contract: Contract): string {
  return `${contract.kind} ${nameOf(contract)}`;
}

/** A question in a spec loosens nothing, so whoever came by himself counts too. */
function turnCriterion(contract: CriterionContract): Turn | null {
  const ground = groundOf(contract.heard, IS_GAP);
  if (ground === null || contract.isAsked) return null;
  const { spec, criterion } = contract;
  return {
    signal: 'gap',
    knob: { kind: 'criterion', spec, criterion },
    contract: nameOf(contract),
    from: '',
    to: 'NEEDS CLARIFICATION',
    why: `${criterion} is underspecified: ${sayGap(ground)}`,
    ...shown(ground, 'gap'),
  };
}

function sayGap(ground: Ground): string {
  return `${sayShare(ground.tally, 'gap')} of what it is cited for is a gap, and that more than 25 % are is ${percent(ground.sure)} sure`;
}

/** The spec first: it makes everything that is held against it doubtful. What has to wait, last. */
const ORDER: readonly Proposal['signal'][] = ['gap', 'noise', 'missed', 'bug', 'quiet'];

function inOrder(turns: readonly Turn[]): readonly Turn[] {
  const rank = ({ signal, waits }: Turn): number => ORDER.indexOf(signal) + (waits === '' ? 0 : ORDER.length);
  return turns.toSorted(
    (a, b) => rank(a) - rank(b) || b.sure - a.sure || b.n - a.n || (a.contract < b.contract ? -1 : 1),
  );
}

function readingsOf(contract: Contract): readonly string[] {
  if (contract.kind === 'criterion') return [];
  const gap = groundOf(contract.heard, IS_GAP);
  const said = gap === null ? [] : [`${contract.id}: ${sayGap(gap)}: read over what it asks, no knob mends that`];
  if (contract.kind === 'rule') {
    const noise = contract.held === '' ? [] : heldReading(contract.id, contract.held, contract.heard);
    return [...said, ...noise];
  }
  const hit = contract.trials.filter((trial) => trial.isHit).length;
  const recall = recallOf(hit, contract.trials.length - hit);
  const isQuiet = recall.reads === 'quiet' && contract.heard.length < FEW;
  return [
    ...said,
    ...(isQuiet
      ? [`${contract.id}: few findings, but ${hit} of ${recall.n} seeded defects were seen: genuinely quiet`]
      : []),
    ...(recall.reads === 'missed' && contract.set.blocks === 'never'
      ? [
          `${contract.id}: only ${hit} of ${recall.n} seeded defects were seen, and it refuses nothing: ask a second reader`,
        ]
      : []),
  ];
}

const FEW = 5;

function heldReading(id: string, held: string, heard: readonly Heard[]): readonly string[] {
  const { wrong, n } = tallyOf(heard);
  return n >= FEW && wrong > n / 2
    ? [`${id} is ${held}: it is never proposed to relax it, whatever people say of it`]
    : [];
}
