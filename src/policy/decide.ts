import type { Approval } from '../model/approval.ts';
import type { Change, Path } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import { kinds } from '../model/kinds.ts';
import { type Level, stricter } from '../model/level.ts';
import type { Decision, Ruling, Trace } from '../model/verdict.ts';
import { approve, combine, needHere } from './approvals.ts';
import { breachesOf, filedPaths } from './breaches.ts';
import { enrich, sizeFacts } from './derive.ts';
import { type Judgement, type Surroundings, judge } from './judge.ts';
import { exceededBy } from './limits.ts';
import { rulesNear } from './near.ts';
import { riskFact, risksOf } from './risk.ts';
import { combineRisk } from './risk-rules.ts';
import { type Speaker, rulingOf } from './ruling.ts';
import type { Override, Rule, Rules } from './rules.ts';
import { type Size, measure } from './size.ts';
import { suspectTable } from './suspects.ts';

export type Options = {
  /** Keep what rules did not raise, and why, for `explain`. */
  readonly trace?: boolean;
};

/** Every fact against every rule of every reading: the strictest counts, and then what people approved. */
export function decide(
  change: Change,
  facts: readonly Fact[],
  readings: readonly Rules[],
  approvals: readonly Approval[],
  options: Options = {},
): Decision {
  if (readings.length === 0)
    throw new Error('decide: no rules at hand; compile the shipped pack where a repository has none');
  const sizes = new Map(change.parts.map((part) => [part.id, measure(part)]));
  // the caller may hand in the facts of some parts only, where two branches carry different rules
  const spoken = new Set(facts.map((fact) => fact.part));
  const risks = risksOf(change, facts, combineRisk(readings.map(({ risk }) => risk)));
  const whole = [...sizeFacts(change, sizes, facts), ...risks.map((risk) => riskFact(risk, change))];
  const all = [...facts, ...whole.filter((fact) => spoken.has(fact.part))];
  const results = readings.map((rules) => read(change, all, sizes, rules, options));
  const people = new Map(readings.flatMap((rules) => [...rules.people]));
  const rulings = merge(results.flatMap((result) => result.rulings)).map((ruling) =>
    approve(ruling, approvals, change, people),
  );
  return {
    level: rulings.reduce<Level>((level, ruling) => stricter(level, ruling.level), 'allow'),
    rulings,
    looked: {
      facts: facts.length,
      rules: Math.max(...readings.map((rules) => rules.rules.length)),
      readings: readings.map((rules) => rules.name),
    },
    notes: [...new Set(results.flatMap((result) => result.notes))],
    ...(risks.length === 0 ? {} : { risks: risks.filter(({ part }) => spoken.has(part)) }),
    ...(options.trace === true ? { trace: results.flatMap((result) => result.trace) } : {}),
  };
}

type Result = {
  readonly rulings: readonly Ruling[];
  readonly notes: readonly string[];
  readonly trace: readonly Trace[];
};

/** One reading. */
function read(
  change: Change,
  facts: readonly Fact[],
  sizes: ReadonlyMap<string, Size>,
  rules: Rules,
  options: Options,
): Result {
  const rulings: Ruling[] = [];
  const trace: Trace[] = [];
  const notes = rules.windows
    .filter((window) => window.isOver(change.at))
    .map((window) => `the window ${window.name} is over and guards nothing any more`);
  const filed = filedPaths(facts);
  const suspects = suspectTable(change, rules.roles);
  const specs = new Map(change.parts.map(({ id, spec }) => [id, spec]));
  // a trace says of every rule why it did not speak
  const meetable = options.trace === true ? ({ kind }: Fact) => rules.rulesFor(kind) : rulesNear(rules);
  for (const plain of facts) {
    const fact = enrich(plain, rules);
    const size = sizes.get(fact.part) ?? NO_SIZE;
    const who = suspects(fact);
    const around: Surroundings = {
      change,
      rules,
      fact,
      size,
      suspects: who,
      seen: who.map((one) => ({
        fact,
        who: one.who,
        roles: one.names,
        change,
        size,
        spec: specs.get(fact.part) ?? 'unknown',
        environmentOf: rules.environmentOf,
      })),
      overrides: rules.overrides.filter((override) => reaches(override, fact)),
    };
    const add = (speaker: Speaker, judgement: Judgement): void => {
      if (judgement.override !== null) notes.push(noteOf(judgement.override, speaker.id));
      const need = needHere(judgement.need, change, rules);
      if (judgement.level !== 'allow') rulings.push(rulingOf(speaker, fact, { ...judgement, need }, change, rules));
    };
    for (const rule of meetable(fact)) {
      if (!counts(rule, fact)) continue;
      const judged = judge(rule, around);
      if (judged !== null && !('missed' in judged)) add(rule, judged);
      if (options.trace === true) trace.push(...traceOf(rule, fact, judged, rules.name));
    }
    for (const { speaker, judgement } of [...breachesOf(around, filed), ...exceededBy(around)]) add(speaker, judgement);
  }
  return { rulings, notes, trace };
}

const NO_SIZE: Size = { files: 0, lines: 0, deleted: 0, unmeasured: 0 };

/** History facts count in every commit, net facts on what the range changes in the end; a whole snapshot is both. */
function counts(rule: Rule, fact: Fact): boolean {
  return fact.scope === 'whole' || fact.scope === (rule.scope ?? kinds[fact.kind]?.scope ?? 'net');
}

/** Both names of a rename must lie where the override is in force: moving a file into a sandbox does not make it one. */
function reaches({ path }: Override, { where, from }: Fact): boolean {
  if (path === null) return true;
  const names: readonly Path[] = from === null ? [where.path] : [where.path, from];
  return names.every((name) => path(name));
}

function noteOf(override: Override, rule: string): string {
  return `override in force ${override.shows}: ${rule} (${override.source.file}:${override.source.line})`;
}

function traceOf(rule: Rule, fact: Fact, judged: ReturnType<typeof judge>, reading: string): readonly Trace[] {
  const about = { rule: rule.id, source: rule.source, reading, fact };
  if (judged === null) return [];
  if ('missed' in judged) return [{ ...about, outcome: 'missed', because: judged.missed.says }];
  if (judged.level !== 'allow') return [];
  return [{ ...about, outcome: 'allowed', because: 'the rule allows this to whoever did it' }];
}

/** The same ruling of two readings is one; in two branches of a push it is two, and each is named. */
function merge(rulings: readonly Ruling[]): readonly Ruling[] {
  const merged = new Map<string, Ruling>();
  for (const ruling of rulings) {
    const key = JSON.stringify([ruling.id, ruling.fact.part, ruling.need.of]);
    const before = merged.get(key);
    merged.set(key, before === undefined ? ruling : combine(before, ruling));
  }
  return [...merged.values()];
}
