import type { Actor, ActorKind } from '../model/actor.ts';
import type { Edit } from '../model/change.ts';
import type { Judgement, Surroundings } from './judge.ts';
import { applyOverride, softenFor } from './judge.ts';
import type { Breach } from './breaches.ts';
import type { Limit } from './rules.ts';
import { measure } from './size.ts';
import { anybody } from './then.ts';

/** Limits of config.yaml that this fact passes: the size of a part by what its kind of actor wrote, or dependents. */
export function exceededBy(around: Surroundings): readonly Breach[] {
  return around.rules.limits.flatMap((limit) => {
    const count = countOf(limit, around);
    return count === null || count <= limit.most ? [] : [breachOf(limit, count, around)];
  });
}

function countOf({ actor, measure: what }: Limit, { fact, change, suspects }: Surroundings): number | null {
  if (what === 'dependents') {
    const { dependents } = fact.attributes;
    const isTheirs = suspects.some(({ who }) => isMeant(actor, who));
    return isTheirs && typeof dependents === 'number' ? dependents : null;
  }
  if (fact.kind !== 'change.size') return null;
  const part = change.parts.find(({ id }) => id === fact.part);
  if (part === undefined) return null;
  const isTheirs = (edit: Edit): boolean => [...edit.authors, change.operator].some((who) => isMeant(actor, who));
  return measure(part, isTheirs)[what];
}

/** Nameless evidence may be an agent's. A person or a bot is only held to a limit of their own. */
function isMeant(limit: ActorKind, who: Actor): boolean {
  return who.kind === limit || (limit === 'agent' && who.kind === 'unknown');
}

function breachOf(limit: Limit, count: number, { overrides, change }: Surroundings): Breach {
  const id = `limit.${limit.actor}.${limit.measure}`;
  const own = { level: limit.level, need: anybody };
  const { sentence, override } = applyOverride(overrides, id, false, own, (one) => one.sentences[limit.actor]);
  const judgement: Judgement = { ...softenFor(change, limit.actor !== 'human', sentence), override };
  const what = `${count} ${limit.measure}, and the limit of config.yaml for this actor (${limit.actor}) is ${limit.most}`;
  return {
    speaker: {
      id,
      policy: 'limits',
      source: limit.source,
      why: 'A change nobody can read is a change nobody has checked.',
      say: (fact) => `${fact.kind === 'change.size' ? 'the change' : fact.subject} has ${what}`,
      instead: () => 'Split it into smaller changes that each stand on their own',
    },
    judgement,
  };
}
