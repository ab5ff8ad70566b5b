import { type DriftKind, type Rater, type Run, simulateLoop } from '../../../src/stats/outer-loop.ts';
import { seeded } from '../../../src/stats/random.ts';
import { atMost, type Figure, mean, short } from './figure.ts';

const WEEKS = 12;
const LONGER = 20;

/** The outer loop from noise .4 and gap .4, with a reader that becomes another in week eight: what is true of the gate twelve weeks on. */
export function outerLoop(runs: number): readonly Figure[] {
  const told = of(runs, 'honest', 'named');
  const end = (some: readonly Run[], week: number, pick: 'noise' | 'gap' | 'kept'): readonly number[] =>
    some.map(({ weeks }) => weeks[week]?.[pick] ?? 1).toSorted((a, b) => a - b);
  const median = (values: readonly number[]): number => values[Math.floor(values.length / 2)] ?? 1;
  const noise = end(told, WEEKS, 'noise');
  const gap = end(told, WEEKS, 'gap');
  const within = (values: readonly number[], bar: number): string =>
    short(values.filter((value) => value < bar).length / values.length);
  const start = told[0]?.weeks[0];
  return [
    {
      name: `noise after ${WEEKS} weeks, median (from ${short(start?.noise ?? 1)}; under .15 in ${within(noise, 0.15)} of the worlds)`,
      ours: median(noise),
      others: '',
      bar: atMost(0.15),
    },
    {
      name: `gaps after ${WEEKS} weeks, median (from ${short(start?.gap ?? 1)}; under .10 in ${within(gap, 0.1)} of the worlds)`,
      ours: median(gap),
      others: '',
      bar: atMost(0.1),
    },
    {
      name: 'of what was rightly refused at the start and still is, median',
      ours: median(end(told, WEEKS, 'kept')),
      others: '',
      bar: null,
    },
    {
      name: 'questions in the busiest week',
      ours: most(told, ({ weeks }) => Math.max(...weeks.map(({ questions }) => questions))),
      others: '',
      bar: atMost(10),
    },
    {
      name: 'knobs turned back, in the worst world',
      ours: most(told, ({ reversals }) => reversals),
      others: '',
      bar: atMost(2),
    },
    ...(
      [
        ['honest', 'silent', 'a drift that nothing names'],
        ['slips', 'named', 'a rater who is wrong one time in ten'],
      ] as const
    ).flatMap(([rater, drift, name]): readonly Figure[] => {
      const some = of(runs, rater, drift);
      const [soon, later] = [end(some, WEEKS, 'noise'), end(some, LONGER, 'noise')];
      return [
        {
          name: `${name}: noise after ${WEEKS} weeks, median (after ${LONGER}: ${short(median(later))})`,
          ours: median(soon),
          others: '',
          bar: null,
        },
        {
          name: `${name}: of what was rightly refused, still refused after ${WEEKS} weeks, mean`,
          ours: mean(end(some, WEEKS, 'kept')),
          others: '',
          bar: null,
        },
      ];
    }),
    {
      name: 'who labels only what annoys him: knobs loosened, in the worst world',
      ours: most(of(runs, 'annoyed', 'named'), ({ loosened }) => loosened),
      others: '',
      bar: atMost(0),
    },
  ];
}

function of(runs: number, rater: Rater, drift: DriftKind): readonly Run[] {
  return Array.from({ length: runs }, (_, i) => simulateLoop(seeded(i + 1), { weeks: LONGER, rater, drift }));
}

function most(runs: readonly Run[], pick: (run: Run) => number): number {
  return Math.max(...runs.map(pick));
}
