import type { ActorKind } from '../model/actor.ts';
import type { FailureModel } from '../model/failure-model.ts';
import { isRefusal, type Levels } from '../model/level.ts';
import type { Statement } from '../model/statement.ts';
import type { Counterfactual } from '../model/tuning.ts';

/** A statement as it was said: to whom, and of which kind of fact. */
export type Spoken = { readonly statement: Statement; readonly who: ActorKind; readonly fact: string };

export type Setting = Pick<FailureModel, 'confidence' | 'blocks'>;

export const NOTHING_CHANGES: Counterfactual = {
  statements: 0,
  lets: [],
  silences: [],
  catches: [],
  bothers: [],
  irreversible: [],
  unknown: 0,
};

/** What nobody can bring back: data, what others have seen, history that is gone. */
const IRREVERSIBLE =
  /^(?:infra\.(?:destroy|replace)|data\.(?:drop|truncate|rewrite|delete-all)|secret\.|exfil\.|fs\.(?:delete|overwrite)|git\.(?:force-push|branch-delete|tag-delete|history-rewrite|discard))/;

/** The log, had this rule spoken at these levels from the start. */
export function replayLevels(spoken: readonly Spoken[], rule: string, to: Levels): Counterfactual {
  const own = spoken.filter(({ statement }) => statement.kind === 'ruling' && statement.of === rule);
  return compare(own, ({ who }) => isRefusal(to[who]));
}

/** The log, had this failure model been set so. What is not refused as it is set now for another reason stays so. */
export function replaySetting(
  spoken: readonly Spoken[],
  failureModel: string,
  from: Setting,
  to: Setting,
): Counterfactual {
  const own = spoken.filter(({ statement }) => statement.kind === 'finding' && statement.of === failureModel);
  return compare(
    own,
    ({ statement }) => mayRefuse(statement, to) && (statement.refuses || !mayRefuse(statement, from)),
  );
}

/** A detector states no confidence, and needs none. */
export function mayRefuse({ by, confidence }: Pick<Statement, 'by' | 'confidence'>, set: Setting): boolean {
  if (by.kind === 'detector') return set.blocks === 'detector' || set.blocks === 'both';
  return (set.blocks === 'reviewer' || set.blocks === 'both') && (confidence ?? 0) >= set.confidence;
}

function compare(spoken: readonly Spoken[], wouldRefuse: (one: Spoken) => boolean): Counterfactual {
  const changed = spoken.filter((one) => one.statement.refuses !== wouldRefuse(one));
  const of = (refused: boolean, says: string): readonly Spoken[] =>
    changed.filter(({ statement }) => statement.refuses === refused && statement.label?.says === says);
  const lets = of(true, 'right');
  const silences = of(true, 'wrong');
  const catches = of(false, 'right');
  const bothers = of(false, 'wrong');
  return {
    statements: spoken.length,
    lets: lets.map(idOf),
    silences: silences.map(idOf),
    catches: catches.map(idOf),
    bothers: bothers.map(idOf),
    irreversible: lets.filter(({ fact }) => IRREVERSIBLE.test(fact)).map(idOf),
    unknown: changed.length - lets.length - silences.length - catches.length - bothers.length,
  };
}

function idOf({ statement }: Spoken): string {
  return statement.id;
}
