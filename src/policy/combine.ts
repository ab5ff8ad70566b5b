import { type Level, stricter } from '../model/level.ts';
import type { Decision } from '../model/verdict.ts';

/** Decisions about different parts of one change, as one: each fact was decided by its own rules. */
export function combineDecisions(decisions: readonly Decision[]): Decision {
  const [only, ...others] = decisions;
  if (only !== undefined && others.length === 0) return only;
  return {
    level: decisions.reduce<Level>((level, decision) => stricter(level, decision.level), 'allow'),
    rulings: decisions.flatMap((decision) => decision.rulings),
    looked: {
      facts: decisions.reduce((sum, decision) => sum + decision.looked.facts, 0),
      rules: Math.max(0, ...decisions.map((decision) => decision.looked.rules)),
      readings: [...new Set(decisions.flatMap((decision) => decision.looked.readings))],
    },
    notes: [...new Set(decisions.flatMap((decision) => decision.notes))],
    ...(decisions.some((decision) => decision.risks !== undefined)
      ? { risks: decisions.flatMap((decision) => decision.risks ?? []) }
      : {}),
    ...(decisions.some((decision) => decision.trace !== undefined)
      ? { trace: decisions.flatMap((decision) => decision.trace ?? []) }
      : {}),
  };
}
