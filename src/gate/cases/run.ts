import { readFacts } from '../../guard.ts';
import type { Change } from '../../model/change.ts';
import type { Fact } from '../../model/fact.ts';
import { type Level, stricter } from '../../model/level.ts';
import type { Ruling } from '../../model/verdict.ts';
import { decide } from '../../policy/decide.ts';
import type { Rules } from '../../policy/rules.ts';
import { settle } from '../../policy/settle.ts';
import { engine } from '../../system/engine.ts';
import { loadGrammars } from '../../system/grammars.ts';
import { type Case, type CaseFact, type Expected, actorOf, meets } from './case.ts';
import { callOf, filesOf } from './call.ts';
import { type Situation, changeOf, readCaseSides } from './change.ts';

/** What was expected, what the engine says, and which rules said it. */
export type Answer = {
  readonly id: string;
  readonly expected: Expected | null;
  readonly got: Level;
  readonly rules: readonly string[];
  readonly ms: number;
  readonly agrees: boolean;
  /** Why a case could not be read. */
  readonly why?: string;
};

/** Which rulings count for a case: all of them, or those of the one policy that is being tested. */
export type Counts = (ruling: Ruling) => boolean;

/** One case through the same pipeline as a commit, in memory. */
export async function runCase(one: Case, rules: Rules, counts: Counts = () => true): Promise<Answer> {
  const started = performance.now();
  const situation = situationOf(one);
  const change = changeOf(situation, rules.isGenerated);
  const seen = await readFacts(change, {
    read: (_part, paths) => Promise.resolve(readCaseSides(situation, change, paths)),
    load: loadGrammars,
    recall: (_change, facts) => Promise.resolve(facts),
  });
  const facts = [...seen, ...(one.kind === 'change' ? one.facts.map((fact) => madeFact(fact, change, situation)) : [])];
  const verdict = settle(change, decide(change, facts, [rules], []), { readings: [rules], engine });
  const rulings = verdict.rulings.filter((ruling) => counts(ruling) && isAbout(one, ruling));
  const got = rulings.reduce<Level>((level, ruling) => stricter(level, ruling.level), 'allow');
  const spoken = [...new Set(rulings.map((ruling) => ruling.rule))];
  const told = { id: one.id, got, rules: spoken, ms: Math.round((performance.now() - started) * 100) / 100 };
  if (one.kind === 'unreadable') return { ...told, expected: null, agrees: false, why: one.why };
  return { ...told, expected: one.expected, agrees: meets(one.expected, got) };
}

/** A case that names a rule is about that rule: another one that happens to refuse does not make it right. */
function isAbout(one: Case, { rule }: Ruling): boolean {
  return one.kind === 'unreadable' || one.rule === null || one.rule === rule;
}

function situationOf(one: Case): Situation {
  const nothing = { before: new Map(), after: new Map(), refs: [], unread: [] };
  if (one.kind === 'unreadable') {
    const nobody = actorOf({});
    return { ...nothing, author: nobody, operator: nobody, unread: [{ what: 'case', path: null, why: one.why }] };
  }
  const who = { author: one.actor, operator: one.operator };
  if (one.kind === 'command') {
    const files = filesOf(one);
    return { ...nothing, ...who, before: files, after: files, call: callOf(one) };
  }
  return { ...nothing, ...who, before: one.before, after: one.after, refs: one.refs };
}

function madeFact({ kind, subject, path, attributes }: CaseFact, change: Change, { author }: Situation): Fact {
  return {
    kind,
    subject,
    where: { path, range: null },
    from: null,
    attributes,
    part: change.parts[0]?.id ?? 'index',
    scope: 'whole',
    branch: null,
    evidence: { before: null, after: null },
    commits: [],
    authors: [author],
  };
}
