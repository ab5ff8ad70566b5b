import type { Grammars } from '../../model/syntax.ts';
import type { Dialect, SqlConsequence } from './consequence.ts';
import { innerOf, isExecutor } from './dynamic.ts';
import { readCreate } from './read-create.ts';
import { readDrop } from './read-drop.ts';
import { readGrant } from './read-grant.ts';
import { readAlter, readCalls, readProcedure, readRename } from './read-other.ts';
import { readDelete, readMerge, readRows, readTruncate, readUpdate, readWith } from './read-rows.ts';
import { type SetBack, readDisable, readLock, readSet, setBackBy } from './read-setting.ts';
import type { Scene } from './scene.ts';
import { say } from './scene.ts';
import { type Statement, statementsOf } from './statements.ts';
import { type Story, createdBy, storyOf, within } from './story.ts';
import type { Token } from './scan.ts';
import { tokenize } from './token.ts';
import { nameAt, skipWords, wordAt } from './words.ts';

export type SqlReading = {
  readonly consequences: readonly SqlConsequence[];
  /** Statements nobody here knows, and what was opened and never closed. */
  readonly unread: readonly { readonly line: number; readonly why: string }[];
  /** Tables and columns (`orders`, `orders.note`) the text makes, in lower case and without the default schema. */
  readonly creates: readonly string[];
};
export type SqlContext = { readonly dialect: Dialect; readonly grammars?: Grammars };

/** Strings in strings in strings: nobody writes deeper ones who does not want to hide something. */
const DEPTH = 3;

/** What a text of SQL does when it is run, as far as the text tells. Every dialect is read by its tokens. */
export function consequencesOfSql(sql: string, { dialect }: SqlContext, depth = 0): SqlReading {
  const tokens = tokenize(sql, dialect);
  const statements = statementsOf(tokens, dialect);
  const story = storyOf(statements, tokens.comments, dialect);
  const executes = statements.some(isExecutor);
  const back = setBackBy(statements.map((one) => one.tokens));
  const read = statements.map((statement, at) =>
    readStatement(statement, at, { dialect, story, back, executes, depth }),
  );
  return {
    consequences: read.flatMap(({ consequences }) => consequences),
    unread: [...tokens.problems, ...read.flatMap(({ unread }) => unread)],
    creates: createdBy(story),
  };
}

type Around = {
  readonly dialect: Dialect;
  readonly story: Story;
  readonly back: SetBack;
  readonly executes: boolean;
  readonly depth: number;
};
type Read = Pick<SqlReading, 'consequences' | 'unread'>;

function readStatement(statement: Statement, at: number, around: Around): Read {
  const { tokens, routine, closed } = statement;
  const line = tokens[0]?.line ?? 1;
  if (routine)
    return { consequences: [], unread: closed ? [] : [{ line, why: 'the body of a routine is never closed' }] };
  const scene: Scene = { tokens: withoutTemplate(tokens), at, line, dialect: around.dialect, story: around.story };
  const inner = around.depth >= DEPTH ? [] : innerOf(statement, around.executes).map((one) => readInner(one, around));
  const own = readBy(scene, around);
  return {
    consequences: [...(own ?? []), ...inner.flatMap(({ consequences }) => consequences)],
    unread: [...(own === null ? unknown(scene) : []), ...inner.flatMap(({ unread }) => unread)],
  };
}

/** `{{ config(…) }}` of dbt above a statement is none of it. */
function withoutTemplate(tokens: readonly Token[]): readonly Token[] {
  const templates = tokens.findIndex(({ text, kind }) => kind !== 'word' || !/^(?:\{\{.*\}\}|\$\{.*\})$/.test(text));
  return templates > 0 ? tokens.slice(templates) : tokens;
}

function readInner(one: { sql: string; line: number; certainty: 'certain' | 'likely' }, around: Around): Read {
  // grammars are not needed below: every text is read by its tokens
  const { consequences } = consequencesInside(one.sql, around);
  const lower = (said: SqlConsequence): SqlConsequence => ({
    ...said,
    line: said.line + one.line - 1,
    certainty: one.certainty === 'likely' && said.certainty === 'certain' ? 'likely' : said.certainty,
  });
  return { consequences: consequences.map(lower), unread: [] };
}

function consequencesInside(sql: string, { dialect, depth, story }: Around): Read {
  const tokens = tokenize(sql, dialect);
  const statements = statementsOf(tokens, dialect);
  const own = storyOf(statements, tokens.comments, dialect);
  const around: Around = {
    dialect,
    story: within(story, own),
    back: setBackBy(statements.map((one) => one.tokens)),
    executes: statements.some(isExecutor),
    depth: depth + 1,
  };
  const read = statements.map((statement, at) => readStatement(statement, at, around));
  return { consequences: read.flatMap(({ consequences }) => consequences), unread: [] };
}

type Reader = (scene: Scene, around: Around) => readonly SqlConsequence[];

function readBy(scene: Scene, around: Around): readonly SqlConsequence[] | null {
  const verb = wordAt(scene.tokens, 0);
  // `constructor` is a word of no table
  const reader = Object.hasOwn(READERS, verb) ? READERS[verb] : undefined;
  if (reader) return reader(scene, around);
  return QUIET.has(verb) || scene.tokens[0]?.kind !== 'word' ? readCalls(scene) : null;
}

