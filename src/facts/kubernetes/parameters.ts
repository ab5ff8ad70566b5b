import { at, lineAt, textAt, type Place } from './node.ts';

/** `--set`-like parameters of an Argo CD source: the same spots under dotted names. */
export function valuesOfParameters(list: readonly Place[]): Place {
  const entries = list.flatMap((one) => {
    const name = textAt(one, 'name');
    const value = at(one, 'value');
    return name === '' || value === undefined
      ? []
      : [{ keys: name.split('.'), value, line: lineAt(one, 'value') ?? 1 }];
  });
  return nest(entries);
}

type Dotted = { readonly keys: readonly string[]; readonly value: NonNullable<Place>; readonly line: number };

function nest(entries: readonly Dotted[]): Place {
  const [first] = entries;
  if (!first) return undefined;
  const groups = new Map<string, Dotted[]>();
  for (const entry of entries) groups.set(entry.keys[0] ?? '', [...(groups.get(entry.keys[0] ?? '') ?? []), entry]);
  return {
    kind: 'map',
    from: first.line,
    to: first.line,
    tag: null,
    entries: [...groups].flatMap(([key, inner]) => {
      const leaf = inner.find(({ keys }) => keys.length === 1);
      const deeper = nest(
        inner.filter(({ keys }) => keys.length > 1).map((one) => ({ ...one, keys: one.keys.slice(1) })),
      );
      const value = leaf?.value ?? deeper;
      return value ? [{ key, line: inner[0]?.line ?? 1, value }] : [];
    }),
  };
}
