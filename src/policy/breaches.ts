import type { Path } from '../model/change.ts';
import { COMMAND, type Fact } from '../model/fact.ts';
import { kinds } from '../model/kinds.ts';
import type { Judgement, Surroundings } from './judge.ts';
import { applyOverride, softenFor } from './judge.ts';
import type { Role, Scope } from './role.ts';
import type { Speaker } from './ruling.ts';
import { anybody } from './then.ts';

type Sort = Exclude<keyof Scope, 'words'>;
export type Breach = { readonly speaker: Speaker; readonly judgement: Judgement };

const SORTS: readonly Sort[] = ['paths', 'facts', 'commands'];

/** What the roles of the suspects do not let them do. Each role is held against the fact, which makes their intersection. */
export function breachesOf(around: Surroundings, filed: ReadonlySet<Path>): readonly Breach[] {
  const found = new Map<string, Breach>();
  for (const { who, roles } of around.suspects) {
    for (const role of roles) {
      for (const sort of SORTS) {
        if (!breaks(role, sort, around.fact, filed)) continue;
        const speaker = speakerOf(role, sort);
        const { sentence, override } = applyOverride(
          around.overrides,
          speaker.id,
          false,
          { level: 'deny', need: anybody },
          (one) => one.sentences[who.kind],
        );
        const { level, need } = softenFor(around.change, who.kind !== 'human', sentence);
        found.set(speaker.id, { speaker, judgement: { level, need, override } });
      }
    }
  }
  return [...found.values()];
}

function breaks(role: Role, sort: Sort, fact: Fact, filed: ReadonlySet<Path>): boolean {
  // a role, like a rule, takes a state as the range leaves it: what a branch undid itself was never done
  if (fact.scope !== 'whole' && fact.scope !== (kinds[fact.kind]?.scope ?? 'net')) return false;
  switch (sort) {
    case 'paths':
      return namesOf(fact, filed).some((name) => isOutside(name, role.may.paths, role.mayNot.paths));
    case 'facts':
      // the size of a change is a measure, not something done, and so is its risk
      return !fact.kind.startsWith('change.') && isOutside(fact.kind, role.may.facts, role.mayNot.facts);
    case 'commands':
      return fact.kind === 'command.run' && isOutside(fact.attributes, role.may.commands, role.mayNot.commands);
  }
}

type Test<T> = ((thing: T) => boolean) | null;

function isOutside<T>(thing: T, may: Test<T>, mayNot: Test<T>): boolean {
  return may?.(thing) === false || mayNot?.(thing) === true;
}

/** The paths a fact is held to account for: one breach per file, by the fact that says what happened to the file itself. */
function namesOf(fact: Fact, filed: ReadonlySet<Path>): readonly Path[] {
  if (fact.kind.startsWith('git.') || fact.kind === 'unreadable' || fact.where.path === COMMAND) return []; // a ref is no path, and an unread file is filed anyway
  const isAboutFile = fact.kind.startsWith('file.') || !filed.has(fact.where.path);
  if (!isAboutFile || fact.where.path === '' || kinds[fact.kind]?.scope === 'history') return [];
  return fact.from === null ? [fact.where.path] : [fact.where.path, fact.from];
}

const OUTSIDE: Readonly<Record<Sort, string>> = {
  paths: '{path} is outside what the role may touch',
  facts: '{kind} ({subject}) is not among what the role may do',
  commands: '{subject} is not among the commands of the role',
};

function speakerOf(role: Role, sort: Sort): Speaker {
  const text = OUTSIDE[sort];
  return {
    id: `role.${role.name}.${sort}`,
    policy: `role.${role.name}`,
    source: role.source,
    why: `The role ${role.name} is limited to what .guardrail/config.yaml lets it do, so that a mistake stays small.`,
    say: (fact) =>
      text
        .replace('the role', `the role ${role.name}`)
        .replace(/\{(path|kind|subject)\}/g, (_all, key: string) => valueOf(key, fact)),
    instead: () => `Leave this part out, and hand it to somebody whose role covers it`,
  };
}

function valueOf(key: string, fact: Fact): string {
  if (key === 'path') return fact.where.path;
  return key === 'kind' ? fact.kind : fact.subject;
}

/** Paths about which a file.* fact speaks in the net change. */
export function filedPaths(facts: readonly Fact[]): ReadonlySet<Path> {
  return new Set(facts.filter((fact) => fact.kind.startsWith('file.')).map((fact) => fact.where.path));
}
