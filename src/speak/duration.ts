const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `30m`, `8h`, `90d`, `2w` in milliseconds. */
export function parseDuration(text: string, mostDays: number): number {
  const [, number, unit = ''] = /^(\d{1,6})([mhdw])$/.exec(text.trim()) ?? [];
  const length = Number(number) * (UNITS[unit] ?? Number.NaN);
  if (!(length > 0)) throw new Error(`read the time "${text}": write a number and m, h, d or w, as in 8h`);
  if (length > mostDays * 86_400_000) throw new Error(`read the time "${text}": at most ${mostDays} days`);
  return length;
}
