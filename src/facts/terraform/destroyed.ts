import type { Edit } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import { evaluateBody } from './body-of.ts';
import type { Loss } from './difference.ts';
import type { Group } from './expand.ts';
import { type Finding, stated } from './finding.ts';
import { type Reason, reasonFor } from './reason.ts';
import { type Root, dependents, environmentIn, landedOf, placeOf, subjectOf } from './root.ts';
import { weightOf } from './weight.ts';

/** What the next apply would destroy: one fact for each resource block, whatever number of its instances goes. */
export function destroyedIn(root: Root, cause: Edit): readonly Observation[] {
  const byGroup = new Map<Group, Loss[]>();
  for (const loss of root.difference.lost)
    byGroup.set(loss.instance.group, [...(byGroup.get(loss.instance.group) ?? []), loss]);
  return [...byGroup].flatMap(([group, losses]) => destroyed(root, group, losses, cause));
}

function destroyed(root: Root, group: Group, losses: readonly Loss[], cause: Edit): readonly Observation[] {
  const reason = reasonFor(root, group, losses);
  if (reason === null) return [];
  const [first] = losses;
  const only = losses.length === 1 ? first?.instance.address : undefined;
  const name = only ?? group.address;
  const { edit, range } = placeFor(root, group, reason, cause);
  const body = first ? evaluateBody(group.declared.block.body, group.scope, first.instance.bindings) : {};
  const finding: Finding = {
    kind: 'infra.destroy',
    subject: subjectOf(root, name),
    type: group.type,
    name,
    edit,
    range,
    weight: weightOf(group.type),
    environment: environmentIn(root, body),
    landed: landedOf(root, group, edit),
    dependents: dependents(root, group.address),
    because: reason.because,
    remedy: reason.remedy,
    certainty: reason.certainty,
  };
  return [stated(finding)];
}

/** Gone: the lines before. Still declared: where its number is said now. */
function placeFor(root: Root, group: Group, reason: Reason, cause: Edit): ReturnType<typeof placeOf> {
  const now = root.after.groups.get(group.address);
  if (!now || reason.isGone) return placeOf(root, group.declared, 'before', cause);
  const place = placeOf(root, now.declared, 'after', cause);
  const { attributes } = now.declared.block.body;
  const line = (attributes.get('count') ?? attributes.get('for_each'))?.line;
  return place.range && line !== undefined ? { ...place, range: { from: line, to: line } } : place;
}
