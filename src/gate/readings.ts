import type { Change, Oid } from '../model/change.ts';
import type { RuleFile } from '../model/content.ts';
import type { Parse } from '../model/document.ts';
import { findHonest, isSeenLast } from '../changes/honest.ts';
import { findProtected } from '../changes/protected.ts';
import type { ProtectedTip } from '../changes/protected.ts';
import { readRuleFiles } from '../changes/rule-files.ts';
import { compile, hasRules } from '../policy/compile.ts';
import { PolicyError } from '../policy/problem.ts';
import type { Rules } from '../policy/rules.ts';
import { nextTurn } from '../system/clock.ts';
import { sha256 } from '../system/files.ts';
import type { Gate } from './open.ts';

/** A tree that may hold rules, and its name for people. */
export type Place = { readonly name: string; readonly tree: Oid };

/** One reading of the rules, for everything or only for what is pushed from some of the tips. */
export type Reading = { readonly rules: Rules; readonly tips: ReadonlySet<Oid> | 'all' };

/** The readings that count for one change, with what is wrong with those that could not be used. */
export type Readings = {
  readonly usable: readonly Reading[];
  readonly broken: readonly PolicyError[];
  /** The first of those that what is judged brings itself. */
  readonly ownBroken: PolicyError | null;
  /** Patterns of protected branches, of all readings together. */
  readonly protected: readonly string[];
};

/**
 * The stricter of two readings: the protected branch as last fetched, and the tree being judged from. So a tightening
 * holds at once and a loosening only once it has landed. An absent reading does not count; with none at all the shipped
 * pack `recommended` does.
 */
export async function readReadings(
  gate: Gate,
  own: readonly Place[],
  /** What stands in for a protected branch where the checkout has none: in CI, what the range is to be merged into. */
  base: Place | null = null,
): Promise<Readings> {
  const found = await protectedPlaces(gate, []);
  const common = found.length === 0 && base !== null ? [base] : found;
  const first = await readPlaces(gate, common, own);
  const patterns = [...new Set(first.flatMap(({ read }) => read.rules?.protected ?? []))];
  const named = patterns.length === 0 ? [] : await protectedPlaces(gate, patterns);
  const isNew = named.some((place) => !common.some((other) => other.tree === place.tree));
  const all = isNew ? [...first, ...(await readPlaces(gate, named, []))] : first;
  return {
    usable: all.flatMap(({ read, tips }) => (read.rules === null ? [] : [{ rules: read.rules, tips }])),
    broken: all.flatMap(({ read }) => read.broken ?? []),
    ownBroken: all.find(({ read, tips }) => read.broken !== null && tips !== 'all')?.read.broken ?? null,
    protected: patterns,
  };
}

/**
 * The protected branch as last honestly fetched: a tracking ref that was moved by hand would put the rules of any commit in
 * force. Where nobody can tell (CI fetches as it likes, git forgets), the branch as it is here: that beats no rules.
 */
export async function protectedTip(gate: Gate, patterns: readonly string[]): Promise<ProtectedTip | null> {
  const { git, repository } = gate;
  const [here] = findProtected(repository, patterns).tips;
  if (here === undefined) return null;
  if (!here.ref.startsWith('refs/remotes/') || isSeenLast(repository, here)) return here;
  const { tips } = await findHonest(git, repository, patterns, gate.now());
  return tips.find(({ ref }) => ref === here.ref) ?? here;
}

async function protectedPlaces(gate: Gate, patterns: readonly string[]): Promise<readonly Place[]> {
  const tip = await protectedTip(gate, patterns);
  return tip === null ? [] : [placeOf(tip)];
}

type Placed = { readonly read: Read; readonly tips: Reading['tips'] };

