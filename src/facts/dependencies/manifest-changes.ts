import type { Asked } from './asked.ts';

export type Told =
  | { readonly kind: 'add'; readonly asked: Asked; readonly because: string }
  | { readonly kind: 'source-change'; readonly name: string; readonly line: number; readonly because: string }
  | { readonly kind: 'remove'; readonly name: string };

/** What a manifest asks for that it did not, and from where. Other versions of the same are no news. */
export function changesOfManifest(before: readonly Asked[], after: readonly Asked[]): readonly Told[] {
  const olds = byName(before);
  const there = byName(after);
  const told = after.flatMap((asked): readonly Told[] => {
    const known = olds.get(asked.name) ?? [];
    if (known.some((one) => isSame(one, asked))) return [];
    return ofNew(asked, known);
  });
  const gone = [...olds.keys()].filter((name) => !there.has(name) && !name.endsWith(STAND_IN));
  return [...told, ...gone.map((name): Told => ({ kind: 'remove', name }))];
}

const STAND_IN = ' (replace)';

function ofNew(asked: Asked, known: readonly Asked[]): readonly Told[] {
  const { name, from, real } = asked;
  const [old] = known;
  if (name.endsWith(STAND_IN)) return ofStandIn(asked, old?.from ?? '');
  if (old === undefined) return [{ kind: 'add', asked, because: becauseOf(asked) }];
  if (real !== name && old.real !== real) return [changed(asked, `it is an alias of ${real} now`)];
  if (asked.source === 'registry' || asked.source === 'path') return [];
  return [changed(asked, `it is taken from ${from}${inPlaceOf(old.from === '' ? 'the registry' : old.from)}`)];
}

/** `replace a => b` of Go: other code under the same name. */
function ofStandIn(asked: Asked, was: string): readonly Told[] {
  const { from, real, source } = asked;
  if (source === 'path' || from === real) return [];
  return [changed({ ...asked, name: real }, `${from} stands in for it${inPlaceOf(was)}`)];
}

function changed({ name, line }: Asked, because: string): Told {
  return { kind: 'source-change', name, line, because };
}

function inPlaceOf(was: string): string {
  return was === '' ? '' : ` in place of ${was}`;
}

function becauseOf({ source, from, name, real }: Asked): string {
  if (real !== name) return `it is an alias of ${real}`;
  if (source === 'path') return 'it is taken from this repository';
  return source === 'registry' ? 'it is taken from the registry' : `it is taken from ${from}`;
}

function isSame(a: Asked, b: Asked): boolean {
  return a.source === b.source && a.real === b.real && a.from.toLowerCase() === b.from.toLowerCase();
}

function byName(asked: readonly Asked[]): ReadonlyMap<string, readonly Asked[]> {
  const map = new Map<string, Asked[]>();
  for (const one of asked) map.set(one.name, [...(map.get(one.name) ?? []), one]);
  return map;
}
