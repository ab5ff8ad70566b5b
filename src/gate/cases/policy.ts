import type { Actor } from '../../model/actor.ts';
import type { Shell } from '../../model/call.ts';
import type { Mode, Oid, RefUpdate, Truth } from '../../model/change.ts';
import type { Document, Node } from '../../model/document.ts';
import type { Value } from '../../model/fact.ts';
import { kinds } from '../../model/kinds.ts';
import {
  type Fields,
  type Reader,
  readFields,
  readItems,
  readMap,
  readRequired,
  readText,
  readWord,
} from '../../policy/read.ts';
import { didYouMean } from '../../policy/nearest.ts';
import { type Case, type CaseFact, type CaseFile, actorOf, expectations, fileOf, textFile } from './case.ts';

const KEYS = [
  'name',
  'command',
  'shell',
  'cwd',
  'before',
  'after',
  'refs',
  'facts',
  'actor',
  'operator',
  'rule',
  'expect',
];
const MODES: readonly Mode[] = ['100644', '100755', '120000', '160000'];
const MOVEMENTS: readonly RefUpdate['movement'][] = ['create', 'delete', 'forward', 'rewrite', 'unknown', 'none'];
const OLD: Oid = '1'.repeat(40);
const NEW: Oid = '2'.repeat(40);

/** The `cases:` of a policy file, with the rules they are about; complaints go to the reader. */
export function readPolicyCases(document: Document, reader: Reader): readonly Case[] {
  if (document.root.kind !== 'map') return [];
  const entry = document.root.entries.find(({ key }) => key === 'cases');
  const rules = ruleIds(document);
  return entry === undefined ? [] : readItems(entry.value).map((node) => readCase(reader, node, rules));
}

export function ruleIds(document: Document): readonly string[] {
  if (document.root.kind !== 'map') return [];
  const rules = document.root.entries.find(({ key }) => key === 'rules');
  return (rules === undefined ? [] : readItems(rules.value)).flatMap((rule) => {
    const id = rule.kind === 'map' ? rule.entries.find(({ key }) => key === 'id')?.value : undefined;
    return id?.kind === 'value' && typeof id.value === 'string' ? [id.value] : [];
  });
}

function readCase(reader: Reader, node: Node, rules: readonly string[]): Case {
  const problems: string[] = [];
  const told: Reader = {
    file: reader.file,
    report: (line, message) => {
      problems.push(`line ${line}: ${message}`);
      reader.report(line, message);
    },
  };
  const fields = readFields(told, node, 'a case', KEYS);
  const what = readNeeded(told, fields, 'name', node);
  const id = what === null ? `line ${node.line}` : readText(told, what, 'name');
  const expect = readNeeded(told, fields, 'expect', node);
  const expected = expect === null ? null : readWord(told, expect, 'expect', expectations);
  const actor = readActor(told, fields.get('actor')?.value);
  const operator = fields.has('operator') ? readActor(told, fields.get('operator')?.value) : actor;
  const read = { id, actor, operator, rule: readRule(told, fields, rules), ...readSituation(told, fields) };
  if (problems.length > 0 || expected === null) return { kind: 'unreadable', id, why: problems.join('; ') };
  const command = fields.get('command');
  return command === undefined
    ? { kind: 'change', expected, ...read }
    : { kind: 'command', expected, ...read, files: read.before, ...readCommand(told, fields, command.value) };
}

const SHELLS: readonly Shell[] = ['sh', 'powershell', 'cmd'];

/** What lies on disk stands in `before`. */
function readCommand(reader: Reader, fields: Fields, node: Node): Pick<Command, 'command' | 'shell' | 'cwd'> {
  const [shell, cwd] = [fields.get('shell'), fields.get('cwd')];
  return {
    command: readText(reader, node, 'command'),
    shell: (shell === undefined ? null : readWord(reader, shell.value, 'shell', SHELLS)) ?? 'sh',
    cwd: cwd === undefined ? null : readText(reader, cwd.value, 'cwd'),
  };
}

type Command = Extract<Case, { kind: 'command' }>;

function readNeeded(reader: Reader, fields: Fields, key: string, node: Node): Node | null {
  return readRequired(reader, fields, key, 'a case', node.line);
}

type Situation = Pick<Extract<Case, { kind: 'change' }>, 'before' | 'after' | 'refs' | 'facts'>;

function readSituation(reader: Reader, fields: Fields): Situation {
  return {
    before: readFiles(reader, fields.get('before')?.value),
    after: readFiles(reader, fields.get('after')?.value),
    refs: readItems(fields.get('refs')?.value ?? EMPTY).map((ref) => readRef(reader, ref)),
    facts: readItems(fields.get('facts')?.value ?? EMPTY).map((fact) => readFact(reader, fact)),
  };
}

const EMPTY: Node = { kind: 'value', line: 1, value: null };

