import { levelsNow } from '../../gate/promotion.ts';
import { clusterOf, type Statement } from '../../model/statement.ts';
import type { Trial } from '../../model/trial.ts';
import type { Rule, Rules } from '../../policy/rules.ts';
import { type Contract, criterionName, type Heard } from '../../stats/contract.ts';
import type { Spoken } from '../../stats/counterfactual.ts';
import { groupBy } from '../../stats/group.ts';
import type { Settings } from './in-force.ts';

type ReadSettings = Extract<Settings, { kind: 'read' }>;

export type Gathered = {
  readonly contracts: readonly Contract[];
  /** Labelled, and of nothing that is in force: a rule or a criterion that is gone. */
  readonly gone: readonly string[];
};

const DAY_MS = 86_400_000;
const WINDOW_DAYS = 90;
/** A contract that seldom speaks is judged by older labels rather than by none. */
const FEWEST = 20;

/** What can be turned here, with what people have said of it. What is not in force any more is named and left alone. */
export function contractsOf(settings: ReadSettings, { spoken, trials, past, now }: Labelled): Gathered {
  const told = spoken.filter(({ statement }) => statement.label !== null && !isPast(statement, past));
  const rulings = groupBy(
    told.filter(({ statement }) => statement.kind === 'ruling'),
    ofContract,
  );
  const findings = groupBy(
    told.filter(({ statement }) => statement.kind === 'finding'),
    ofContract,
  );
  const criteria = groupBy(
    told.filter(({ statement }) => statement.criterion !== null && statement.spec !== null),
    ({ statement }) => criterionName(statement.spec ?? '', statement.criterion ?? ''),
  );
  const rules = settings.rules.rules.filter(({ id }) => rulings.has(id));
  const shown = new Set(trials.map(({ failureModel }) => failureModel));
  const models = settings.models.filter(({ id }) => findings.has(id) || shown.has(id));
  const specs = [...settings.specs].flatMap(([path, spec]) =>
    spec.criteria.flatMap(({ id, text }): readonly Contract[] => {
      const heard = criteria.get(criterionName(path, id));
      const isAsked = text.includes(MARK);
      return heard === undefined
        ? []
        : [{ kind: 'criterion', spec: path, criterion: id, isAsked, heard: heardOf(heard, now) }];
    }),
  );
  const contracts: readonly Contract[] = [
    ...rules.map((rule) => ruleContract(settings.rules, rule, heardOf(rulings.get(rule.id) ?? [], now))),
    ...models.map(({ id, confidence, blocks }): Contract => {
      const own = trials.filter(({ failureModel, result }) => failureModel === id && result !== 'none');
      return {
        kind: 'failure-model',
        id,
        set: { confidence, blocks },
        heard: heardOf(findings.get(id) ?? [], now),
        trials: own.map(({ ts, result }) => ({ ts, isHit: result === 'hit' })),
      };
    }),
    ...specs,
  ];
  const known = new Set(
    contracts.map((one) => (one.kind === 'criterion' ? criterionName(one.spec, one.criterion) : one.id)),
  );
  const gone = [...rulings.keys(), ...findings.keys(), ...criteria.keys()].filter((id) => !known.has(id));
  return { contracts, gone };
}

export type Labelled = {
  readonly spoken: readonly Spoken[];
  readonly trials: readonly Trial[];
  /** Identities of readers that others have taken the place of. */
  readonly past: ReadonlySet<string>;
  readonly now: number;
};

/** What stands under a criterion that somebody has asked about. */
export const MARK = '[NEEDS CLARIFICATION';

function ofContract({ statement }: Spoken): string {
  return statement.of;
}

/** Another model, another reader: what its predecessor said is held against nobody. */
function isPast({ by }: Statement, past: ReadonlySet<string>): boolean {
  return by.kind === 'reviewer' && past.has(by.identity);
}

function ruleContract(rules: Rules, rule: Rule, heard: readonly Heard[]): Contract {
  // what guards the gate itself is not weakened because it is a nuisance
  const held = rule.id.startsWith('guard.') ? 'a rule that guards the gate itself' : rule.locked ? 'locked' : '';
  return { kind: 'rule', id: rule.id, levels: levelsNow(rules, rule), held, heard };
}

function heardOf(spoken: readonly Spoken[], now: number): readonly Heard[] {
  const newest = spoken.toSorted((a, b) => (b.statement.label?.ts ?? 0) - (a.statement.label?.ts ?? 0));
  return newest.flatMap(({ statement, who }, nth): readonly Heard[] => {
    const { label, id, first, by, confidence, spec, criterion } = statement;
    if (label === null || (nth >= FEWEST && now - label.ts > WINDOW_DAYS * DAY_MS)) return [];
    return [
      {
        id,
        ts: first,
        who,
        by: by.kind,
        confidence,
        criterion: spec !== null && criterion !== null ? criterionName(spec, criterion) : '',
        cluster: clusterOf(statement),
        says: label.says,
        strategy: label.strategy,
        chance: label.drawn,
      },
    ];
  });
}
