import type { RuleFile } from '../model/content.ts';
import type { Document, Parse, Problem, Shipped } from '../model/document.ts';
import { kinds } from '../model/kinds.ts';
import { type Config, readConfig } from './config.ts';
import { readGenerated } from './generated.ts';
import { type Inventory, noInventory, readInventory } from './inventory.ts';
import { didYouMean } from './nearest.ts';
import { type Found, findPack } from './packs.ts';
import { type Words, readPolicy } from './policy.ts';
import { PolicyError } from './problem.ts';
import type { Reader } from './read.ts';
import type { Rule, Rules } from './rules.ts';
import { sha256 as ownSha256 } from './sha256.ts';

export type { Rules } from './rules.ts';

export type Source = {
  /** Which reading this is, for people: `HEAD`, `origin/main`. */
  readonly name: string;
  /** The reading's `.guardrail/**` and `.gitattributes`. */
  readonly files: readonly RuleFile[];
  readonly shipped: Shipped;
  /** system/yaml.ts, handed in because loading it costs more than everything else here. */
  readonly parse: Parse;
  /** node:crypto's, handed in: ours is slow until it is warm, and a commit waits for its first calls. */
  readonly sha256?: (text: string) => string;
};

const CONFIG = '.guardrail/config.yaml';
const INVENTORY = '.guardrail/inventory.yaml';
const POLICIES = /^\.guardrail\/policies\/.*\.ya?ml$/;
const PACKS = /^\.guardrail\/.*\.ya?ml$/;
const MOST_BYTES = 1_000_000;

/** Does this reading say anything? One that is absent does not count; with neither, the shipped pack alone does. */
export function hasRules(files: readonly RuleFile[]): boolean {
  return files.some((file) => file.path === CONFIG || POLICIES.test(file.path));
}

/**
 * Makes one reading of the rules ready, or throws a PolicyError with every problem in it. Files without rules give the
 * shipped pack `recommended`.
 */
export function compile({ name, files, shipped, parse, sha256 = ownSha256 }: Source): Rules {
  const problems: Problem[] = [];
  const readerOf = (file: string): Reader => ({
    file,
    report: (line, message) => void problems.push({ file, line, message }),
  });
  const documents = readDocuments(files, { parse, sha256 }, problems);
  const find = (path: string): Document | null => documents.find(({ file }) => file === path) ?? null;
  const config = readConfig(find(CONFIG), readerOf(CONFIG));
  const inventory = chooseInventory(config, find, readerOf);
  const words = wordsOf(config, inventory);
  const found = config.extends.flatMap(
    (one) => findPack(one, { shipped, own: documents, sha256 }, readerOf(CONFIG)) ?? [],
  );
  const own = documents.filter(({ file }) => POLICIES.test(file));
  const rules = collect(found, own, words, readerOf);
  checkOverrides(config, rules, readerOf(CONFIG));
  if (problems.length > 0) throw new PolicyError(name, problems);
  return {
    name,
    hash: hashOf(files, found, sha256),
    repo: config.repo,
    protected: config.protected,
    since: config.since,
    people: config.people,
    approvals: config.approvals,
    isGenerated: readGenerated(files),
    environmentOf: config.environmentOf,
    inventory: inventory.of,
    windows: [...config.windows.values()],
    roles: config.roles,
    limits: config.limits,
    review: config.review,
    risk: config.risk,
    overrides: config.overrides,
    packs: found.map(({ pack }) => pack),
    rules,
    rulesFor: byKind(rules),
    sha256,
  };
}

