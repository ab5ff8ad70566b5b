import type { Edit } from '../../model/change.ts';
import { type ConfigMap, type ConfigValue, isMap, sameValue } from '../resource.ts';
import { isReference } from '../programs/settle.ts';
import { type Unit, keyOf } from './unit.ts';

export type Placed = { readonly unit: Unit; readonly edit: Edit };
export type Stay = { readonly was: Placed; readonly now: Placed; readonly isAliased: boolean };
export type Lost = { readonly was: Placed; readonly heir: Placed | null };
export type Difference = {
  readonly stays: readonly Stay[];
  readonly lost: readonly Lost[];
  readonly fresh: readonly Placed[];
};

/** What is made on both sides, wherever in the program: the type and the name are what the engine knows a resource by. */
export function differenceOf(before: readonly Placed[], after: readonly Placed[]): Difference {
  const there = after.filter(isMade);
  const byKey = new Map<string, Placed[]>();
  for (const one of there) byKey.set(keyOf(one.unit), [...(byKey.get(keyOf(one.unit)) ?? []), one]);
  const taken = new Set<Placed>();
  const stays: Stay[] = [];
  const gone: Placed[] = [];
  for (const was of before.filter(isMade)) {
    const alike = byKey.get(keyOf(was.unit)) ?? [];
    const now = alike.find((one) => !taken.has(one) && one.edit === was.edit) ?? alike.find((one) => !taken.has(one));
    if (now) {
      taken.add(now);
      stays.push({ was, now, isAliased: false });
    } else if (alike.length === 0) gone.push(was);
  }
  const open = there.filter((one) => !taken.has(one));
  const lost = gone.flatMap((was): readonly Lost[] => {
    const aliased = open.find((one) => !taken.has(one) && isAliasOf(one.unit, was.unit));
    if (!aliased) return [{ was, heir: null }];
    taken.add(aliased);
    stays.push({ was, now: aliased, isAliased: true });
    return [];
  });
  const fresh = open.filter((one) => !taken.has(one));
  return { stays, lost: lost.map(({ was }) => ({ was, heir: heirOf(was, lost, fresh) })), fresh };
}

/** What stands under a condition that never holds is not made. */
function isMade({ unit }: Placed): boolean {
  return !unit.conditions.includes('false');
}

/** https://www.pulumi.com/docs/iac/concepts/options/aliases/ */
function isAliasOf(now: Unit, was: Unit): boolean {
  const aliases: ConfigValue | undefined = now.options['aliases'];
  if (isReference(aliases)) return true;
  const listed: readonly ConfigValue[] = Array.isArray(aliases) ? aliases : aliases === undefined ? [] : [aliases];
  return listed.some((one) => isAliasNaming(one, now, was));
}

function isAliasNaming(alias: ConfigValue, now: Unit, was: Unit): boolean {
  if (typeof alias === 'string') return isReference(alias) || alias.endsWith(`::${was.name}`) || alias === was.name;
  if (!isMap(alias)) return false;
  const said: ConfigMap = Object.fromEntries(Object.entries(alias).map(([key, value]) => [key.toLowerCase(), value]));
  const name: ConfigValue | undefined = said['name'];
  if (name === undefined)
    return now.name === was.name && now.type !== was.type ? said['type'] !== undefined : now.name === was.name;
  return name === was.name || isReference(name);
}

/** What comes in its place: another name for the same, or another type under the same name. */
function heirOf(was: Placed, lost: readonly Lost[], fresh: readonly Placed[]): Placed | null {
  const renamed = fresh.filter(({ unit }) => unit.type === was.unit.type);
  const losses = lost.filter(({ was: { unit } }) => unit.type === was.unit.type);
  const same = renamed.find(
    ({ unit }) => unit.body !== null && was.unit.body !== null && sameValue(unit.body, was.unit.body) === true,
  );
  if (same) return same;
  const [only] = renamed;
  if (only && renamed.length === 1 && losses.length === 1 && only.edit === was.edit) return only;
  return fresh.find(({ unit }) => unit.name === was.unit.name && unit.path === was.unit.path) ?? null;
}
