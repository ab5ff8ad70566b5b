import type { Features } from '../../../src/model/risk.ts';
import { type Lesson, fitLocal, probabilityOf, scoreOf } from '../../../src/stats/risk.ts';
import { equalMass } from '../../../src/stats/equal-mass.ts';
import { type Figure, short } from './figure.ts';

/** One commit, by what was known of it on its day, and whether it had to be mended. */
export type Judged = { readonly ts: number; readonly features: Features; readonly bad: boolean };

/** Of a history in its order: what the local mean is learned from, and what it is held against. The rest is too young to have shown. */
const LEARNED = 0.6;
const TESTED = 0.85;
const FEWEST_BAD = 20;

/** The shipped prior on a history it has never seen, alone and with the mean of the commits before. */
export function riskPrior(commits: readonly Judged[]): readonly Figure[] | string {
  const inOrder = commits.toSorted((one, other) => one.ts - other.ts);
  const before = inOrder.slice(0, Math.floor(LEARNED * inOrder.length));
  const tested = inOrder.slice(before.length, Math.floor(TESTED * inOrder.length));
  const bad = tested.filter((commit) => commit.bad).length;
  if (bad < FEWEST_BAD || tested.length - bad < FEWEST_BAD)
    return `${bad} of ${tested.length} commits that can be held against it turned out badly: too few of one sort, at least ${FEWEST_BAD} are needed`;
  const local = fitLocal(
    before.map(({ features, bad: was }): Lesson => ({ score: scoreOf(features), bad: was ? 1 : 0, shown: 1 })),
  );
  const rows = (stateOf: (features: Features) => number) =>
    tested.map(({ features, bad: was }) => ({ stated: stateOf(features), y: was ? 1 : 0 }));
  const prior = rows((features) => probabilityOf(features));
  const lines = rows(({ linesAdded }) => linesAdded);
  const said = `${tested.length} commits, ${short(bad / tested.length)} of them mended later`;
  return [
    {
      name: `shipped risk prior, ${said}: AUC`,
      ours: auc(prior),
      others: `lines added alone ${short(auc(lines))}`,
      bar: [0.68, 1],
    },
    {
      name: `with the mean of the ${before.length} commits before: calibration error`,
      ours: ece(rows((features) => probabilityOf(features, local))),
      others: `prior alone ${short(ece(prior))}`,
      bar: [0, 0.09],
    },
  ];
}

type Row = { readonly stated: number; readonly y: number };

/** How often a bad one is ranked before a good one; what is ranked alike counts half. */
function auc(rows: readonly Row[]): number {
  const groups = new Map<number, { n: number; bad: number }>();
  for (const { stated, y } of rows) {
    const { n, bad } = groups.get(stated) ?? { n: 0, bad: 0 };
    groups.set(stated, { n: n + 1, bad: bad + y });
  }
  let [below, wins] = [0, 0];
  for (const [, { n, bad }] of [...groups].toSorted(([one], [other]) => one - other)) {
    wins += bad * (below + (n - bad) / 2);
    below += n - bad;
  }
  return wins / (below * (rows.length - below));
}

function ece(rows: readonly Row[]): number {
  const off = equalMass(rows, 10).map((part) => Math.abs(part.reduce((sum, { stated, y }) => sum + stated - y, 0)));
  return off.reduce((sum, one) => sum + one, 0) / rows.length;
}
