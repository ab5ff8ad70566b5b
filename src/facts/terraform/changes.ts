import type { Edit } from '../../model/change.ts';
import { type ConfigMap, type ConfigValue, type ResourceChange, type ResourceState, isMap } from '../resource.ts';
import { bodyOf, lineIn } from './body-of.ts';
import type { Survivor } from './difference.ts';
import type { Instance } from './expand.ts';
import { ignoredIn } from './meta.ts';
import { type Root, dependents, environmentIn, landedOf, placeOf, subjectOf } from './root.ts';
import { settle, settleAlone } from './settle.ts';

/** Of one block the first instances stand for the rest: a hundred buckets made alike change alike. */
const OF_ONE_BLOCK = 25;

/** Every resource and data source with both sides worked out, for those who know what a property means. */
export function changesIn(root: Root, cause: Edit): readonly ResourceChange[] {
  const { survivors, lost, gained } = root.difference;
  const counts = new Map<object, number>();
  const isFew = ({ group }: Instance): boolean => {
    const count = (counts.get(group) ?? 0) + 1;
    counts.set(group, count);
    return count <= OF_ONE_BLOCK;
  };
  const data = dataIn(root);
  return [
    ...[...survivors, ...data.kept].filter(({ after }) => isFew(after)).flatMap((one) => ofSurvivor(root, one, cause)),
    ...[...lost.map(({ instance }) => instance), ...data.gone]
      .filter(isFew)
      .map((one) => ofOne(root, one, 'before', cause)),
    ...[...gained, ...data.added].filter(isFew).map((one) => ofOne(root, one, 'after', cause)),
  ];
}

type Data = {
  readonly kept: readonly Survivor[];
  readonly gone: readonly Instance[];
  readonly added: readonly Instance[];
};

function dataIn({ before, after }: Root): Data {
  const kept = [...before.data.values()].flatMap((one): readonly Survivor[] => {
    const now = after.data.get(one.address);
    return now ? [{ before: one, after: now }] : [];
  });
  return {
    kept,
    gone: [...before.data.values()].filter(({ address }) => !after.data.has(address)),
    added: [...after.data.values()].filter(({ address }) => !before.data.has(address)),
  };
}

function ofSurvivor(root: Root, { before, after }: Survivor, cause: Edit): readonly ResourceChange[] {
  const ignored = ignoredIn(after.group.declared.block);
  if (ignored === 'all') return [];
  const [was, is] = settle(bodyOf(before), bodyOf(after), root.moves.destination);
  const [then, now] = [without(was, ignored), without(is, ignored)];
  const place = placeOf(root, after.group.declared, 'after', cause);
  return [
    {
      ...named(root, after, now),
      landed: landedOf(root, before.group, place.edit),
      edit: place.edit,
      before: stateOf(before, then),
      after: stateOf(after, now),
    },
  ];
}

function ofOne(root: Root, one: Instance, side: 'before' | 'after', cause: Edit): ResourceChange {
  const body = settleAlone(bodyOf(one));
  const { edit } = placeOf(root, one.group.declared, side, cause);
  const state = stateOf(one, body);
  return {
    ...named(root, one, body),
    landed: landedOf(root, one.group, edit),
    edit,
    before: side === 'before' ? state : null,
    after: side === 'after' ? state : null,
  };
}

type Naming = Pick<ResourceChange, 'technology' | 'type' | 'subject' | 'name' | 'environment' | 'dependents'>;

function named(root: Root, { address, group }: Instance, body: ConfigMap): Naming {
  return {
    technology: 'terraform',
    type: /(^|\.)data\.[^.]+\.[^.]+$/.test(group.address) ? `data.${group.type}` : group.type,
    subject: subjectOf(root, address),
    name: address,
    environment: environmentIn(root, body),
    dependents: dependents(root, group.address),
  };
}

function stateOf({ group }: Instance, body: ConfigMap): ResourceState {
  const { path, block } = group.declared;
  return {
    path,
    range: { from: block.from, to: block.to },
    body,
    lineOf: (property) => lineIn(block.body, property),
  };
}

/** `tags["owner"]` and `scaling_config[0].desired_size` of ignore_changes, as paths. */
function without(body: ConfigMap, ignored: readonly (readonly string[])[]): ConfigMap {
  return ignored.reduce<ConfigMap>((map, path) => withoutPath(map, path), body);
}

function withoutPath(map: ConfigMap, [first = '', ...rest]: readonly string[]): ConfigMap {
  if (!Object.hasOwn(map, first)) return map;
  const { [first]: value = null, ...others } = map;
  if (rest.length === 0) return others;
  return { ...others, [first]: deeper(value, rest) };
}

function deeper(value: ConfigValue, path: readonly string[]): ConfigValue {
  if (isMap(value)) return withoutPath(value, path);
  if (!Array.isArray(value)) return value;
  const [first = '', ...rest] = path;
  if (!/^\d+$/.test(first)) return value;
  return value.map((item: ConfigValue, at) => (at === Number(first) && isMap(item) ? withoutPath(item, rest) : item));
}