/** Places with the very same rules are read once: usually that is all of them, also in a push of 500 branches. */
async function readPlaces(gate: Gate, common: readonly Place[], own: readonly Place[]): Promise<readonly Placed[]> {
  const places = [...common, ...own];
  const keys = await keysOf(gate, places);
  const groups = new Map<string, { readonly place: Place; readonly tips: Set<Oid>; readonly isCommon: boolean }>();
  for (const [index, place] of places.entries()) {
    const key = keys[index] ?? null;
    if (key === null) continue; // nothing there: an absent reading
    const group = groups.get(key) ?? { place, tips: new Set<Oid>(), isCommon: index < common.length };
    groups.set(key, group);
    group.tips.add(place.tree);
  }
  return Promise.all(
    [...groups.values()].map(async ({ place, tips, isCommon }): Promise<Placed> => {
      return { read: await readPlace(gate, place), tips: isCommon ? 'all' : tips };
    }),
  );
}

/** Object ids of what makes a reading, all places in one process; null where there are no rules. */
async function keysOf({ git }: Gate, places: readonly Place[]): Promise<readonly (string | null)[]> {
  if (new Set(places.map(({ tree }) => tree)).size < 2) return places.map(({ tree }) => tree); // nothing to tell apart
  const names = places.flatMap(({ tree }) => [`${tree}:.guardrail`, `${tree}:.gitattributes`]);
  const answer = await git.text(['cat-file', '--batch-check=%(objectname)'], names.map((name) => `${name}\n`).join(''));
  const oids = answer.split('\n').map((line) => (line.endsWith(' missing') ? '' : line));
  return places.map((_place, index) => {
    const [rules = '', attributes = ''] = oids.slice(index * 2, index * 2 + 2);
    return rules === '' ? null : `${rules} ${attributes}`;
  });
}

/** The shipped pack, with what `.gitattributes` marks as generated. */
export async function recommended(gate: Gate, place: Place | null): Promise<Rules> {
  const files = place === null ? [] : (await readRuleFiles(gate.git, place.tree)).filter(isAttributes);
  return compileOnce({ name: 'recommended', files, shipped: gate.shipped, parse: neverParse, sha256 });
}

export type Read = { readonly rules: Rules | null; readonly broken: PolicyError | null };

export async function readPlace(gate: Gate, place: Place): Promise<Read> {
  const [files, { parseYaml }] = await Promise.all([readRuleFiles(gate.git, place.tree), loadYaml()]);
  if (!hasRules(files)) return { rules: null, broken: null };
  try {
    const source = { name: place.name, files, shipped: gate.shipped, parse: parseYaml, sha256 };
    return { rules: compileOnce(source), broken: null };
  } catch (error) {
    if (error instanceof PolicyError) return { rules: null, broken: error };
    throw error;
  }
}

type Source = Parameters<typeof compile>[0];

const MOST = 20;
const compiled = new Map<string, Rules>();

/** The same texts under the same name are the same rules, for as long as this engine runs. */
function compileOnce(source: Source): Rules {
  const key = sha256(JSON.stringify([source.name, source.files]));
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const rules = compile(source);
  compiled.set(key, rules);
  const [oldest] = compiled.keys();
  if (compiled.size > MOST && oldest !== undefined) compiled.delete(oldest);
  return rules;
}

/** Loaded while git reads the rules: nearly every guarded repository has some. */
async function loadYaml(): Promise<{ readonly parseYaml: Parse }> {
  await nextTurn();
  return import('../system/yaml.ts');
}

/** A change to the rules themselves must leave rules that can be read. */
export function touchesRules(change: Change): boolean {
  return change.parts.some(
    (part) => part.scope !== 'history' && part.edits.some((edit) => edit.path.startsWith('.guardrail/')),
  );
}

function placeOf(tip: { readonly ref: string; readonly oid: Oid }): Place {
  return { name: tip.ref.replace(/^refs\/(remotes|heads)\//, ''), tree: tip.oid };
}

function isAttributes(file: RuleFile): boolean {
  return file.path === '.gitattributes';
}

const neverParse: Parse = () => {
  throw new Error('read the shipped pack: it holds no YAML');
};
