import type { Change, Oid } from '../model/change.ts';
import type { RuleFile } from '../model/content.ts';
import type { Parse } from '../model/document.ts';
import { findProtected } from '../changes/protected.ts';
import { readRuleFiles } from '../changes/rule-files.ts';
import { compile, hasRules } from '../policy/compile.ts';
import { PolicyError } from '../policy/problem.ts';
import type { Rules } from '../policy/rules.ts';
import type { Gate } from './open.ts';

/** A tree that may hold rules, and its name for people. */
export type Place = { readonly name: string; readonly tree: Oid };

/** The readings that count for one change, with what is wrong with those that could not be used. */
export type Readings = {
  readonly rules: readonly Rules[];
  readonly broken: readonly PolicyError[];
  /** Patterns of protected branches, of all readings together. */
  readonly protected: readonly string[];
};

/**
 * The stricter of two readings: the protected branch as last fetched, and the tree being judged from. So a tightening
 * holds at once and a loosening only once it has landed. An absent reading does not count; with none at all the shipped
 * pack `recommended` does.
 */
export async function readReadings(gate: Gate, own: readonly Place[]): Promise<Readings> {
  const found = findProtected(gate.repository, []).tips.slice(0, 1).map(placeOf);
  const first = await Promise.all(distinct([...found, ...own]).map((place) => readPlace(gate, place)));
  const patterns = [...new Set(first.flatMap((reading) => reading.rules?.protected ?? []))];
  const named = patterns.length === 0 ? [] : findProtected(gate.repository, patterns).tips.slice(0, 1).map(placeOf);
  const known = new Set([...found, ...own].map((place) => place.tree));
  const more = await Promise.all(
    named.filter((place) => !known.has(place.tree)).map((place) => readPlace(gate, place)),
  );
  const all = [...first, ...more];
  return {
    rules: all.flatMap((reading) => (reading.rules === null ? [] : [reading.rules])),
    broken: all.flatMap((reading) => (reading.broken === null ? [] : [reading.broken])),
    protected: patterns,
  };
}

/** The shipped pack, with what `.gitattributes` marks as generated. */
export async function recommended(gate: Gate, place: Place | null): Promise<Rules> {
  const files = place === null ? [] : (await readRuleFiles(gate.git, place.tree)).filter(isAttributes);
  return compile({ name: 'recommended', files, shipped: gate.shipped, parse: neverParse });
}

export type Reading = { readonly rules: Rules | null; readonly broken: PolicyError | null };

export async function readPlace(gate: Gate, place: Place): Promise<Reading> {
  const files = await readRuleFiles(gate.git, place.tree);
  if (!hasRules(files)) return { rules: null, broken: null };
  const { parseYaml } = await import('../system/yaml.ts');
  try {
    return { rules: compile({ name: place.name, files, shipped: gate.shipped, parse: parseYaml }), broken: null };
  } catch (error) {
    if (error instanceof PolicyError) return { rules: null, broken: error };
    throw error;
  }
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

function distinct(places: readonly Place[]): readonly Place[] {
  return [...new Map([...places].reverse().map((place) => [place.tree, place])).values()].reverse();
}

function isAttributes(file: RuleFile): boolean {
  return file.path === '.gitattributes';
}

const neverParse: Parse = () => {
  throw new Error('read the shipped pack: it holds no YAML');
};
