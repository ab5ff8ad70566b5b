import { missedBy } from '../../../src/stats/missed.ts';
import { seeded } from '../../../src/stats/random.ts';
import { logistic, normal, type Random } from './draw.ts';
import { type Figure, mean, short } from './figure.ts';

/** How much easier some issues are than others, which is what makes two readers see the same: odds ratios of about 1.6 to 8. */
const SPREADS = [1, 1.5, 2, 2.6] as const;

/** Two readers of the same changes, who find easy issues easy: how often an interval holds the number that both missed. */
export function missed(runs: number): readonly Figure[] {
  const random = seeded(43);
  const tables = Array.from({ length: runs }, (_, i) => tableOf(SPREADS[i % SPREADS.length] ?? 1, random));
  const told = tables.flatMap((table) => {
    const known = missedBy(table);
    if (known.kind === 'too few') return [];
    const { neither } = table;
    const [low, high] = chapman(table);
    return [
      {
        holds: known.low <= neither && neither <= known.high ? 1 : 0,
        above: neither > known.median ? 1 : 0,
        naive: low <= neither && neither <= high ? 1 : 0,
        bound: known.atLeast <= neither ? 1 : 0,
        ratio: Math.log(((table.both + 0.5) * (neither + 0.5)) / ((table.onlyOne + 0.5) * (table.onlyOther + 0.5))),
        width: Math.log(known.high / known.low),
      },
    ];
  });
  const of = (pick: (one: (typeof told)[number]) => number): number => mean(told.map(pick));
  const pairs = `${told.length} pairs, odds ratio ${Math.exp(of(({ ratio }) => ratio)).toFixed(1)}`;
  return [
    {
      name: `missed by both: 95 % interval holds it (${pairs})`,
      ours: of(({ holds }) => holds),
      others: `as if independent (Chapman) ${short(of(({ naive }) => naive))}`,
      bar: [0.93, 1],
    },
    { name: 'missed by both: more than the median', ours: of(({ above }) => above), others: '', bar: [0.35, 0.65] },
    { name: 'missed by both: "at least" holds', ours: of(({ bound }) => bound), others: '', bar: [0.9, 1] },
  ];
}

type Table = { readonly both: number; readonly onlyOne: number; readonly onlyOther: number; readonly neither: number };

function tableOf(spread: number, random: Random): Table {
  const issues = 40 + Math.floor(random() * 160);
  const [one, other] = [-1.2 + 1.4 * random(), -1.2 + 1.4 * random()];
  let [both, onlyOne, onlyOther, neither] = [0, 0, 0, 0];
  for (let i = 0; i < issues; i += 1) {
    const ease = spread * normal(random);
    const [seen, seenToo] = [random() < logistic(one + ease), random() < logistic(other + ease)];
    if (seen && seenToo) both += 1;
    else if (seen) onlyOne += 1;
    else if (seenToo) onlyOther += 1;
    else neither += 1;
  }
  return { both, onlyOne, onlyOther, neither };
}

/** Seber's variance of Chapman's number, as an interval. */
function chapman({ both: m, onlyOne, onlyOther }: Table): readonly [low: number, high: number] {
  const [n1, n2] = [m + onlyOne, m + onlyOther];
  const middle = (onlyOne * onlyOther) / (m + 1);
  const variance = ((n1 + 1) * (n2 + 1) * onlyOne * onlyOther) / ((m + 1) ** 2 * (m + 2));
  const half = 1.96 * Math.sqrt(variance);
  return [Math.max(0, middle - half), middle + half];
}