function readDocuments(
  files: readonly RuleFile[],
  { parse, sha256 }: Required<Pick<Source, 'parse' | 'sha256'>>,
  problems: Problem[],
): readonly Document[] {
  return files.flatMap(({ path: file, text }): readonly Document[] => {
    if (!PACKS.test(file) || file.startsWith('.guardrail/failure-models/')) return [];
    if (text.length > MOST_BYTES) {
      problems.push({ file, line: 1, message: `${text.length} characters: a file of rules has at most ${MOST_BYTES}` });
      return [];
    }
    const parsed = parse(text);
    if (parsed.kind === 'read') return [{ file, sha256: sha256(text), root: parsed.root }];
    problems.push(...parsed.problems.map((problem) => ({ file, ...problem })));
    return [];
  });
}

function chooseInventory(
  config: Config,
  find: (path: string) => Document | null,
  readerOf: (file: string) => Reader,
): Inventory {
  const path = config.inventory?.path ?? INVENTORY;
  const document = find(path);
  if (document !== null) return readInventory(document, readerOf(path));
  if (config.inventory !== null) {
    readerOf(CONFIG).report(
      config.inventory.line,
      `the inventory ${path} is not there (it must be a YAML file in .guardrail)`,
    );
  }
  return noInventory;
}

function wordsOf(config: Config, inventory: Inventory): Words {
  return {
    windows: config.windows,
    roles: config.roles.map(({ name }) => name),
    inventory: inventory.attributes,
    environments: config.environments,
    groups: [...config.people.keys()],
  };
}

/** Rules of packs, then the repository's own. A rule that two packs bring counts at its higher level. */
function collect(
  found: readonly Found[],
  own: readonly Document[],
  words: Words,
  readerOf: (file: string) => Reader,
): readonly Rule[] {
  const rules = new Map<string, Rule>();
  const add = (rule: Rule): void => {
    const before = rules.get(rule.id);
    const isSame = before?.source.file === rule.source.file && before.source.line === rule.source.line;
    if (before !== undefined && !isSame) {
      const { file, line } = before.source;
      readerOf(rule.source.file).report(
        rule.source.line,
        `rule "${rule.id}" is already at ${file}:${line}: choose another id`,
      );
    }
    if (before === undefined || before.cap === 'warn') rules.set(rule.id, rule);
  };
  for (const { documents, choice } of found) {
    for (const document of documents) readPolicy(document, readerOf(document.file), words, choice).rules.forEach(add);
  }
  const inPacks = new Set(found.flatMap(({ documents }) => documents.map(({ file }) => file)));
  for (const document of own.filter(({ file }) => !inPacks.has(file))) {
    readPolicy(document, readerOf(document.file), words, { pack: null, cap: 'deny' }).rules.forEach(add);
  }
  return [...rules.values()];
}

/** An override that meets no rule is a typing mistake that somebody relies on. */
function checkOverrides(config: Config, rules: readonly Rule[], reader: Reader): void {
  const ids = rules.map(({ id }) => id);
  for (const override of config.overrides) {
    for (const id of override.rules) {
      const isOurs = /[*?[{]/.test(id) || id.startsWith('role.') || id.startsWith('limit.') || ids.includes(id);
      if (!isOurs) reader.report(override.source.line, `an override names no rule: "${id}"${didYouMean(id, ids)}`);
    }
  }
}

function byKind(rules: readonly Rule[]): Rules['rulesFor'] {
  const table = new Map<string, readonly Rule[]>();
  const forAll = rules.filter((rule) => rule.kinds === null);
  for (const kind of Object.keys(kinds)) {
    table.set(
      kind,
      rules.filter((rule) => rule.kinds === null || rule.kinds.includes(kind)),
    );
  }
  return (kind) => table.get(kind) ?? forAll;
}

function hashOf(files: readonly RuleFile[], found: readonly Found[], sha256: (text: string) => string): string {
  const read = files.filter(({ path }) => !path.startsWith('.guardrail/failure-models/'));
  const parts = [
    ...read.map(({ path, text }) => `file ${path} ${sha256(text)}`).sort(),
    ...found.map(({ pack }) => `pack ${pack.name} ${pack.sha256}`),
  ];
  return sha256(parts.join('\n'));
}
