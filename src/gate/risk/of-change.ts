import type { Change, Part } from '../../model/change.ts';
import {
  type Floor,
  higherNeed,
  type PushedBy,
  type Reach,
  type RiskRules,
  type Union,
  type Weighed,
} from '../../model/risk.ts';
import { combineRisk } from '../../policy/risk-rules.ts';
import { BLASTS } from '../../model/risk.ts';
import type { Rules } from '../../policy/rules.ts';
import { reasonOf } from '../../log/failure.ts';
import { isDrawn, weigh } from '../../stats/need.ts';
import type { Recorded } from '../../stats/record.ts';
import { probabilityOf, withRecord } from '../../stats/risk.ts';
import { featuresOf, unionOf } from '../../stats/union.ts';
import type { Gate } from '../open.ts';
import { authorOf, isSameAuthor } from './author.ts';
import { formulaOf } from './formula.ts';
import { type Known, type Memory, openMemory } from './memory.ts';
import { lotOf, pushedBy } from './pushed.ts';
import { type Kept, kept, worstRecord } from './record.ts';

const HOURS = 24;

/** Weighs each part of a change as far as that can be done before its facts are known. */
export async function withRisk(gate: Gate, change: Change, readings: readonly Rules[], known: Known): Promise<Change> {
  const rules = combineRisk(readings.map(({ risk }) => risk));
  const parts = change.parts.filter(({ scope, edits }) => scope !== 'history' && edits.length > 0);
  if (parts.length === 0) return change;
  const weighed = await weighAll(gate, change, parts, { rules, known });
  return {
    ...change,
    parts: change.parts.map((part) => {
      const risk = weighed.get(part.id);
      return risk === undefined ? part : { ...part, risk };
    }),
  };
}

type How = { readonly rules: RiskRules; readonly known: Known };

async function weighAll(
  gate: Gate,
  change: Change,
  parts: readonly Part[],
  how: How,
): Promise<ReadonlyMap<string, Weighed>> {
  try {
    const memory = await openMemory(gate, change, how.known, HOURS);
    try {
      const drafts = parts.map((part) => draftOf(change, part, memory));
      const found = new Map<string, Weighed>();
      for (const draft of drafts)
        found.set(draft.part.id, await weighOne(gate, { change, draft, drafts, memory, how }));
      return found;
    } finally {
      memory.close();
    }
  } catch (error) {
    // nothing was weighed, which is not the same as nothing to fear: a rule that refuses is met
    const why = `what is known of this repository could not be read (${reasonOf(error)}): guardrail doctor`;
    return new Map(parts.map(({ id }) => [id, { kind: 'unread', why }]));
  }
}

type Draft = { readonly part: Part; readonly by: PushedBy; readonly own: ReturnType<typeof pushedBy> };

function draftOf(change: Change, part: Part, memory: Memory): Draft {
  const by = authorOf(change, part, memory.models);
  return { part, by, own: pushedBy(change, part, memory.experienceOf(by)) };
}

type Weighing = {
  readonly change: Change;
  readonly draft: Draft;
  readonly drafts: readonly Draft[];
  readonly memory: Memory;
  readonly how: How;
};

async function weighOne(gate: Gate, { change, draft, drafts, memory, how }: Weighing): Promise<Weighed> {
  const { part, by, own } = draft;
  const beside = drafts.filter((other) => other !== draft && isSameAuthor(other.by, by)).map((other) => other.own);
  const earlier = memory.pushesOf(by);
  const all = unionOf([own, ...beside, ...earlier.map((push) => push.own)]);
  const past = await memory.filesOf(gate, part, all);
  const features = featuresOf(all, past.files, change.at);
  const learned = memory.learned();
  const { local } = learned;
  const prior = probabilityOf(features);
  const p = probabilityOf(features, local);
  const isGraded = by.agent !== ''; // people are not
  const recorded = isGraded && memory.hasRecord ? worstRecord(learned, by, [part, all], change.at) : null;
  const before = isGraded && !memory.hasRecord ? kept(memory.lastRecordOf(by)) : null;
  const riskWith = (more: number): number => upperOf(p, recorded, before, more).upper;
  const { moved, upper } = upperOf(p, recorded, before, 0);
  const union: Union = {
    pushes: earlier.length + beside.length,
    commits: all.commits,
    hours: HOURS,
    reach: earlier.map(({ reach }) => reach).reduce<Reach | null>(farther, null),
  };
  const record = recorded?.record ?? null;
  const norecord = isGraded ? (before?.says ?? 'none here') : 'people are not graded';
  return {
    kind: 'weighed',
    by,
    own,
    features,
    prior,
    p,
    upper,
    record,
    union,
    needs: weigh(riskWith, how.rules.loss, memory.measured),
    floor: floorOf(part, how.rules),
    audit: { chance: how.rules.audit, isDrawn: isDrawn(lotOf(change, part), how.rules.audit) },
    missing: [...(past.isMissing ? ['history'] : []), ...(record === null && by.agent !== '' ? ['record'] : [])],
    formula: formulaOf({ features, union, own, prior, local, p, record, moved, upper, history: past.says, norecord }),
  };
}

function upperOf(
  p: number,
  recorded: Recorded | null,
  before: Kept | null,
  more: number,
): ReturnType<typeof withRecord> {
  if (recorded !== null) return withRecord(p, recorded.upperWith(more), recorded.record.baseline);
  return before === null ? { upper: p, moved: 0 } : withRecord(p, before.upper, before.baseline);
}

function farther(one: Reach | null, other: Reach): Reach {
  if (one === null) return other;
  const far = BLASTS.indexOf(other.blast) > BLASTS.indexOf(one.blast) ? other : one;
  const areas = [...new Set([...one.areas, ...other.areas])];
  return { ...far, areas, dependents: one.dependents + other.dependents };
}

function floorOf(part: Part, { floors }: RiskRules): Floor | null {
  return floors.reduce<Floor | null>((most, { needs, path, shows }) => {
    const edit = part.edits.find((one) => path(one.path) || (one.from !== null && path(one.from)));
    if (edit === undefined || (most !== null && higherNeed(most.need, needs) === most.need)) return most;
    return { need: needs, because: `config.yaml asks for it in ${shows}` };
  }, null);
}
