import type { Declared, Seen } from './declared.ts';

export type Pair = { readonly was: Seen; readonly now: Seen };
export type Difference = {
  readonly stays: readonly Pair[];
  readonly lost: readonly Seen[];
  readonly fresh: readonly Seen[];
};

/** The same by its name in the template, else by its name in Azure: one of the two may change. */
export function differenceOf(before: readonly Seen[], after: readonly Seen[]): Difference {
  const taken = new Set<Seen>();
  const stays: Pair[] = [];
  let open: readonly Seen[] = before.filter(isOurs);
  for (const keyOf of [bySymbol, byName]) {
    const index = new Map(after.filter((one) => !taken.has(one)).map((one) => [keyOf(one), one]));
    open = open.filter((was) => {
      const now = index.get(keyOf(was));
      if (!now || taken.has(now)) return true;
      taken.add(now);
      stays.push({ was, now });
      return false;
    });
  }
  return { stays, lost: open, fresh: after.filter((one) => !taken.has(one) && isOurs(one)) };
}

/** What another deployment made is only looked at; what is never made is not lost. */
function isOurs({ declared, exists }: Seen): boolean {
  return !declared.isExisting && exists !== false;
}

function bySymbol({ declared }: Seen): string {
  return `${kindOf(declared)} ${declared.symbol}`;
}

function byName({ declared, name }: Seen): string {
  return `${kindOf(declared)} = ${name}`;
}

/** A module may move to another file and stay what it is. */
function kindOf({ isModule, type }: Declared): string {
  return isModule ? 'module' : type.toLowerCase();
}
