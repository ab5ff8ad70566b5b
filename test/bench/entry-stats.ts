import { confidence } from './stats/confidence.ts';
import { coverage } from './stats/coverage.ts';
import { demotions } from './stats/demotions.ts';
import { drift } from './stats/drift.ts';
import { excess } from './stats/excess.ts';
import type { Figure } from './stats/figure.ts';
import { maturity } from './stats/maturity.ts';
import { missed } from './stats/missed.ts';
import { outerLoop } from './stats/outer-loop.ts';
import { selection } from './stats/selection.ts';
import { threshold } from './stats/threshold.ts';

export { openHistory } from '../../src/log/history.ts';
export { openLog } from '../../src/log/open.ts';
export { outcomesByCommit } from '../../src/log/outcomes.ts';
export { keeps, short } from './stats/figure.ts';
export { riskPrior } from './stats/risk-prior.ts';

/** Every simulation with as many runs as make its figure stand still. */
export const SIMULATIONS: readonly { readonly title: string; readonly run: () => readonly Figure[] }[] = [
  { title: 'Intervals', run: () => coverage([3, 5, 10, 20, 50, 200]) },
  { title: 'Rates of labels that were drawn unevenly', run: () => selection(2000) },
  { title: 'Rules that are given up', run: () => demotions(400) },
  { title: 'Confidence', run: () => confidence(1000) },
  { title: 'Calibration error beyond chance', run: () => excess(1000) },
  { title: 'Thresholds with a promise (at most .20 wrong, nine of ten times)', run: () => threshold(1000) },
  { title: 'Issues that two readers both missed', run: () => missed(4000) },
  { title: 'Drift', run: () => drift(300) },
  { title: 'Outcomes that come late', run: () => maturity(1000) },
  { title: 'The outer loop, ten questions a week', run: () => outerLoop(100) },
];
