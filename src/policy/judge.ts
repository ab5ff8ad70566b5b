import type { Actor } from '../model/actor.ts';
import type { Need } from '../model/approval.ts';
import type { Change, Truth } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import { type Level, isRefusal, levels, stricter } from '../model/level.ts';
import type { Seen, Test } from './conditions/condition.ts';
import type { Override, Rule, Rules } from './rules.ts';
import type { Size } from './size.ts';
import type { Suspect } from './suspects.ts';
import { type Sentence, anybody } from './then.ts';

/** What one rule says of one fact, whoever of the suspects did it. */
export type Judgement = { readonly level: Level; readonly need: Need; readonly override: Override | null };

export type Surroundings = {
  readonly change: Change;
  readonly rules: Rules;
  readonly fact: Fact;
  readonly size: Size;
  readonly suspects: readonly Suspect[];
  /** What a rule may look at, for each of the suspects. */
  readonly seen: readonly Seen[];
  readonly overrides: readonly Override[];
};

export type Missed = { readonly missed: Test };

/** The strictest that the rule says to one of the suspects; or the test that kept it from saying anything. */
export function judge(rule: Rule, around: Surroundings): Judgement | Missed | null {
  const [first] = around.seen;
  const shared = rule.personal || first === undefined ? null : ask(rule, first);
  if (shared?.truth === false) return shared.failed === null ? null : { missed: shared.failed };
  let found: Judgement | null = null;
  let missed: Test | null = null;
  for (const seen of around.seen) {
    const said = sayTo(seen.who, rule, around);
    const answer = shared ?? ask(rule, seen);
    if (!meets(answer.truth, said.truthLevel)) missed ??= answer.failed;
    else if (found === null || isStricter(said, found)) found = said;
  }
  if (found !== null) return found;
  return missed === null ? null : { missed };
}

/** Facts that cannot tell do meet a rule that refuses, and do not meet one that only speaks. */
function meets(truth: Truth, level: Level): boolean {
  return truth === true || (truth === 'unknown' && isRefusal(level));
}

type Answer = { readonly truth: Truth; readonly failed: Test | null };

function ask(rule: Rule, seen: Seen): Answer {
  let truth: Truth = true;
  let failed: Test | null = null;
  for (const test of rule.tests) {
    const one = test.holds(seen);
    if (one === true) continue;
    failed = test;
    truth = one;
    if (one === false) break;
  }
  return { truth, failed };
}

type Said = Judgement & {
  /** Decides what `unknown` costs: the rule's own level, or what an override raised it to. */
  readonly truthLevel: Level;
};

function sayTo(who: Actor, rule: Rule, { change, overrides }: Surroundings): Said {
  const own = rule.sentences[who.kind];
  const capped: Sentence = { ...own, level: milder(own.level, rule.cap) };
  const { sentence, override } = applyOverride(
    overrides,
    rule.id,
    rule.locked,
    capped,
    (one) => one.sentences[who.kind],
  );
  const { level, need } = softenFor(change, who.kind !== 'human', sentence);
  return { level, need, override, truthLevel: stricter(own.level, level) };
}

/** The last override that names the rule counts, as the last word of a list does; a locked rule can only be raised. */
export function applyOverride(
  overrides: readonly Override[],
  rule: string,
  isLocked: boolean,
  own: Sentence,
  pick: (override: Override) => Sentence,
): { readonly sentence: Sentence; readonly override: Override | null } {
  let chosen: { readonly sentence: Sentence; readonly override: Override | null } = { sentence: own, override: null };
  for (const override of overrides) {
    if (!override.matches(rule)) continue;
    const said = pick(override);
    if (isLocked && levels.indexOf(said.level) < levels.indexOf(own.level)) continue;
    // an override to the level that the rule has anyway does not take away what its `ask` demands
    chosen = { sentence: { level: said.level, need: said.need === anybody ? own.need : said.need }, override };
  }
  return chosen;
}

/** A person who runs git with an agent's work is asked where the agent alone would be refused. */
export function softenFor(change: Change, isByMachine: boolean, sentence: Sentence): Sentence {
  if (sentence.level !== 'deny' || !isByMachine || change.operator.kind !== 'human') return sentence;
  return { level: 'ask', need: sentence.need };
}

function isStricter(a: Judgement, b: Judgement): boolean {
  if (a.level !== b.level) return stricter(a.level, b.level) === a.level;
  return a.need.people > b.need.people || a.need.assurance > b.need.assurance;
}

function milder(a: Level, b: Level): Level {
  return stricter(a, b) === a ? b : a;
}
