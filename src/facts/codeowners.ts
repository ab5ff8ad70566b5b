/** `/infra/  @shop/ops ana@shop.example  # why`: a pattern and who must agree; without owners it needs nobody. */
export type OwnerEntry = { readonly pattern: string; readonly owners: readonly string[]; readonly line: number };

export function readOwners(text: string): readonly OwnerEntry[] {
  return text.split(/\r?\n/).flatMap((raw, index) => {
    const [pattern, ...owners] = raw
      .replace(/(^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    // GitLab's `[Section]` heads name owners too, and may be optional: `^[Section]`
    return pattern === undefined || pattern === '' ? [] : [{ pattern, owners, line: index + 1 }];
  });
}

export type Weakening = { readonly entry: OwnerEntry; readonly certainty: 'certain' | 'likely' | 'possible' };

/** Which paths need fewer, other or no owners after the change. */
export function weakenedOwners(before: readonly OwnerEntry[], after: readonly OwnerEntry[]): readonly Weakening[] {
  const now = new Map(after.map((entry) => [entry.pattern, entry]));
  const then = new Map(before.map((entry) => [entry.pattern, entry]));
  const lost = [...then.values()].flatMap((entry) => {
    const certainty = weakened(entry.owners, now.get(entry.pattern)?.owners ?? []);
    return certainty === null ? [] : [{ entry, certainty }];
  });
  // the last match wins, so a new entry without owners takes a path away from an older one
  const freed = [...now.values()].filter(({ pattern, owners }) => owners.length === 0 && !then.has(pattern));
  return [...lost, ...freed.map((entry): Weakening => ({ entry, certainty: 'likely' }))];
}

function weakened(before: readonly string[], after: readonly string[]): Weakening['certainty'] | null {
  if (before.length === 0) return null;
  if (after.length === 0) return 'certain';
  if (!before.some((owner) => after.includes(owner))) return 'likely';
  return before.every((owner) => after.includes(owner)) ? null : 'possible';
}
