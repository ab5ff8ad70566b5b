import type { Document, Node } from '../model/document.ts';
import type { KindScope } from '../model/kind.ts';
import type { Level } from '../model/level.ts';
import type { Parsing } from './conditions/condition.ts';
import {
  type Fields,
  type Reader,
  readFields,
  readFlag,
  readItems,
  readRequired,
  readText,
  readTexts,
  readWord,
} from './read.ts';
import type { Rule } from './rules.ts';
import { readTemplate } from './template.ts';
import { readSentences } from './then.ts';
import { readWhen } from './when.ts';

/** One policy file. Its cases are read elsewhere (cases.ts): a broken case must not stop a gate. */
export type Policy = { readonly id: string; readonly file: string; readonly rules: readonly Rule[] };

/** What rules may refer to: the parts of config.yaml that were read before them. */
export type Words = Omit<Parsing, 'reader' | 'kinds' | 'keys' | 'when'> & { readonly groups: readonly string[] };

const KEYS = ['policy', 'title', 'why', 'packs', 'locked', 'rules', 'cases', 'topic', 'notes'];
const RULE_KEYS = ['id', 'when', 'then', 'say', 'instead', 'why', 'locked', 'scope', 'packs', 'title'];
const SCOPES: readonly KindScope[] = ['history', 'net'];

export type Choice = {
  /** The pack whose rules are wanted; null takes every rule, as of a repository's own policy. */
  readonly pack: string | null;
  readonly cap: Level;
};

export function readPolicy(document: Document, reader: Reader, words: Words, choice: Choice): Policy {
  const { root, file } = document;
  const fields = readFields(reader, root, 'a policy', KEYS);
  const id = textOf(reader, fields, 'policy', 'a policy', root.line);
  const packs = packsOf(reader, fields) ?? [];
  const rules = readItems(readRequired(reader, fields, 'rules', `policy ${id}`, root.line) ?? EMPTY);
  if (fields.has('rules') && rules.length === 0) reader.report(root.line, `policy ${id} has no rules`);
  const general = {
    policy: id,
    title: textOf(reader, fields, 'title', `policy ${id}`, root.line),
    why: textOf(reader, fields, 'why', `policy ${id}`, root.line),
    locked: flagOf(reader, fields, 'locked') ?? false,
    cap: choice.cap,
  };
  const read = rules.map((node) => readRule(reader, node, general, words));
  const chosen = read.filter((rule) => choice.pack === null || (rule.packs ?? packs).includes(choice.pack));
  return { id, file, rules: chosen.map(({ rule }) => rule) };
}

const EMPTY: Node = { kind: 'value', line: 1, value: null };

type General = Pick<Rule, 'policy' | 'title' | 'why' | 'locked' | 'cap'>;
type Read = { readonly rule: Rule; readonly packs: readonly string[] | null };

function readRule(reader: Reader, node: Node, general: General, words: Words): Read {
  const fields = readFields(reader, node, 'a rule', RULE_KEYS);
  const id = textOf(reader, fields, 'id', 'a rule', node.line);
  const what = id === '' ? 'a rule' : `rule ${id}`;
  if (id !== '' && !/^[a-z0-9][a-z0-9._-]*$/i.test(id)) {
    reader.report(node.line, `${what}: an id has letters, digits, dots and dashes`);
  }
  const when = readWhen(readRequired(reader, fields, 'when', what, node.line) ?? EMPTY, { ...words, reader });
  const isWide = when.kinds === null && when.tests.every((test) => test.wide);
  // a rule about the change as a whole speaks once per change, not once per file
  const kinds = isWide ? ['change.size'] : when.kinds;
  const then = readRequired(reader, fields, 'then', what, node.line);
  const template = (key: 'say' | 'instead', fallback: string): Rule['say'] => {
    const value = fields.get(key)?.value ?? { kind: 'value', line: node.line, value: fallback };
    return readTemplate(reader, value, `${what}: ${key}`, kinds, words.inventory);
  };
  const scope = fields.get('scope');
  const rule: Rule = {
    ...general,
    id,
    source: { file: reader.file, line: node.line },
    title: optionalText(reader, fields, 'title') ?? general.title,
    why: optionalText(reader, fields, 'why') ?? general.why,
    locked: flagOf(reader, fields, 'locked') ?? general.locked,
    tests: when.tests,
    personal: when.tests.some((test) => test.personal),
    kinds,
    folders: when.folders,
    scope: scope === undefined ? null : readWord(reader, scope.value, 'scope', SCOPES),
    sentences: readSentences(reader, then ?? DENY, words.groups),
    say: template('say', general.title),
    instead: template('instead', ''),
  };
  return { rule, packs: packsOf(reader, fields) };
}

const DENY: Node = { kind: 'value', line: 1, value: 'deny' };

function packsOf(reader: Reader, fields: Fields): readonly string[] | null {
  const packs = fields.get('packs');
  return packs === undefined ? null : readTexts(reader, packs.value, 'packs');
}

function textOf(reader: Reader, fields: Fields, key: string, what: string, line: number): string {
  const node = readRequired(reader, fields, key, what, line);
  return node === null ? '' : readText(reader, node, key);
}

function optionalText(reader: Reader, fields: Fields, key: string): string | null {
  const entry = fields.get(key);
  return entry === undefined ? null : readText(reader, entry.value, key);
}

function flagOf(reader: Reader, fields: Fields, key: string): boolean | null {
  const entry = fields.get(key);
  return entry === undefined ? null : readFlag(reader, entry.value, key);
}
