import type { ContractTrust, CriterionTrust, Rate } from '../model/calibration.ts';
import type { CalibrationRows, Spoke } from '../model/calibration-rows.ts';
import type { Statement } from '../model/statement.ts';
import { countLabels } from './count-labels.ts';
import { groupBy } from './group.ts';
import { GAP, gapOf as sureOfGap, MISSED, type Said, tallyOf } from './laws.ts';
import { rateOf } from './rate.ts';
import { judgementOf } from './reader-trust.ts';
import { isLoser, shrinkRates, type Shrunk } from './shrink.ts';
import { recallOf } from './trials.ts';

/** Rules and failure models that have spoken, by how likely each is to be wrong more often than right. */
export function contractsOf({
  spoke,
  statements,
  trials,
}: Pick<CalibrationRows, 'spoke' | 'statements' | 'trials'>): readonly ContractTrust[] {
  const said = groupBy(statements, keyOf);
  const recalls = recallOf(trials).byModel;
  const shrunk = new Map(['ruling', 'finding'].flatMap((kind) => shrunkOf(kind, said)));
  return allContracts(spoke, statements)
    .map((one): ContractTrust => {
      const key = `${one.kind === 'rule' ? 'ruling' : 'finding'} ${one.id}`;
      const own = said.get(key) ?? [];
      const labels = countLabels(own);
      const precision = rateOf(own.flatMap(judgementOf));
      const rate = shrunk.get(key) ?? null;
      const recall = one.kind === 'failure-model' ? (recalls.get(one.id) ?? null) : null;
      const gap = gapOf(own);
      const weighed = { labels, precision, gap, recall };
      return {
        id: one.id,
        kind: one.kind,
        spoke: one.n,
        ...weighed,
        loser: rate?.loser ?? null,
        shrunk: rate === null ? null : { share: rate.share, low: rate.low, high: rate.high },
        reads: readingOf(own, weighed, rate),
      };
    })
    .toSorted((a, b) => (b.loser ?? -1) - (a.loser ?? -1) || b.spoke - a.spoke || (a.id < b.id ? -1 : 1));
}

/** Those of one kind, each by what it has in common with the others; counted as many as its labels are worth. */
function shrunkOf(
  kind: string,
  said: ReadonlyMap<string, readonly Statement[]>,
): readonly (readonly [key: string, rate: Shrunk])[] {
  const counted = [...said]
    .filter(([key]) => key.startsWith(`${kind} `))
    .map(([key, own]) => ({ key, ...tallyOf(own.flatMap(labelOf)) }))
    .filter(({ right, wrong }) => right + wrong > 0);
  const rates = shrinkRates(counted);
  return counted.flatMap(({ key }, i) => {
    const rate = rates[i];
    return rate === undefined ? [] : [[key, rate] as const];
  });
}

function labelOf({ label }: Statement): readonly Said[] {
  return label === null ? [] : [{ ...label, chance: label.drawn }];
}

function keyOf({ kind, of }: Pick<Statement, 'kind' | 'of'>): string {
  return `${kind} ${of}`;
}

/** Also those of which somebody said something lately, and that spoke before the time that is counted. */
function allContracts(spoke: readonly Spoke[], statements: readonly Statement[]): readonly Spoke[] {
  const known = new Set(spoke.map(({ id, kind }) => `${kind} ${id}`));
  const others = new Map(
    statements.map(({ of, kind }): [string, Spoke] => {
      const one = { id: of, kind: kind === 'finding' ? 'failure-model' : 'rule', n: 0 } as const;
      return [`${one.kind} ${of}`, one];
    }),
  );
  return [...spoke, ...[...others].flatMap(([key, one]) => (known.has(key) ? [] : [one]))];
}

/** How often people could not say because the contract itself does not. */
function gapOf(statements: readonly Statement[]): Rate {
  return rateOf(
    statements.flatMap(({ label }) =>
      label === null || label.says === 'unclear' ? [] : [{ right: label.says === 'gap', chance: label.drawn }],
    ),
  );
}

function readingOf(
  own: readonly Statement[],
  { labels, precision, recall }: Pick<ContractTrust, 'labels' | 'precision' | 'recall'>,
  rate: Shrunk | null,
): ContractTrust['reads'] {
  const tally = tallyOf(own.flatMap(labelOf));
  if (tally.n >= GAP.least && sureOfGap(tally) > GAP.sure) return 'gap';
  if (rate !== null && isLoser(rate, labels.right + labels.wrong)) return 'loser';
  if (recall?.kind === 'known' && recall.n >= MISSED.least && recall.low < MISSED.share) return 'missed';
  if (precision.kind === 'too few') return 'too few';
  return precision.low >= 0.5 ? 'good' : 'watch';
}

/** Acceptance criteria that were named, those first on which people most often found a gap. */
export function criteriaOf(statements: readonly Statement[]): readonly CriterionTrust[] {
  const named = statements.filter(({ criterion, label }) => criterion !== null && label !== null);
  return [...groupBy(named, ({ spec, criterion }) => JSON.stringify([spec, criterion]))]
    .flatMap(([, own]): readonly CriterionTrust[] => {
      const [first] = own;
      if (first === undefined) return [];
      const { right, gap, wrong } = countLabels(own);
      const { spec, criterion } = first;
      return [{ spec: spec ?? '', criterion: criterion ?? '', real: right, gap, noise: wrong, share: gapOf(own) }];
    })
    .toSorted((a, b) => b.gap - a.gap || b.real - a.real);
}