const READERS: Readonly<Record<string, Reader>> = {
  drop: readDrop,
  alter: readAlter,
  create: readCreate,
  truncate: readTruncate,
  delete: readDelete,
  update: readUpdate,
  merge: readMerge,
  with: (scene) => readWith(scene),
  explain: explained,
  grant: (scene) => readGrant(scene),
  set: (scene, { back }) => readSet(scene, back),
  pragma: (scene, { back }) => readSet(scene, back),
  rename: readRename,
  exec: readProcedure,
  execute: readProcedure,
  disable: readDisable,
  vacuum: readLock,
  cluster: readLock,
  lock: readLock,
  refresh: readLock,
  reindex: readLock,
  select: (scene) => [...readCalls(scene), ...setByCall(scene)],
  insert: overwrite,
  purge: (scene) => [
    say(scene, {
      kind: 'data.drop',
      object: wordAt(scene.tokens, 1) === 'table' ? 'table' : 'other',
      name: nameAt(scene.tokens, 2, scene.dialect)?.shown ?? wordAt(scene.tokens, 1),
      certainty: 'likely',
      because: `purges ${wordAt(scene.tokens, 1)}, which cannot be brought back`,
    }),
  ],
};

/** `EXPLAIN ANALYZE DELETE …` runs what it explains. */
function explained(scene: Scene): readonly SqlConsequence[] {
  const at = scene.tokens.findIndex(({ lower }) => /^(?:delete|update|merge)$/.test(lower));
  const runs = scene.tokens.slice(0, Math.max(0, at)).some(({ lower }) => lower === 'analyze');
  return at > 0 && runs ? readRows({ ...scene, tokens: scene.tokens.slice(at) }) : [];
}

/** `INSERT OVERWRITE TABLE t` of Hive and Spark. */
function overwrite(scene: Scene): readonly SqlConsequence[] {
  if (wordAt(scene.tokens, 1) !== 'overwrite') return [];
  const name =
    nameAt(scene.tokens, skipWords(scene.tokens, 2, new Set(['table', 'into'])), scene.dialect)?.shown ?? 'a table';
  const because = `overwrites what ${name} holds`;
  return [say(scene, { kind: 'data.truncate', object: 'table', name, certainty: 'likely', because })];
}

/** `SELECT pg_catalog.set_config('session_replication_role', 'replica', false)`. */
function setByCall(scene: Scene): readonly SqlConsequence[] {
  const at = scene.tokens.findIndex(({ lower }) => lower === 'set_config');
  if (
    at === -1 ||
    scene.tokens[at + 2]?.text !== 'session_replication_role' ||
    scene.tokens[at + 4]?.text !== 'replica'
  )
    return [];
  const because = 'triggers and foreign keys do not fire: session_replication_role is replica';
  return [
    say(scene, {
      kind: 'data.unprotect',
      object: 'setting',
      name: 'session_replication_role',
      certainty: 'certain',
      because,
    }),
  ];
}

/** Nothing is lost by these, whatever they say. */
const QUIET: ReadonlySet<string> = new Set(
  `begin start commit end rollback abort savepoint release use print declare values table show describe desc help comment analyze
   analyse copy call do prepare deallocate discard listen notify unlisten fetch move close open checkpoint load security reassign
   reset revoke import if else while for loop elsif elseif then return returns raise raiserror throw exit quit continue leave iterate
   signal resignal get null assert perform exception when repeat until goto waitfor kill dbcc checksum optimize repair
   flush install uninstall unlock handler xa replace upsert enable deny audit noaudit attach detach whenever prompt spool define
   column accept rem host connect conn disconnect undrop unset put list copy_into backup restore bulk truncate_table over off on
   flashback associate disassociate administer variable var pause ttitle store undefine save readtext writetext receive send break change
   stop binlog cache clone restart shutdown xa ls remove rm exchange exists watch check cancel resume configure experimental pivot
   unpivot summarize force admin split recover batch trace calibrate from replicate follow link unlink assert comment transfer label
   set_config checkpoint pragma ; ( go update_statistics reconfigure revert add open_cursor tran transaction work try catch last_updated
   insert_into delimiter exists not @ cursor option export unload msck cache uncache clear alias`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

function unknown({ tokens, line }: Scene): Read['unread'] {
  const [first, second] = tokens;
  if (!first || isAssignment(tokens)) return [];
  const start = `${first.text} ${second?.text ?? ''}`.trim().slice(0, 40);
  return [{ line, why: `no statement known here begins with "${start}"` }];
}

/** `v_count := 0` in a block, a label, a call. */
function isAssignment(tokens: readonly Token[]): boolean {
  if (tokens[0]?.lower.startsWith('@') || tokens[0]?.lower.startsWith(':')) return true;
  const next = tokens.find(({ lower }, at) => at > 0 && lower !== '.' && tokens[at - 1]?.lower !== '.');
  return next === undefined ? tokens.length > 1 : /^(?::=|=|:|\(|\[)$/.test(next.lower);
}
