import type { Actor } from '../model/actor.ts';
import type { Entry, Node } from '../model/document.ts';
import type { Source } from '../model/verdict.ts';
import { selectKinds } from './conditions/fact.ts';
import { type Reader, readFields, readItems, readMap } from './read.ts';
import { type Matcher, readGlobs, readMatcher } from './value.ts';

/** What some agents may do. Restrictions only: two roles that match one agent leave it what both leave it. */
export type Role = {
  readonly name: string;
  readonly source: Source;
  /** Null for `default`, which is for whoever has no other role. */
  readonly who: ((actor: Actor, branch: string | null) => boolean) | null;
  readonly may: Scope;
  readonly mayNot: Scope;
};

/** A role in its own words, for whoever must be told of it or must enforce it elsewhere. */
export type ScopeWords = {
  readonly paths: readonly string[] | null;
  readonly facts: readonly string[] | null;
  readonly commands: readonly Readonly<Record<string, string>>[] | null;
};

/** A sort that is not named is null. */
export type Scope = {
  readonly words: ScopeWords;
  readonly paths: ((path: string) => boolean) | null;
  readonly facts: ((kind: string) => boolean) | null;
  readonly commands: ((attributes: Readonly<Record<string, unknown>>) => boolean) | null;
};

const SORTS = ['paths', 'facts', 'commands'] as const;
const WHO = ['agent', 'subagent', 'bot', 'author', 'env', 'branch'] as const;
const DEFAULT = 'default';

export function readRole(reader: Reader, { key: name, line, value }: Entry): Role {
  const fields = readFields(reader, value, `role ${name}`, ['who', 'may', 'may-not']);
  const who = fields.get('who');
  if (who === undefined && name !== DEFAULT)
    reader.report(line, `role ${name} needs "who"; only "${DEFAULT}" has none`);
  if (who !== undefined && name === DEFAULT)
    reader.report(who.line, `role ${DEFAULT} is for whoever has no other: it takes no "who"`);
  return {
    name,
    source: { file: reader.file, line },
    who: who === undefined ? null : readWho(reader, who.value, name),
    may: readScope(reader, fields.get('may'), `role ${name}: may`),
    mayNot: readScope(reader, fields.get('may-not'), `role ${name}: may-not`),
  };
}

function readScope(reader: Reader, entry: Entry | undefined, what: string): Scope {
  if (entry === undefined) return { words: NO_WORDS, paths: null, facts: null, commands: null };
  const fields = readFields(reader, entry.value, what, SORTS);
  const paths = fields.get('paths');
  const facts = fields.get('facts');
  const commands = fields.get('commands');
  const kinds = facts === undefined ? null : new Set(selectKinds(reader, facts.value, what));
  return {
    words: {
      paths: paths === undefined ? null : wordsOf(paths.value),
      facts: facts === undefined ? null : wordsOf(facts.value),
      commands: commands === undefined ? null : readItems(commands.value).map(entriesOf),
    },
    paths: paths === undefined ? null : readGlobs(reader, paths.value, `${what} paths`),
    facts: kinds === null ? null : (kind) => kinds.has(kind),
    commands: commands === undefined ? null : readCommands(reader, commands.value, what),
  };
}

const NO_WORDS: ScopeWords = { paths: null, facts: null, commands: null };

function wordsOf(node: Node): readonly string[] {
  return readItems(node).flatMap((item) => (item.kind === 'value' && item.value !== null ? [String(item.value)] : []));
}

function entriesOf(node: Node): Readonly<Record<string, string>> {
  if (node.kind !== 'map') return {};
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, wordsOf(value).join(', ')]));
}

function readCommands(reader: Reader, node: Node, what: string): NonNullable<Scope['commands']> {
  const commands = readItems(node).map((item) => {
    readFields(reader, item, `${what} commands`, ['tool', 'verb', 'target', 'context']);
    return readMap(reader, item, `${what} commands`).entries.map(({ key, value }) => ({
      key,
      matcher: readMatcher(reader, value, key),
    }));
  });
  return (attributes) =>
    commands.some((command) => command.every(({ key, matcher }) => matcher.matches(word(attributes[key])) !== false));
}

function word(value: unknown): string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : 'unknown';
}

type Who = NonNullable<Role['who']>;

/** Every key must match. Names are compared as a whole: a substring of somebody's address is somebody else. */
function readWho(reader: Reader, node: Node, role: string): Who {
  const fields = readFields(reader, node, `role ${role}: who`, WHO);
  const tests: Who[] = [];
  for (const key of WHO) {
    const entry = fields.get(key);
    if (entry !== undefined) tests.push(readWhoTest(reader, key, entry.value));
  }
  if (tests.length === 0) reader.report(node.line, `role ${role}: who needs at least one of ${WHO.join(', ')}`);
  const namesPeople = fields.has('author');
  return (actor, branch) =>
    // roles scope machines; a person has one only where the role names that person
    (actor.kind !== 'human' || namesPeople) && tests.every((test) => test(actor, branch));
}

function readWhoTest(reader: Reader, key: (typeof WHO)[number], node: Node): Who {
  if (key === 'env') return readEnv(reader, node);
  const matches = readGlobs(reader, node, key);
  const given = (text: string | null | undefined): boolean => text !== null && text !== undefined && matches(text);
  switch (key) {
    case 'agent':
      return (actor) => actor.kind !== 'bot' && given(actor.agent);
    case 'bot':
      return (actor) => actor.kind !== 'agent' && given(actor.agent);
    case 'subagent':
      return (actor) => given(actor.env['GUARDRAIL_SUBAGENT']);
    case 'author':
      return (actor) => given(actor.email) || given(actor.name);
    case 'branch':
      return (_actor, branch) => given(branch);
  }
}

/** `{GUARDRAIL_ROLE: marketing}`: what a process claims of itself may narrow its role, so claims are welcome here. */
function readEnv(reader: Reader, node: Node): Who {
  const wanted = readMap(reader, node, 'env').entries.map(({ key, line, value }) => {
    if (!key.startsWith('GUARDRAIL_')) {
      reader.report(line, `env: only variables that start with GUARDRAIL_ are kept, and "${key}" does not`);
    }
    const matcher: Matcher = readMatcher(reader, value, key);
    return { key, matcher };
  });
  return (actor) => wanted.every(({ key, matcher }) => matcher.matches(actor.env[key] ?? '') === true);
}

/** The roles of one actor; `default` where none matches. It is not for people, who have no role. */
export function rolesOf(roles: readonly Role[], actor: Actor, branch: string | null): readonly Role[] {
  const own = roles.filter((role) => role.who?.(actor, branch) === true);
  if (own.length > 0 || actor.kind === 'human') return own;
  return roles.filter((role) => role.who === null);
}
