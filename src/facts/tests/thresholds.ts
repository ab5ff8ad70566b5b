import type { Certainty } from './case.ts';
import { lineFinder } from './lines.ts';

export type Loss = {
  readonly name: string;
  readonly certainty: Certainty;
  readonly because: string;
  readonly line: number;
};

type Threshold = { readonly name: string; readonly value: number; readonly line: number };

/** `branches: 80` is a threshold only where its file speaks of one. */
const HOME = /coverageThreshold|thresholds?\b|check-?[cC]overage|branches|statements/;
const NAMED =
  /["']?\b(branches|functions|lines|statements|fail_under|fail-under|perFile|autoUpdate|target|threshold)\b["']?\s*[:=]\s*["']?(-?\d+(?:\.\d+)?)%?|--(cov-fail-under|fail-under|branches|functions|lines|statements)[= ](\d+(?:\.\d+)?)|--coverage\.thresholds?\.(\w+)[= ](\d+(?:\.\d+)?)/g;

/** How much must be covered, by the name of the measure in the order it stands. */
export function lostThresholds(before: string, after: string): readonly Loss[] {
  if (!HOME.test(before) && !/fail.under|target/.test(before)) return [];
  const [old, now] = [thresholdsIn(before), thresholdsIn(after)];
  const names = [...new Set(old.map(({ name }) => name))];
  const losses = names.flatMap((name) =>
    lower(
      old.filter((one) => one.name === name),
      now.filter((one) => one.name === name),
    ),
  );
  return [...losses, ...noLongerChecked(before, after)];
}

/** The ground that may be given is the other way round: a larger `threshold` of codecov allows a larger fall. */
function lower(old: readonly Threshold[], now: readonly Threshold[]): readonly Loss[] {
  if (now.length < old.length) {
    const gone = old.slice(now.length);
    const [first] = gone;
    if (!first || first.name === 'threshold' || old.every(({ value }) => value === 0)) return [];
    const line = now.at(-1)?.line ?? 1;
    return [
      {
        name: first.name,
        certainty: 'likely',
        because: `${first.name} is no longer asked for, it was ${first.value}`,
        line,
      },
    ];
  }
  return old.flatMap(({ name, value }, index): readonly Loss[] => {
    const heir = now[index];
    const isLower = heir !== undefined && (name === 'threshold' ? heir.value > value : isLess(heir.value, value));
    if (!isLower) return [];
    return [{ name, certainty: 'certain', because: `${name} goes from ${value} to ${heir.value}`, line: heir.line }];
  });
}

/** Of jest a negative threshold is how many may be missed: -10 asks for more than -20, and for how much beside 80 nobody can say. */
function isLess(now: number, old: number): boolean {
  return Math.sign(now) * Math.sign(old) >= 0 && now < old;
}

function thresholdsIn(text: string): readonly Threshold[] {
  const lineAt = lineFinder(text);
  return [...text.matchAll(NAMED)].flatMap((found): readonly Threshold[] => {
    const name = found[1] ?? found[3] ?? found[5] ?? '';
    const value = Number(found[2] ?? found[4] ?? found[6]);
    return Number.isNaN(value) ? [] : [{ name, value, line: lineAt(found.index) }];
  });
}

function noLongerChecked(before: string, after: string): readonly Loss[] {
  const on = /["']?\bcheck-?[cC]overage["']?\s*[:=]\s*true/;
  const off = /["']?\bcheck-?[cC]overage["']?\s*[:=]\s*false/.exec(after);
  if (!on.test(before) || !off) return [];
  return [
    {
      name: 'check-coverage',
      certainty: 'certain',
      because: 'coverage is no longer checked',
      line: lineFinder(after)(off.index),
    },
  ];
}
