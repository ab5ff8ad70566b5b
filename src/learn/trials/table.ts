import type { Rate } from '../../model/calibration.ts';
import type { Trial } from '../../model/trial.ts';
import { groupBy } from '../../stats/group.ts';
import { table } from '../../stats/table.ts';
import { cellOf, NARROW, overlapOf, recallOf } from '../../stats/trials.ts';

export type RecallTable = { readonly json: unknown; readonly lines: readonly string[] };

const MOST_PAIRS = 10;
const DAY_MS = 86_400_000;

/** What is known of recall: by reader, by failure model and reader, and of two readers together; the least known last. */
export function recallTable(trials: readonly Trial[]): RecallTable {
  const { byReader, byCell } = recallOf(trials);
  const readers = [...groupBy(trials, ({ identity }) => identity)].map(([identity, own]) => ({
    identity,
    ...countsOf(own),
    recall: byReader.get(identity) ?? NOTHING,
  }));
  const cells = [...groupBy(trials, ({ failureModel, identity }) => cellOf(failureModel, identity))].flatMap(
    ([key, own]) => {
      const [first] = own;
      if (first === undefined) return [];
      const { failureModel, identity } = first;
      return [{ failureModel, identity, ...countsOf(own), recall: byCell.get(key) ?? NOTHING }];
    },
  );
  const sorted = cells.sort(
    (a, b) => widthOf(a.recall) - widthOf(b.recall) || (a.failureModel < b.failureModel ? -1 : 1),
  );
  const pairs = pairsOf(
    trials,
    readers.map(({ identity }) => identity),
  );
  return {
    json: { v: 1, method: 'jeffreys', narrow: NARROW, readers, cells: sorted, pairs },
    lines: [
      ...table(
        ['reviewer', 'recall', '95 %', 'n', 'not whole', 'money', 'last'],
        readers.map((one) => [
          one.identity,
          ...rateCells(one.recall),
          `${one.none}`,
          one.money.toFixed(2),
          dayOf(one.last),
        ]),
      ),
      ...readers.flatMap(({ identity }) => [
        '',
        ...table(
          [`seen by ${identity}`, 'recall', '95 %', 'n', 'last'],
          sorted
            .filter((one) => one.identity === identity)
            .map((one) => [one.failureModel, ...rateCells(one.recall), dayOf(one.last)]),
        ),
      ]),
      ...pairLines(pairs),
      '',
      `Recall is the share of seeded defects that were seen. Below 5 it is not printed; from ${NARROW} on it is worth deciding by.`,
    ],
  };
}

const NOTHING: Rate = { kind: 'too few', n: 0, needed: 5, guard: 'n >= 5' };

function countsOf(trials: readonly Trial[]): {
  readonly hits: number;
  readonly misses: number;
  readonly none: number;
  readonly money: number;
  readonly last: number;
} {
  const of = (result: Trial['result']): number => trials.filter((trial) => trial.result === result).length;
  const money = trials.reduce((sum, trial) => sum + trial.money, 0);
  const last = trials.reduce((latest, { ts }) => Math.max(latest, ts), 0);
  return { hits: of('hit'), misses: of('miss'), none: of('none'), money, last };
}

function widthOf(rate: Rate): number {
  return rate.kind === 'known' ? rate.high - rate.low : 2 - rate.n / 10;
}

/** `–` and the count that is missing, where it may not be printed yet. */
function rateCells(rate: Rate): readonly string[] {
  if (rate.kind === 'too few') return ['–', `${rate.needed} more`, `${rate.n}`];
  const short = (value: number): string => (value === 1 ? '1.00' : value.toFixed(2).slice(1));
  return [short(rate.share), `${short(rate.low)}–${short(rate.high)}`, `${rate.n}`];
}

function dayOf(ts: number): string {
  const day = new Date(Math.floor(ts / DAY_MS) * DAY_MS);
  return Number.isNaN(day.getTime()) ? '' : day.toISOString().slice(0, 10);
}

type Pair = ReturnType<typeof overlapOf> & { readonly one: string; readonly other: string };

function pairsOf(trials: readonly Trial[], readers: readonly string[]): readonly Pair[] {
  const all = readers.flatMap((one, i) => readers.slice(i + 1).map((other) => ({ one, other })));
  return all
    .map(({ one, other }) => ({ one, other, ...overlapOf(trials, one, other) }))
    .filter(({ both, onlyOne, onlyOther, neither }) => both + onlyOne + onlyOther + neither > 0)
    .slice(0, MOST_PAIRS);
}

function pairLines(pairs: readonly Pair[]): readonly string[] {
  if (pairs.length === 0) return [];
  const rows = pairs.map(({ one, other, both, onlyOne, onlyOther, neither }) => [
    `${one} and ${other}`,
    ...[both, onlyOne, onlyOther, neither].map(String),
  ]);
  return ['', ...table(['the same defects', 'both', 'first', 'second', 'neither'], rows)];
}
