import type { Rows } from '../../log/open.ts';
import { labelledStatements } from '../../log/statements.ts';
import { readTurned } from '../../log/tuned.ts';
import { readLevels } from '../../model/level.ts';
import type { Counterfactual, Turned } from '../../model/tuning.ts';
import { replayLevels, replaySetting, type Setting, type Spoken } from '../../stats/counterfactual.ts';
import { type Effect, effectOf } from '../../stats/effect.ts';
import { everAsked } from '../../stats/ever-asked.ts';
import { blocksOf, spokenOf } from './proposals.ts';

const DAY_MS = 86_400_000;
const FOLLOWED_MS = 365 * DAY_MS;

/** Everything that was turned within a year, the newest first, and what became of it. */
export function effectsOf(
  log: Rows,
  {
    repo,
    now,
    settingOf,
  }: { readonly repo: string; readonly now: number; readonly settingOf: (id: string) => Setting | null },
): readonly Effect[] {
  const span = { from: now - FOLLOWED_MS, now, repo };
  const turned = readTurned(log, span);
  if (turned.length === 0) return [];
  const spoken = spokenOf(log, everAsked(labelledStatements(log, { ...span, from: now - 2 * FOLLOWED_MS }), now));
  return turned.map((one) => effectOf(one, spoken, (since) => otherwise(one, since, settingOf)));
}

/** The same statements, had it been left as it was: what refuses rightly or is silent rightly only as it is now, and only as it was. */
function otherwise(
  { knob, contract, from, to, undone }: Turned,
  since: readonly Spoken[],
  settingOf: (id: string) => Setting | null,
): { readonly better: number; readonly worse: number } {
  const [was, is] = undone ? [to, from] : [from, to];
  const back = ((): Counterfactual | null => {
    if (knob === 'rule-level') {
      const levels = readLevels(was);
      return levels === null ? null : replayLevels(since, contract, levels);
    }
    const set = knob === 'confidence' || knob === 'blocks' ? settingOf(contract) : null;
    if (set === null) return null;
    return replaySetting(since, contract, withKnob(set, knob, is), withKnob(set, knob, was));
  })();
  if (back === null) return { better: 0, worse: 0 };
  return {
    better: back.bothers.length + back.lets.length,
    worse: back.catches.length + back.silences.length,
  };
}

function withKnob(set: Setting, knob: Turned['knob'], value: string): Setting {
  return knob === 'confidence' ? { ...set, confidence: Number(value) } : { ...set, blocks: blocksOf(value) };
}