function readRule(reader: Reader, fields: Fields, rules: readonly string[]): string | null {
  const rule = fields.get('rule');
  if (rule === undefined) return rules.length === 1 ? (rules[0] ?? null) : null;
  const id = readText(reader, rule.value, 'rule');
  if (!rules.includes(id)) reader.report(rule.line, `rule: this policy has no rule "${id}"${didYouMean(id, rules)}`);
  return id;
}

/** `agent`, or `{kind: bot, agent: renovate}`. */
function readActor(reader: Reader, node: Node | undefined): Actor {
  if (node === undefined) return actorOf({});
  const words: Record<string, string> = {};
  if (node.kind === 'value') words['kind'] = readText(reader, node, 'actor');
  else {
    const fields = readFields(reader, node, 'actor', ['kind', 'agent', 'role', 'vendor', 'email']);
    for (const [key, entry] of fields) words[key] = readText(reader, entry.value, key);
  }
  const kind = { kind: 'value', line: node.line, value: words['kind'] ?? 'agent' } as const;
  const known = readWord(reader, kind, 'actor', ['agent', 'human', 'bot', 'unknown']);
  return actorOf({ ...words, kind: known ?? 'agent' });
}

function readFiles(reader: Reader, node: Node | undefined): ReadonlyMap<string, CaseFile> {
  const entries = node === undefined ? [] : readMap(reader, node, 'before and after').entries;
  return new Map(entries.map(({ key, value }) => [key, readFile(reader, value)]));
}

/** A text, or `{text, mode, size, binary}` for what a text cannot show. */
function readFile(reader: Reader, node: Node): CaseFile {
  if (node.kind === 'value') return textFile(node.value === null ? '' : String(node.value));
  const fields = readFields(reader, node, 'a file of a case', ['text', 'mode', 'size', 'binary']);
  const mode = fields.get('mode');
  const text = fields.get('text');
  const size = fields.get('size')?.value;
  const binary = fields.get('binary')?.value;
  const file = fileOf(
    Buffer.from(text === undefined ? '' : readText(reader, text.value, 'text')),
    (mode === undefined ? null : readWord(reader, mode.value, 'mode', MODES)) ?? '100644',
  );
  return {
    ...file,
    size: size?.kind === 'value' && typeof size.value === 'number' ? size.value : file.size,
    binary: binary?.kind === 'value' && binary.value === true,
  };
}

/** One line of a push; what is left out is the everyday: an unprotected branch that nobody else has. */
function readRef(reader: Reader, node: Node): RefUpdate {
  const fields = readFields(reader, node, 'a ref of a case', ['ref', 'movement', 'protected', 'lease', 'foreign']);
  const ref = fields.get('ref');
  const movement = fields.get('movement');
  const foreign = fields.get('foreign')?.value;
  const moves = (movement === undefined ? null : readWord(reader, movement.value, 'movement', MOVEMENTS)) ?? 'forward';
  return {
    ref: ref === undefined ? 'refs/heads/topic' : readText(reader, ref.value, 'ref'),
    before: moves === 'create' ? null : OLD,
    after: moves === 'delete' ? null : NEW,
    movement: moves,
    protected: truthOf(fields, 'protected') === true,
    lease: truthOf(fields, 'lease'),
    foreign:
      foreign?.kind === 'value' && typeof foreign.value === 'number'
        ? foreign.value
        : foreign === undefined
          ? 0
          : 'unknown',
    commits: [],
  };
}

function truthOf(fields: Fields, key: string): Truth {
  const node = fields.get(key)?.value;
  if (node === undefined) return false;
  return node.kind === 'value' && typeof node.value === 'boolean' ? node.value : 'unknown';
}

/** A fact as an analyzer would state it; attributes that are left out are unknown. */
function readFact(reader: Reader, node: Node): CaseFact {
  const fields = readFields(reader, node, 'a fact of a case', ['kind', 'subject', 'path', 'attributes']);
  const kind = readWord(reader, fields.get('kind')?.value ?? node, 'kind', Object.keys(kinds)) ?? '';
  const path = fields.get('path');
  const subject = fields.get('subject');
  const where = path === undefined ? '' : readText(reader, path.value, 'path');
  const known = Object.keys(kinds[kind]?.attributes ?? {});
  const attributes: Record<string, Value> = Object.fromEntries(known.map((name) => [name, 'unknown']));
  for (const { key, line, value } of readMap(reader, fields.get('attributes')?.value ?? EMPTY, 'attributes').entries) {
    if (!known.includes(key)) reader.report(line, `${kind} has no attribute "${key}"${didYouMean(key, known)}`);
    else if (value.kind === 'value' && value.value !== null) attributes[key] = value.value;
  }
  return {
    kind,
    subject: subject === undefined ? where : readText(reader, subject.value, 'subject'),
    path: where,
    attributes,
  };
}
