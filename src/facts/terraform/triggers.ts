import type { Edit } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import { type ResourceChange, UNKNOWN, sameValue } from '../resource.ts';
import { parseAddress, shapeOf } from './address.ts';
import { bodyOf } from './body-of.ts';
import type { Survivor } from './difference.ts';
import { stated } from './finding.ts';
import { namesIn } from './graph.ts';
import { type Root, dependents, environmentIn, landedOf, placeOf, subjectOf } from './root.ts';
import { type Expression, blocksOf } from './syntax.ts';
import { weightOf } from './weight.ts';

/** Arguments that exist to replace the resource when they change. */
const KEEPERS: readonly (readonly [RegExp, string])[] = [
  [/^terraform_data$/, 'triggers_replace'],
  [/^null_resource$/, 'triggers'],
  [/^random_/, 'keepers'],
  [/^time_/, 'triggers'],
];

/** `replace_triggered_by`: what it names changes here, so whoever names it is replaced, and so on along the chain. */
export function triggeredIn(root: Root, changes: readonly ResourceChange[], cause: Edit): readonly Observation[] {
  const changed = new Map<string, ReadonlySet<string>>();
  for (const change of changes) {
    const properties = changedProperties(change);
    if (properties.size > 0 || !change.before) changed.set(shapeOf(change.name), properties);
  }
  const kept = changes.filter(isKept).map(keeper);
  const pending = new Map<string, Survivor>();
  for (const one of root.difference.survivors)
    if (triggersOf(one).length > 0) pending.set(one.after.group.address, one);
  const seen: Observation[] = [];
  for (let isNew = true; isNew;) {
    isNew = false;
    for (const [address, one] of pending) {
      const by = triggersOf(one)
        .map((trigger) => hit(one, trigger, changed))
        .find((name) => name !== null);
      if (by === undefined || by === null) continue;
      pending.delete(address);
      changed.set(shapeOf(address), new Set(['id']));
      seen.push(triggered(root, one, by, cause));
      isNew = true;
    }
  }
  return [...kept, ...seen];
}

function changedProperties({ before, after }: ResourceChange): ReadonlySet<string> {
  if (!before || !after) return new Set();
  const keys = new Set([...Object.keys(before.body), ...Object.keys(after.body)]);
  return new Set([...keys].filter((key) => sameValue(before.body[key], after.body[key]) === false));
}

function triggersOf({ after }: Survivor): readonly Expression[] {
  const list = blocksOf(after.group.declared.block.body, 'lifecycle')[0]?.body.attributes.get(
    'replace_triggered_by',
  )?.expression;
  return list?.kind === 'list' ? list.items : [];
}

/** `aws_x.a` is hit by any change of it, `aws_x.a.name` by one of that attribute. */
function hit(
  { after }: Survivor,
  trigger: Expression,
  changed: ReadonlyMap<string, ReadonlySet<string>>,
): string | null {
  const [name] = namesIn(trigger);
  if (name === undefined) return null;
  const properties = changed.get(`${shapeOf(after.group.scope.prefix)}${name}`);
  if (!properties) return null;
  const attribute =
    trigger.kind === 'step' && 'name' in trigger.step && trigger.of.kind !== 'name' ? trigger.step.name : null;
  const isWhole =
    attribute === null || attribute === 'id' || parseAddress(name).resource?.name.endsWith(`.${attribute}`) === true;
  return isWhole || properties.has(attribute) ? name : null;
}

function triggered(root: Root, { before, after }: Survivor, by: string, cause: Edit): Observation {
  const { group } = after;
  const { edit, range } = placeOf(root, group.declared, 'after', cause);
  const line = blocksOf(group.declared.block.body, 'lifecycle')[0]?.body.attributes.get('replace_triggered_by')?.line;
  return stated({
    kind: 'infra.replace',
    subject: subjectOf(root, group.address),
    type: group.type,
    name: group.address,
    edit,
    range: range && line !== undefined ? { from: line, to: line } : range,
    weight: weightOf(group.type),
    environment: environmentIn(root, bodyOf(after)),
    landed: landedOf(root, before.group, edit),
    dependents: dependents(root, group.address),
    because: `must be replaced: replace_triggered_by names ${by}, which changes here`,
    remedy: `Take ${by} out of replace_triggered_by, or leave it as it is`,
    certainty: 'certain',
  });
}

function isKept({ type, before, after }: ResourceChange): boolean {
  const name = KEEPERS.find(([pattern]) => pattern.test(type))?.[1];
  if (name === undefined || !before || !after) return false;
  const value = after.body[name];
  return value !== UNKNOWN && sameValue(before.body[name], value) === false;
}

function keeper(change: ResourceChange): Observation {
  const property = KEEPERS.find(([pattern]) => pattern.test(change.type))?.[1] ?? '';
  const line = change.after?.path === change.edit.path ? change.after.lineOf([property]) : null;
  return stated({
    kind: 'infra.replace',
    subject: change.subject,
    type: change.type,
    name: change.name,
    edit: change.edit,
    range: line === null ? null : { from: line, to: line },
    weight: weightOf(change.type),
    environment: change.environment,
    landed: change.landed,
    dependents: change.dependents,
    because: `must be replaced: ${property} changes`,
    remedy: '',
    certainty: 'certain',
  });
}
