import type { Dialect } from './consequence.ts';
import type { Statement } from './statements.ts';
import type { Comment, Token } from './scan.ts';
import { tokenize } from './token.ts';
import { BEFORE_NAME, hasWords, indexAtTop, listAt, nameAt, skipWords, wordAt } from './words.ts';

/** What a name stands for; tables, views and sequences share one room. */
export type Group = 'relation' | 'type' | 'schema' | 'database' | 'role' | 'routine' | 'index' | 'policy' | 'column';
type Made = {
  readonly group: Group;
  readonly key: string;
  readonly at: number;
  readonly how: 'new' | 'maybe' | 'temp';
};
type Move = { readonly from: string; readonly to: string; readonly at: number };

/** What a text says about its own objects, from its first statement to its last: a drop is judged in that light. */
export type Story = {
  readonly made: Index<Made>;
  readonly renamedTo: Index<Move>;
  readonly renamedFrom: Index<Move>;
  /** `INSERT INTO to SELECT … FROM from`, `CREATE TABLE to AS SELECT … FROM from`, by `from`. */
  readonly copies: Index<Move>;
  /** Tables whose triggers or row security are switched on again. */
  readonly enables: Index<{ readonly key: string; readonly at: number }>;
  readonly warned: readonly string[];
  /** Prisma says in a comment what its migration costs: where it says nothing, nothing is lost. */
  readonly prisma: boolean;
};
/** A dump has ten thousand statements: each must find the others without walking past all of them. */
type Index<T> = ReadonlyMap<string, readonly T[]>;

export function storyOf(statements: readonly Statement[], comments: readonly Comment[], dialect: Dialect): Story {
  const run = statements.map(({ tokens, routine }) => (routine ? tokens.slice(0, 20) : tokens));
  const made = run.flatMap((tokens, at) => madeBy(tokens, at, dialect));
  const moves = run.flatMap((tokens, at) => renamesOf(tokens, at, dialect));
  const copies = run.flatMap((tokens, at) =>
    [tokens, ...stringsOf(tokens, dialect)].flatMap((one) => copiesOf(one, at, dialect)),
  );
  const enables = run.flatMap((tokens, at) => enabledBy(tokens, at, dialect));
  const warned = comments.filter(({ text }) => /^\s*\/\*\s*Warnings:/.test(text)).map(({ text }) => text);
  const prisma = warned.length > 0 || comments.some(({ text }) => /^-- (?:Alter|Create|Redefine|Drop)[A-Z]/.test(text));
  return {
    made: indexBy(made, madeKey),
    renamedTo: indexBy(moves, ({ to }) => to),
    renamedFrom: indexBy(moves, ({ from }) => from),
    copies: indexBy(copies, ({ from }) => from),
    enables: indexBy(enables, ({ key }) => key),
    warned,
    prisma,
  };
}

function indexBy<T>(all: readonly T[], keyOf: (one: T) => string): Index<T> {
  const index = new Map<string, T[]>();
  for (const one of all) index.set(keyOf(one), [...(index.get(keyOf(one)) ?? []).slice(-MANY), one]);
  return index;
}

/** Nobody makes one table a hundred times; a text that does is not worth the time of looking at all of them. */
const MANY = 100;

function madeKey({ group, key }: Pick<Made, 'group' | 'key'>): string {
  return `${group}:${key}`;
}

/** Of a string that is run: what the text around it has made is there for it as well. */
export function within(outer: Story, inner: Story): Story {
  const made = new Map(inner.made);
  for (const [key, all] of outer.made)
    made.set(key, [...all.map((one) => ({ ...one, at: -1 })), ...(made.get(key) ?? [])]);
  return { ...inner, made, warned: outer.warned, prisma: outer.prisma };
}

/** Tables and columns that are new with this text. */
export function createdBy({ made }: Story): readonly string[] {
  const all = [...made.values()]
    .flat()
    .filter(({ group, how }) => (group === 'relation' || group === 'column') && how === 'new');
  return [...new Set(all.map(({ key }) => key))];
}

