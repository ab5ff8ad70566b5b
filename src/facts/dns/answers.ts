import type { RecordSet, Zone } from './record.ts';

/** A zone as it is asked: gathered once, so that ten thousand names that go stay linear. */
export type Answers = {
  readonly zone: Zone;
  readonly byName: ReadonlyMap<string, readonly RecordSet[]>;
  /** Which record leads to a name. */
  readonly leading: ReadonlyMap<string, RecordSet>;
  /** How many names lie below one. */
  readonly below: ReadonlyMap<string, number>;
  readonly keys: readonly string[];
};

export function answersOf(zone: Zone): Answers {
  const byName = new Map<string, RecordSet[]>();
  const leading = new Map<string, RecordSet>();
  for (const set of zone.sets.values()) {
    const same = byName.get(set.name);
    if (same) same.push(set);
    else byName.set(set.name, [set]);
    if (LEADS.test(set.type)) for (const value of set.values) leading.set(value.split(' ').at(-1) ?? '', set);
  }
  const keys = [...byName.keys()].filter((name) => /(^|\.)_domainkey\./.test(name)).slice(0, 2);
  return { zone, byName, leading, below: countedBelow(byName.keys()), keys };
}

const LEADS = /^(CNAME|MX|NS|SRV|ALIAS|ANAME)$/;

function countedBelow(names: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) {
    // a name has 127 labels at most
    const labels = name.split('.').slice(-127);
    for (let at = 1; at < labels.length; at++) {
      const parent = labels.slice(at).join('.');
      counts.set(parent, (counts.get(parent) ?? 0) + 1);
    }
  }
  return counts;
}

/** Another key of mail beside this one. */
export function hasOtherKeys({ name }: RecordSet, { keys }: Answers): boolean {
  return keys.some((key) => key !== name);
}
