import { areaOf } from '../model/area.ts';
import type { Edit, Path } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import { type Blast, BLASTS, type Reach } from '../model/risk.ts';

type Says = (attributes: Fact['attributes']) => Blast;

const always =
  (blast: Blast): Says =>
  () =>
    blast;
/** What could not be told is taken for what it may be: the farther. */
const unless =
  (name: string, value: boolean, otherwise: Blast, blast: Blast): Says =>
  (attributes) =>
    attributes[name] === value ? otherwise : blast;

const GONE: Says = (attributes) => (attributes['stateful'] === false ? 'shared' : 'irreversible');
const LOST = unless('reversible', true, 'shared', 'irreversible');

/** How far each kind of consequence reaches; what is not named says nothing of it. */
const TABLE: Readonly<Record<string, Says>> = {
  'infra.destroy': GONE,
  'infra.replace': GONE,
  'infra.scale-zero': always('shared'),
  'infra.unprotect': always('shared'),
  'infra.move': always('shared'),
  'data.drop': LOST,
  'data.truncate': LOST,
  'data.delete-all': LOST,
  'data.rewrite': (attributes) => (attributes['lossy'] === false ? 'shared' : LOST(attributes)),
  'data.rename': always('shared'),
  'data.lock': always('shared'),
  'data.unprotect': always('shared'),
  'data.migration-edit': always('shared'),
  'access.widen': always('shared'),
  'network.expose': always('shared'),
  'pipeline.gate-remove': always('shared'),
  'pipeline.permission-widen': always('shared'),
  'pipeline.untrusted-run': always('shared'),
  'guard.change': always('shared'),
  'git.force-push': unless('protected', false, 'local', 'irreversible'),
  'git.branch-delete': unless('protected', false, 'local', 'irreversible'),
  'git.tag-move': unless('protected', false, 'local', 'shared'),
  'git.tag-delete': unless('protected', false, 'local', 'shared'),
  'dependency.add': always('service'),
  'dependency.remove': always('service'),
  'dependency.update': always('service'),
  'dependency.source-change': always('service'),
};

const MIGRATION = /(^|\/)(migrations?|migrate|db\/changes?)\//i;
const CODE =
  /\.(c|cc|cpp|cs|cjs|clj|dart|erl|ex|exs|go|h|hpp|java|jl|js|jsx|kt|kts|lua|m|mjs|mts|php|pl|ps1|py|r|rb|rs|scala|sh|sql|swift|ts|tsx|vue|svelte|zig)$/i;
const BESIDE = /(^|\/)(tests?|specs?|__tests__|docs?|examples?|fixtures)\/|[._](test|spec)\.\w+$|_test\.\w+$/i;

/** How far a part reaches by what it does and where it lies, together with what was pushed before it. */
export function reachOf(facts: readonly Fact[], edits: readonly Edit[], shared: number, before: Reach | null): Reach {
  const found: { readonly blast: Blast; readonly because: string }[] = [];
  const say = (blast: Blast, because: string): void => void found.push({ blast, because });
  for (const fact of facts) if (isReal(fact)) say(blastOf(fact), `${fact.kind} of ${fact.subject}`);
  const migration = edits.find(({ path }) => MIGRATION.test(path) && !BESIDE.test(path));
  if (migration !== undefined) say('shared', `a migration: ${migration.path}`);
  const areas = [...new Set([...areasOf(edits), ...(before?.areas ?? [])])].sort();
  if (areas.length > 1) say('service', `code of ${areas.length} areas: ${areas.slice(0, 3).join(', ')}`);
  const dependents = dependentsOf(facts) + (before?.dependents ?? 0);
  if (dependents >= shared) say('shared', `${dependents} things stand on what it takes away`);
  if (before !== null) say(before.blast, `earlier today: ${before.because}`);
  const farthest = [...BLASTS].reverse().find((blast) => found.some((one) => one.blast === blast)) ?? 'local';
  const because = found.find((one) => one.blast === farthest)?.because ?? 'one area, and nothing that others stand on';
  return { blast: farthest, because, areas: areas.slice(0, MOST_AREAS), dependents };
}

/** Enough to know that there are several. */
const MOST_AREAS = 20;

function blastOf({ kind, attributes }: Fact): Blast {
  return TABLE[kind]?.(attributes) ?? 'local';
}

/** What never landed takes nothing from anybody when it goes, and what lies in a place that may break, neither. */
function isReal({ kind, attributes, scope }: Fact): boolean {
  const { landed, environment } = attributes;
  const isGone = landed === false && /^(infra|data)\./.test(kind);
  return scope !== 'history' && environment !== 'dev' && environment !== 'test' && !isGone;
}

function areasOf(edits: readonly Edit[]): readonly string[] {
  const own = edits.filter(({ path, generated }) => !generated && isCode(path) && !BESIDE.test(path));
  return own.map(({ path }) => areaOf(path));
}

/** By its name: it holds lines that a person writes. */
export function isCode(path: Path): boolean {
  return CODE.test(path);
}

function dependentsOf(facts: readonly Fact[]): number {
  return facts.reduce((most, { attributes: { dependents } }) => {
    return typeof dependents === 'number' ? Math.max(most, dependents) : most;
  }, 0);
}