/** Made by an earlier statement of this text, so that nothing of worth is in it. */
export function wasMade(story: Story, group: Group, key: string, before: number): 'no' | 'maybe' | 'yes' {
  if (/^#|^pg_temp\.|^tempdb\./.test(key)) return 'yes';
  const last = story.made.get(madeKey({ group, key }))?.findLast(({ at }) => at < before);
  if (last) return last.how === 'maybe' ? 'maybe' : 'yes';
  const renamed = group === 'relation' ? story.renamedTo.get(key)?.findLast(({ at }) => at < before) : undefined;
  return renamed && renamed.at < before ? wasMade(story, group, renamed.from, renamed.at) : 'no';
}

export function isMadeLater(story: Story, group: Group, key: string, after: number): boolean {
  return story.made.get(madeKey({ group, key }))?.some(({ at }) => at > after) === true;
}

export function isEnabledLater(story: Story, key: string, after: number): boolean {
  return story.enables.get(key)?.some(({ at }) => at > after) === true;
}

export function isRenamed(story: Story, key: string): boolean {
  return story.renamedFrom.has(key);
}

export function takesName(story: Story, key: string): boolean {
  return story.renamedTo.has(key);
}

/** `users` where this text renamed `users` to `users_old` before. */
export function originOf(story: Story, key: string, before: number): string {
  const renamed = story.renamedTo.get(key)?.findLast(({ at }) => at < before);
  return renamed ? originOf(story, renamed.from, renamed.at) : key;
}

function finalOf(story: Story, key: string, after: number): string {
  const renamed = story.renamedFrom.get(key)?.find(({ at }) => at > after);
  return renamed ? finalOf(story, renamed.to, renamed.at) : key;
}

/**
 * The dance of databases that cannot alter: make a new table, copy the rows, drop the old one, take its name. Told by where
 * the rows end: under the name the dropped table began with.
 */
export function isRebuilt(story: Story, key: string, at: number): boolean {
  const origin = originOf(story, key, at);
  return (story.copies.get(key) ?? []).some(
    (copy) =>
      copy.at < at &&
      wasMade(story, 'relation', copy.to, copy.at + 1) !== 'no' &&
      finalOf(story, copy.to, copy.at) === origin,
  );
}

/** `EXEC('INSERT INTO … SELECT … FROM …')`, as Prisma writes it for SQL Server. */
function stringsOf(tokens: readonly Token[], dialect: Dialect): readonly (readonly Token[])[] {
  if (!/^exec(?:ute)?$/.test(wordAt(tokens, 0))) return [];
  const inserts = tokens.slice(0, 8).filter(({ kind, text }) => kind === 'string' && /^\s*insert\b/i.test(text));
  return inserts.map(({ text }) => tokenize(text, dialect).tokens);
}

const GROUPS: Readonly<Record<string, Group>> = {
  table: 'relation',
  view: 'relation',
  sequence: 'relation',
  type: 'type',
  domain: 'type',
  schema: 'schema',
  database: 'database',
  user: 'role',
  role: 'role',
  login: 'role',
  function: 'routine',
  procedure: 'routine',
  trigger: 'routine',
  event: 'routine',
  aggregate: 'routine',
  index: 'index',
  policy: 'policy',
};

export function groupOf(word: string): Group | null {
  return GROUPS[word] ?? null;
}

const BETWEEN: ReadonlySet<string> = new Set(
  'or replace alter temp temporary global local unlogged unique clustered nonclustered materialized external foreign fulltext spatial virtual constraint definer editionable noneditionable transient bitmap'.split(
    ' ',
  ),
);

function madeBy(tokens: readonly Token[], at: number, dialect: Dialect): readonly Made[] {
  if (wordAt(tokens, 0) === 'alter') return columnsAdded(tokens, at, dialect);
  if (wordAt(tokens, 0) === 'select') return selectedInto(tokens, at, dialect);
  if (wordAt(tokens, 0) !== 'create') return [];
  const object = skipWords(tokens, 1, BETWEEN);
  const group = groupOf(wordAt(tokens, object));
  if (!group) return [];
  const words = tokens.slice(1, object).map(({ lower }) => lower);
  const start = skipWords(tokens, object + 1, BEFORE_NAME);
  const owner = group === 'schema' && wordAt(tokens, start) === 'authorization' ? 1 : 0;
  const name = nameAt(tokens, start + owner, dialect);
  if (!name) return [];
  const maybe = words.includes('replace') || tokens.slice(object + 1, start).some(({ lower }) => lower === 'not');
  const temp = words.includes('temp') || words.includes('temporary') || /^##?/.test(name.key);
  return [{ group, key: name.key, at, how: temp ? 'temp' : maybe ? 'maybe' : 'new' }];
}

function columnsAdded(tokens: readonly Token[], at: number, dialect: Dialect): readonly Made[] {
  if (wordAt(tokens, 1) !== 'table') return [];
  const table = nameAt(tokens, skipWords(tokens, 2, BEFORE_NAME), dialect);
  if (!table) return [];
  let adds = false;
  return listAt(tokens, table.next).flatMap((action): readonly Made[] => {
    if (wordAt(action, 0) === 'add') adds = true;
    else if (/^(?:drop|alter|rename|modify|change|set)$/.test(wordAt(action, 0))) adds = false;
    if (!adds) return [];
    const start = skipWords(action, wordAt(action, 0) === 'add' ? 1 : 0, COLUMN_WORDS);
    const column = nameAt(action, start, dialect);
    return column ? [{ group: 'column', key: `${table.key}.${column.key}`, at, how: 'new' }] : [];
  });
}

const COLUMN_WORDS: ReadonlySet<string> = new Set(['column', 'if', 'not', 'exists', '(']);

/** `SELECT … INTO archive FROM orders`. */
function selectedInto(tokens: readonly Token[], at: number, dialect: Dialect): readonly Made[] {
  const into = indexAtTop(tokens, 1, ({ lower }) => lower === 'into' || lower === 'from');
  if (wordAt(tokens, into) !== 'into') return [];
  const name = nameAt(
    tokens,
    skipWords(tokens, into + 1, new Set(['temp', 'temporary', 'table', 'unlogged'])),
    dialect,
  );
  return name && !name.key.startsWith('@') ? [{ group: 'relation', key: name.key, at, how: 'new' }] : [];
}

function renamesOf(tokens: readonly Token[], at: number, dialect: Dialect): readonly Move[] {
  if (wordAt(tokens, 0) === 'alter' && /^(?:table|type)$/.test(wordAt(tokens, 1))) {
    const from = nameAt(tokens, skipWords(tokens, 2, BEFORE_NAME), dialect);
    if (!from || wordAt(tokens, from.next) !== 'rename') return [];
    const skip = /^(?:to|as)$/.test(wordAt(tokens, from.next + 1)) ? 2 : 1;
    return moved(
      from.key,
      nameAt(tokens, from.next + skip, dialect)?.key,
      at,
      !hasWords(tokens, from.next + 1, 'column'),
    );
  }
  if (hasWords(tokens, 0, 'rename', 'table'))
    return listAt(tokens, 2).flatMap((item) => {
      const from = nameAt(item, 0, dialect);
      return from ? moved(from.key, nameAt(item, from.next + 1, dialect)?.key, at, true) : [];
    });
  const renamer = tokens.findIndex(
    ({ lower, text }, index) => index < 8 && /(?:^|\.)sp_rename$/.test(lower || text.toLowerCase()),
  );
  const [from, to, what] = renamer === -1 ? [] : tokens.slice(renamer + 1).filter(({ kind }) => kind === 'string');
  return from && to && !what ? moved(bare(from.text), bare(to.text), at, true) : [];
}

function bare(text: string): string {
  return text
    .replaceAll(/[[\]"]/g, '')
    .toLowerCase()
    .replace(/^(?:public|dbo|main)\./, '');
}

function moved(from: string, to: string | undefined, at: number, really: boolean): readonly Move[] {
  return to !== undefined && really ? [{ from, to, at }] : [];
}

function enabledBy(tokens: readonly Token[], at: number, dialect: Dialect): readonly { key: string; at: number }[] {
  if (wordAt(tokens, 0) !== 'alter' && wordAt(tokens, 0) !== 'enable') return [];
  if (!tokens.some(({ lower }) => lower === 'enable')) return [];
  const on = tokens.findIndex(({ lower }) => lower === (wordAt(tokens, 0) === 'alter' ? 'table' : 'on'));
  const table = on === -1 ? null : nameAt(tokens, skipWords(tokens, on + 1, BEFORE_NAME), dialect);
  return table ? [{ key: table.key, at }] : [];
}

function copiesOf(tokens: readonly Token[], at: number, dialect: Dialect): readonly Move[] {
  const target = targetOf(tokens, dialect);
  if (!target) return [];
  const select = tokens.findIndex(({ lower }, index) => index >= target.next && lower === 'select');
  if (select === -1) return [];
  const from = indexAtTop(tokens, select + 1, ({ lower }) => lower === 'from');
  const source = nameAt(tokens, skipWords(tokens, from + 1, BEFORE_NAME), dialect);
  // rows that a WHERE leaves behind do not move
  const whole =
    source !== null && !tokens.slice(source.next).some(({ lower }) => lower === 'where' || lower === 'limit');
  return whole ? [{ from: source.key, to: target.key, at }] : [];
}

function targetOf(tokens: readonly Token[], dialect: Dialect): { readonly key: string; readonly next: number } | null {
  const into = tokens.findIndex(({ lower }) => lower === 'into');
  if (wordAt(tokens, 0) === 'insert' && into !== -1 && into < 5) return nameAt(tokens, into + 1, dialect);
  if (wordAt(tokens, 0) === 'select' && into !== -1) {
    const name = nameAt(tokens, into + 1, dialect);
    return name && { key: name.key, next: 0 };
  }
  if (wordAt(tokens, 0) !== 'create') return null;
  const object = skipWords(tokens, 1, BETWEEN);
  return wordAt(tokens, object) === 'table'
    ? nameAt(tokens, skipWords(tokens, object + 1, BEFORE_NAME), dialect)
    : null;
}
