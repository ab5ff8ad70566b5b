import { join } from 'node:path';
import { readRuleFiles } from '../changes/rule-files.ts';
import type { ActorKind } from '../model/actor.ts';
import {
  ACTOR_KINDS,
  isRefusal,
  levels,
  sayLevels,
  stricter,
  writtenLevels,
  type Level,
  type Levels,
} from '../model/level.ts';
import { compile } from '../policy/compile.ts';
import { applyOverride } from '../policy/judge.ts';
import { nearest } from '../policy/nearest.ts';
import type { Override, Rule, Rules } from '../policy/rules.ts';
import { readState, textFile, type FileState } from '../system/files.ts';
import { UsageError } from '../system/usage.ts';
import { editList, parseYaml } from '../system/yaml.ts';
import type { Gate } from './open.ts';

const CONFIG = '.guardrail/config.yaml';

export type Promotion = {
  readonly path: string;
  readonly current: FileState;
  readonly wanted: FileState;
  readonly from: Levels;
  readonly to: Levels;
  readonly rules: Rules;
};

/** The config with one override that gives the rule this level everywhere; null leaves it to the rule itself. */
export async function planPromotion(gate: Gate, id: string, level: Level | null): Promise<Promotion> {
  return await planLevels(gate, id, (rule) => wantedLevels(rule, level));
}

/** The same for levels of one's own choice. */
export async function planLevels(gate: Gate, id: string, wanted: (rule: Rule) => Levels): Promise<Promotion> {
  const { root } = gate.repository;
  if (root === null) throw new UsageError('promote: there is no working tree here', 'guardrail help promote');
  const path = join(root, CONFIG);
  const current = await readState(path);
  if (current.kind !== 'file') throw new UsageError(`promote: there is no ${CONFIG} here`, 'guardrail init');
  const text = current.bytes.toString('utf8');
  const rules = await rulesWith(gate, text);
  const rule = findRule(rules, id);
  const to = wanted(rule);
  const from = levelsNow(rules, rule);
  if (isSame(from, to)) return { path, current, wanted: current, from, to, rules };
  const edited = keepLineEnds(text, (plain) => editList(plain, overrideFor(rules, rule, to)));
  const got = levelsNow(await rulesWith(gate, edited), rule);
  // what we would write is read back before anybody relies on it
  if (!isSame(got, to)) {
    throw new UsageError(
      `promote: ${id} stays at ${sayLevels(got)}: it is locked there, or a later override names it`,
      'guardrail explain',
    );
  }
  return { path, current, wanted: textFile(edited, current.mode), from, to, rules };
}

/** A file of a Windows editor stays one. */
function keepLineEnds(text: string, edit: (plain: string) => string): string {
  const isForeign = text.includes('\r\n') && !/[^\r]\n/.test(text);
  return isForeign ? edit(text.replaceAll('\r\n', '\n')).replaceAll('\n', '\r\n') : edit(text);
}

/** The rules as committed, with this config in place of theirs. */
async function rulesWith(gate: Gate, config: string): Promise<Rules> {
  const files = (await readRuleFiles(gate.git, gate.repository.head)).filter((file) => file.path !== CONFIG);
  const all = [...files, { path: CONFIG, text: config }];
  return compile({ name: CONFIG, files: all, shipped: gate.shipped, parse: parseYaml });
}

function findRule({ rules }: Rules, id: string): Rule {
  const rule = rules.find((one) => one.id === id);
  if (rule !== undefined) return rule;
  const near = nearest(
    id,
    rules.map((one) => one.id),
  );
  const hint = near === null ? '' : `; did you mean "${near}"?`;
  throw new UsageError(`promote: no rule in force is called "${id}"${hint}`, 'guardrail policy show');
}

/** Denied to an agent is asked of a person: a rule that denies both leaves no way to do what must be done. */
const ENFORCED: Levels = { agent: 'deny', human: 'ask', bot: 'deny', unknown: 'deny' };

function wantedLevels(rule: Rule, level: Level | null): Levels {
  if (level === 'deny') return ENFORCED;
  if (level !== null) return forAll(() => level);
  const own = forAll((kind) => rule.sentences[kind].level);
  return isRefusal(own.agent) ? own : ENFORCED;
}

export function levelsNow(rules: Rules, { id, locked, sentences, cap }: Rule): Levels {
  const everywhere = rules.overrides.filter((override) => override.path === null);
  return forAll((kind) => {
    const own = { ...sentences[kind], level: milder(sentences[kind].level, cap) };
    return applyOverride(everywhere, id, locked, own, (override) => override.sentences[kind]).sentence.level;
  });
}

function forAll(levelOf: (kind: ActorKind) => Level): Levels {
  return { agent: levelOf('agent'), human: levelOf('human'), bot: levelOf('bot'), unknown: levelOf('unknown') };
}

function milder(a: Level, b: Level): Level {
  return stricter(a, b) === a ? b : a;
}

function isSame(a: Levels, b: Levels): boolean {
  return ACTOR_KINDS.every((kind) => a[kind] === b[kind]);
}

/** Later overrides win: after those for everywhere that name the rule, and before those for some paths, which stay exceptions. */
function overrideFor({ overrides }: Rules, { id }: Rule, to: Levels): Parameters<typeof editList>[1] {
  const item = { rules: [id], level: writtenLevels(to) };
  const general = (one: Override): boolean => one.path === null && one.matches(id);
  const last = overrides.findLastIndex(general);
  const isOurs = overrides[last]?.rules.length === 1 && overrides[last].rules[0] === id;
  return { key: 'overrides', item, index: isOurs ? last : last + 1, how: isOurs ? 'replace' : 'insert' };
}

export function parseLevel(text: string): Level {
  const found = levels.find((level) => level === text && level !== 'allow');
  if (found === undefined)
    throw new UsageError(`promote: --to is warn, ask or deny, not "${text}"`, 'guardrail promote --help');
  return found;
}
