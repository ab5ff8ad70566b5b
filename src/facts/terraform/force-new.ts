import { type ConfigMap, isMap, type ResourceChange } from '../resource.ts';
import { rulesOf } from './force-new-rules.ts';
import { replacementBy } from './force-new-path.ts';
import { wordsOf } from './force-new-word.ts';
import { isRevision } from './weight.ts';

export type Replacement = {
  readonly property: string;
  readonly because: string;
  readonly remedy: string;
  readonly certainty: 'certain' | 'likely' | 'possible';
};

/** Why a plan would destroy this resource and create it anew; [] when it would not, or one side is missing. */
export function replacementsOf(change: ResourceChange, table: unknown): readonly Replacement[] {
  const { before, after } = change;
  if (before === null || after === null || isRevision(change.type)) return [];
  const type = ALIASES.get(change.type) ?? change.type;
  const fromTable = wordsOf(type, table).flatMap((word) => replacementBy(word, before.body, after.body));
  return unique([...fromTable, ...rulesOf(type).flatMap((rule) => rule(before.body, after.body))], before.body);
}

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['aws_alb', 'aws_lb'],
  ['aws_alb_target_group', 'aws_lb_target_group'],
  ['aws_alb_listener', 'aws_lb_listener'],
  ['aws_alb_listener_rule', 'aws_lb_listener_rule'],
]);

/** One for each attribute; a name that is dropped for a prefix says so once. */
function unique(all: readonly Replacement[], before: ConfigMap): readonly Replacement[] {
  const seen = new Map<string, Replacement>();
  for (const one of all) {
    const other = seen.get(one.property);
    if (other === undefined || RANK.indexOf(one.certainty) < RANK.indexOf(other.certainty)) seen.set(one.property, one);
  }
  return isMap(before) ? [...seen.values()] : [];
}

const RANK = ['certain', 'likely', 'possible'];
