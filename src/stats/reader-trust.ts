import type { ReaderTrust } from '../model/calibration.ts';
import type { AskedRow, CalibrationRows } from '../model/calibration-rows.ts';
import type { SaidBy } from '../model/said.ts';
import type { Statement } from '../model/statement.ts';
import type { Trial } from '../model/trial.ts';
import { certify } from './certify.ts';
import { driftOf } from './cusum.ts';
import { fitOf } from './fit.ts';
import { groupBy } from './group.ts';
import { fitPlatt, inherited } from './platt.ts';
import { rateOf } from './rate.ts';
import { recallOf } from './trials.ts';

/** Nine of ten times at most a fifth of what refuses may be wrong: the promise that a threshold is certified for. */
const PROMISE = { alpha: 0.2, delta: 0.1, least: 20 };

/** Each reader by what people said of its findings and what it saw of seeded defects. The one that was asked most comes first. */
export function readersOf(
  { asked, statements, trials, said: shared }: Pick<CalibrationRows, 'asked' | 'statements' | 'trials' | 'said'>,
  random: () => number,
): readonly ReaderTrust[] {
  const said = groupBy(statements.filter(isReaders), identityOf);
  const heard = heardOf(statements, shared);
  const recalls = recallOf(trials).byReader;
  const pointsOf = (identity: string): readonly Told[] => (said.get(identity) ?? []).flatMap(judgementOf).flatMap(told);
  const readers = known(asked, trials);
  return readers.map((reader) => {
    const judged = (heard.get(reader.identity) ?? []).flatMap(judgementOf);
    const points = pointsOf(reader.identity);
    const before = predecessorOf(reader, readers);
    const prior = before === null ? undefined : inherited(fitPlatt(pointsOf(before.identity)));
    const fit = fitOf(points, random, prior);
    return {
      identity: reader.identity,
      vendor: reader.vendor,
      model: reader.model,
      mode: reader.mode,
      runs: reader.runs,
      precision: rateOf(judged),
      recall: recalls.get(reader.identity) ?? rateOf([]),
      fit,
      threshold: certify(points, PROMISE),
      money: reader.changes === 0 ? null : reader.money / reader.changes,
      drift: driftOf(points, prior),
    };
  });
}

/** What each of them said, whoever is named as its finder: of what several say at once, it was right of all of them. */
function heardOf(
  statements: readonly Statement[],
  shared: readonly SaidBy[],
): ReadonlyMap<string, readonly Statement[]> {
  const voices = new Map(shared.map(({ finding, said }) => [finding, said] as const));
  const pairs = statements.flatMap((statement) => {
    const own = statement.by.kind === 'reviewer' ? [statement.by.identity] : [];
    return [...new Set([...own, ...(voices.get(statement.id) ?? [])])].map((identity) => ({ identity, statement }));
  });
  const groups = groupBy(pairs, ({ identity }) => identity);
  return new Map([...groups].map(([identity, some]) => [identity, some.map(({ statement }) => statement)] as const));
}

function isReaders({ by }: Statement): boolean {
  return by.kind === 'reviewer';
}

function identityOf({ by }: Statement): string {
  return by.kind === 'reviewer' ? by.identity : '';
}

type Judged = {
  readonly ts: number;
  readonly right: boolean;
  readonly chance: number | null;
  readonly stated: number | null;
};

/** Gaps and doubts are no verdict on the reader: they are counted where the contract is weighed. */
export function judgementOf({ label, confidence }: Statement): readonly Judged[] {
  if (label === null || (label.says !== 'right' && label.says !== 'wrong')) return [];
  return [{ ts: label.ts, right: label.says === 'right', chance: label.drawn, stated: confidence }];
}

type Told = Judged & { readonly stated: number };

function told({ stated, ...rest }: Judged): readonly Told[] {
  return stated === null ? [] : [{ ...rest, stated }];
}

/** The same vendor's reader in the same mode that it took the place of: what was known of that one is a hint about this one. */
function predecessorOf({ vendor, mode, first }: AskedRow, readers: readonly AskedRow[]): AskedRow | null {
  const before = readers.filter((one) => one.vendor === vendor && one.mode === mode && one.last < first);
  return before.reduce<AskedRow | null>((last, one) => (last === null || one.last > last.last ? one : last), null);
}

/** A reader that was only ever shown seeded defects is one too. */
function known(asked: readonly AskedRow[], trials: readonly Trial[]): readonly AskedRow[] {
  const names = new Set(asked.map(({ identity }) => identity));
  const others = [...groupBy(trials, ({ identity }) => identity)].filter(([identity]) => !names.has(identity));
  return [
    ...asked,
    ...others.flatMap(([identity, [first]]) => {
      if (first === undefined) return [];
      const { vendor, model, mode, ts } = first;
      return [{ identity, vendor, model, mode, runs: 0, changes: 0, money: 0, first: ts, last: ts }];
    }),
  ];
}
