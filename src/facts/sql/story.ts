import type { Dialect } from './consequence.ts';
import type { Statement } from './statements.ts';
import type { Comment, Token } from './token.ts';
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
  readonly made: readonly Made[];
  readonly renames: readonly Move[];
  /** `INSERT INTO to SELECT … FROM from`, `CREATE TABLE to AS SELECT … FROM from`. */
  readonly copies: readonly Move[];
  /** Tables whose triggers or row security are switched on again. */
  readonly enables: readonly { readonly key: string; readonly at: number }[];
  readonly warned: readonly string[];
  /** Prisma says in a comment what its migration costs: where it says nothing, nothing is lost. */
  readonly prisma: boolean;
};

export function storyOf(statements: readonly Statement[], comments: readonly Comment[], dialect: Dialect): Story {
  const made = statements.flatMap(({ tokens }, at) => madeBy(tokens, at, dialect));
  const renames = statements.flatMap(({ tokens }, at) => renamesOf(tokens, at, dialect));
  const copies = statements.flatMap(({ tokens, routine }, at) => (routine ? [] : copiesOf(tokens, at, dialect)));
  const warned = comments.filter(({ text }) => /^\s*\/\*\s*Warnings:/.test(text)).map(({ text }) => text);
  const prisma = warned.length > 0 || comments.some(({ text }) => /^-- (?:Alter|Create|Redefine|Drop)[A-Z]/.test(text));
  const enables = statements.flatMap(({ tokens }, at) => enabledBy(tokens, at, dialect));
  return { made, renames, copies, enables, warned, prisma };
}

/** Made by an earlier statement of this text, so that nothing of worth is in it. */
export function wasMade(story: Story, group: Group, key: string, before: number): 'no' | 'maybe' | 'yes' {
  const found = story.made.filter((one) => one.group === group && one.key === key && one.at < before);
  const renamed = story.renames.findLast(({ to, at }) => to === key && at < before);
  if (found.length === 0 && renamed && group === 'relation') return wasMade(story, group, renamed.from, renamed.at);
  if (key.startsWith('#') || key.startsWith('pg_temp.') || key.startsWith('tempdb.')) return 'yes';
  const last = found.at(-1);
  return last === undefined ? 'no' : last.how === 'maybe' ? 'maybe' : 'yes';
}

export function isMadeLater(story: Story, group: Group, key: string, after: number): boolean {
  return story.made.some((one) => one.group === group && one.key === key && one.at > after);
}

/** `users` where this text renamed `users` to `users_old` before. */
export function originOf(story: Story, key: string, before: number): string {
  const renamed = story.renames.findLast(({ to, at }) => to === key && at < before);
  return renamed ? originOf(story, renamed.from, renamed.at) : key;
}

function finalOf(story: Story, key: string, after: number): string {
  const renamed = story.renames.find(({ from, at }) => from === key && at > after);
  return renamed ? finalOf(story, renamed.to, renamed.at) : key;
}

/**
 * The dance of databases that cannot alter: make a new table, copy the rows, drop the old one, take its name. Told by where
 * the rows end: under the name the dropped table began with.
 */
export function isRebuilt(story: Story, key: string, at: number): boolean {
  const origin = originOf(story, key, at);
  return story.copies.some(
    (copy) =>
      copy.from === key &&
      copy.at < at &&
      wasMade(story, 'relation', copy.to, copy.at + 1) !== 'no' &&
      finalOf(story, copy.to, copy.at) === origin,
  );
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
  return source ? [{ from: source.key, to: target.key, at }] : [];
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
