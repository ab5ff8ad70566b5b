import type { Change } from '../model/change.ts';
import { type Level, stricter } from '../model/level.ts';
import type { Review } from '../model/review.ts';
import type { Decision, Verdict } from '../model/verdict.ts';
import type { Rules } from './rules.ts';
import { sha256 } from './sha256.ts';

/** Everything that decided: the readings of the rules, and which guardrail held the facts against them. */
export type Basis = { readonly readings: readonly Rules[]; readonly engine: string };

/** What is said in the end. Findings of a review join here: they may raise the level of the decision, never lower it. */
export function settle(change: Change, decision: Decision, basis: Basis, reviews: readonly Review[] = []): Verdict {
  // git would stop in the middle of the rebase, and the push judges the same commits
  const isReplayed = change.replay && change.inlet === 'staged' && decision.level !== 'allow';
  // a person may waive what a review holds against it, so it asks
  const raised: Level = reviews.some(({ refuses }) => refuses) ? 'ask' : 'allow';
  const level: Level = isReplayed ? 'warn' : stricter(decision.level, raised);
  return {
    level,
    inlet: change.inlet,
    repo: change.repo,
    at: change.at,
    branch: change.branch,
    rulings: decision.rulings,
    notes: isReplayed ? [...decision.notes, REPLAYED] : decision.notes,
    coverage: change.coverage,
    looked: decision.looked,
    reviews,
    ...(decision.risks === undefined ? {} : { risks: decision.risks }),
    rules: rulesHash(basis),
    engine: basis.engine,
  };
}

const REPLAYED = 'a rebase, cherry-pick or revert is under way: recorded here, decided at the push';

/** Two gates that show the same hash judged by the same rules. */
export function rulesHash({ readings, engine }: Basis): string {
  const hashes = new Set(readings.map((rules) => rules.hash));
  const text = [engine, ...[...hashes].sort()].join('\n');
  if (last.text !== text) last = { text, hash: sha256(text) };
  return last.hash;
}

/** The same for every call that is judged until somebody changes a rule. */
let last = { text: '', hash: '' };
