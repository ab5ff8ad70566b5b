const DAY_MS = 86_400_000;

/** `90d`, `12w` back from now, or midnight (UTC) of `2026-01-31`; null where it is none of these. */
export function momentOf(word: string, now: number): number | null {
  const [, count, unit] = /^(\d{1,6})([dw])$/.exec(word) ?? [];
  if (count !== undefined) return now - Number(count) * DAY_MS * (unit === 'w' ? 7 : 1);
  const date = /^\d{4}-\d\d-\d\d$/.test(word) ? Date.parse(`${word}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(date) ? null : date;
}
