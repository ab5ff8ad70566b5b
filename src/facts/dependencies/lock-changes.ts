import type { Pin } from './asked.ts';

export type Pinned = { readonly kind: 'add' | 'source-change'; readonly pin: Pin; readonly because: string };

/** What a lock file takes from elsewhere, or vouches for less, than it did. A new version with its own checksum is daily life. */
export function changesOfLock(before: readonly Pin[] | null, after: readonly Pin[]): readonly Pinned[] {
  const then = new Map((before ?? []).map((pin) => [keyOf(pin), pin]));
  const names = new Map((before ?? []).map((pin) => [pin.name, pin]));
  const hosts = new Set((before ?? []).map(({ from }) => from));
  return after.flatMap((pin): readonly Pinned[] => {
    const same = then.get(keyOf(pin));
    if (same) return reasons(same, pin, true).map((because) => ({ kind: 'source-change', pin, because }));
    const older = names.get(pin.name);
    if (older) {
      const because = hosts.has(pin.from) && pin.source === 'other-registry' ? [] : reasons(older, pin, false);
      return because.map((one) => ({ kind: 'source-change', pin, because: one }));
    }
    return ofNew(pin, before !== null, hosts);
  });
}

function ofNew(pin: Pin, hadLock: boolean, hosts: ReadonlySet<string>): readonly Pinned[] {
  const isMirror = pin.source === 'other-registry' && (!hadLock || hosts.has(pin.from));
  if (pin.source !== 'registry' && pin.source !== 'path' && !isMirror)
    return [{ kind: 'add', pin, because: `it is taken from ${pin.from}` }];
  return pin.scripts && hadLock
    ? [{ kind: 'add', pin, because: 'it runs a script of its own when it is installed' }]
    : [];
}

function reasons(old: Pin, now: Pin, isSameVersion: boolean): readonly string[] {
  const isElsewhere = now.from !== old.from && now.source !== 'registry' && now.source !== 'path';
  const where = isElsewhere
    ? [`it is taken from ${now.from} in place of ${old.from === '' ? 'the registry' : old.from}`]
    : [];
  // what comes from git or a folder is pinned by its commit
  const isSummed = now.source !== 'git' && now.source !== 'path';
  const lost = isSummed && old.integrity !== '' && now.integrity === '' ? ['its checksum is gone'] : [];
  const other =
    isSameVersion && isSummed && isOtherSum(old.integrity, now.integrity)
      ? ['the same version has another checksum']
      : [];
  const begins = now.scripts && !old.scripts ? ['it begins to run a script of its own when it is installed'] : [];
  return [...where, ...lost, ...other, ...begins];
}

/** A second algorithm or one file more says nothing; of the same algorithm none is left that was there. */
function isOtherSum(old: string, now: string): boolean {
  if (old === '' || now === '') return false;
  const sums = old.split(' ');
  const news = now.split(' ');
  if (sums.some((sum) => news.includes(sum))) return false;
  return sums.some((sum) => news.some((one) => algorithm(one) === algorithm(sum)));
}

function algorithm(sum: string): string {
  return /^[\w.]+[-:/=]/.exec(sum)?.[0] ?? '';
}

function keyOf({ name, version }: Pin): string {
  return `${name}@${version}`;
}
