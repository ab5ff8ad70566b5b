import type { Edit, Path, Truth } from '../../model/change.ts';
import type { Sides } from '../../model/content.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { environmentOfPath } from '../environment.ts';
import { folderOf, inFolder } from '../path.ts';
import { isFormattedSql, keepsChangesets } from '../sql/changesets.ts';
import type { Dialect, SqlConsequence } from '../sql/consequence.ts';
import { type SqlReading, consequencesOfSql } from '../sql/consequences.ts';
import { dialectOf } from '../sql/dialect.ts';
import { type SqlRole, historyOf, identityOf, isEarlier, sqlRoleOf } from '../sql/migration-path.ts';
import { observed } from '../sql/observed.ts';
import { mayDestroy, passedOver } from '../sql/postgresql.ts';
import { type SqlSchema, schemaOf, vanished } from '../sql/schema.ts';
import { sameStatements } from '../sql/same.ts';

/** Migrations and other files of SQL: what their statements do to what is stored, and whether they may still be edited. */
export const sql: Analyzer = {
  id: 'sql',
  reads: (edit) => isSql(edit.path),
  grammars: (input) => (input.edits.some((edit) => isSecondRead(edit, input)) ? ['postgresql'] : []),
  needs: ({ edits }) => [...new Set(edits.filter(({ path }) => isSql(path)).flatMap(({ path }) => lockOf(path)))],
  facts: (input) => {
    const files = input.edits.filter(({ path }) => isSql(path)).flatMap((edit) => fileOf(edit, input));
    return files.flatMap((file) => [...ofStatements(file, files, input), ...ofHistory(file), ...ofSchema(file, files)]);
  },
};

function isSql(path: Path): boolean {
  return /\.(?:sql|psql|pgsql|mysql|tsql|plsql|ddl|cql)(?:\.(?:j2|jinja2?|erb|ejs|tmpl|tpl|gotmpl|mustache|in))?$/i.test(
    path,
  );
}

/** Prisma writes the name of the database beside its migrations. */
function lockOf(path: Path): readonly Path[] {
  return /(?:^|\/)migration\.sql$/.test(path) ? [inFolder(historyOf(path), 'migration_lock.toml')] : [];
}

type File = {
  readonly edit: Edit;
  readonly role: SqlRole;
  readonly dialect: Dialect;
  readonly before: string;
  readonly after: string;
  /** Nobody has run it but its author: it is judged as if it were new. */
  readonly isNew: boolean;
  readonly reading: SqlReading;
};

function fileOf(edit: Edit, input: AnalyzerInput): readonly File[] {
  const sides = input.files.get(edit.path);
  if (!sides) return [];
  const [before, after] = [textOf(sides, 'before'), textOf(sides, 'after')];
  if (before === null || after === null) return [];
  const lock = lockOf(edit.path).map((path) => input.files.get(path)?.after);
  const dialect = dialectOf(edit.path, after === '' ? before : after, lock[0]?.kind === 'text' ? lock[0].text : '');
  const role = sqlRoleOf(edit.path);
  const isNew = edit.status === 'add' || edit.landed === false;
  const first = consequencesOfSql(after, { dialect, grammars: input.grammars });
  const more =
    role !== 'down' && isPostgresql(dialect) && mayDestroy(after) ? passedOver(after, first, input.grammars) : [];
  const reading = { ...first, consequences: [...first.consequences, ...more] };
  return [{ edit, role, dialect, before, after, isNew, reading }];
}

/** Where nothing says which dialect it is, PostgreSQL's parser may well read it. */
function isPostgresql(dialect: Dialect): boolean {
  return dialect === 'postgresql' || dialect === 'unknown';
}

function isSecondRead(edit: Edit, { files }: AnalyzerInput): boolean {
  const after = isSql(edit.path) ? files.get(edit.path)?.after : undefined;
  return after?.kind === 'text' && mayDestroy(after.text) && isPostgresql(dialectOf(edit.path, after.text, ''));
}

/** Null: not to be read, which the shell has said. */
function textOf(sides: Sides, side: 'before' | 'after'): string | null {
  const content = sides[side];
  return content.kind === 'text' ? content.text : content.kind === 'absent' ? '' : null;
}

function ofStatements(file: File, files: readonly File[], { grammars }: AnalyzerInput): readonly Observation[] {
  const { edit, role, dialect, before, isNew, reading } = file;
  if (role === 'down' || edit.after === null) return [];
  const old = isNew || before === '' ? [] : consequencesOfSql(before, { dialect, grammars }).consequences;
  const seen = { edit, technology: 'sql', environment: environmentOfPath(edit.path), dependents: 0 };
  const found = newOnes(reading.consequences, old).map((said) =>
    observed(weighed(said, file), { ...seen, landed: landedOf(said, file, files) }),
  );
  return [...found, ...unreadOf(file)];
}

/** What the file did before is no news; where in it that stands does not matter. */
function newOnes(now: readonly SqlConsequence[], then: readonly SqlConsequence[]): readonly SqlConsequence[] {
  const known = new Map<string, number>();
  for (const said of then) known.set(keyOf(said), (known.get(keyOf(said)) ?? 0) + 1);
  return now.filter((said) => {
    const left = known.get(keyOf(said)) ?? 0;
    known.set(keyOf(said), left - 1);
    return left <= 0;
  });
}

function keyOf({ kind, object, name, because }: SqlConsequence): string {
  return [kind, object, name, because].join('\0');
}

/** Seeds, dumps and the queries of a program are not run against a database that holds something, or not as a whole. */
function weighed(said: SqlConsequence, { role, after }: File): SqlConsequence {
  const setsUp = said.remade === true && (role === 'schema' || role === 'script');
  return setsUp || role === 'seed' || role === 'query' || QUERIES.test(after)
    ? { ...said, certainty: 'possible' }
    : said;
}

/** `-- name: DeleteOrder :exec` of sqlc and its likes. */
const QUERIES = /^--\s*name:\s*\w/m;

/** The subject is not there yet where an earlier migration of this very change makes it. */
function landedOf({ name }: SqlConsequence, { edit }: File, files: readonly File[]): Truth {
  const key = name.toLowerCase().replace(/^(?:public|dbo|main)\./, '');
  const table = key.includes('.') ? key.slice(0, key.lastIndexOf('.')) : key;
  const made = files.some(
    (other) =>
      other.isNew &&
      other.role === 'migration' &&
      historyOf(other.edit.path) === historyOf(edit.path) &&
      isEarlier(other.edit.path, edit.path) &&
      other.reading.creates.some((one) => one === key || one === table),
  );
  return !made;
}

function unreadOf({ edit, role, reading }: File): readonly Observation[] {
  const unread = role === 'query' ? reading.unread.filter(({ why }) => why.includes('never closed')) : reading.unread;
  return unread.slice(0, 3).map(({ line, why }) => ({
    kind: 'unreadable',
    subject: edit.path,
    edit,
    range: { from: line, to: line },
    attributes: { what: 'SQL', why },
  }));
}

/** Databases remember what they have run: an edit reaches none of them, and tools that keep a checksum stop. */
function ofHistory(file: File): readonly Observation[] {
  const { edit, role } = file;
  if (role !== 'migration' || edit.status === 'add' || edit.landed === false) return [];
  const because = whyHistory(file);
  if (because === null) return [];
  const attributes = {
    landed: edit.landed,
    technology: 'sql',
    certainty: 'certain',
    because,
    remedy: 'leave it as it landed and write a new migration that changes what it did',
    object: 'other',
    name: edit.path,
    environment: environmentOfPath(edit.path),
    reversible: true,
    dependents: 0,
  };
  return [{ kind: 'data.migration-edit', subject: edit.path, edit, range: null, attributes }];
}

function whyHistory({ edit, before, after, dialect }: File): string | null {
  if (edit.after === null)
    return 'a migration that has landed is deleted: databases that ran it no longer match the files';
  const renamed = edit.from !== null && identityOf(edit.from) !== identityOf(edit.path);
  if (renamed) return 'a migration that has landed is renamed: it would run once more, or be missed';
  if (isFormattedSql(before) ? keepsChangesets(before, after, dialect) : sameStatements(before, after, dialect))
    return null;
  return 'a migration that has landed is edited: databases that ran it will not run it again';
}

/** A file that declares what there is: what vanishes from it is dropped by whoever applies it. */
function ofSchema(file: File, files: readonly File[]): readonly Observation[] {
  const { edit, role, dialect, before, isNew } = file;
  if (isNew || before === '' || (role !== 'schema' && role !== 'script')) return [];
  const then = schemaOf(before, dialect);
  if (then.tables.size === 0) return [];
  const certainty = certaintyOf(file, then, files);
  // a table that moved to another file is still declared
  const now = files
    .filter((other) => other.role === 'schema' || other.role === 'script')
    .map((other) => schemaOf(other.after, other.dialect));
  const seen = {
    edit,
    technology: 'sql',
    environment: environmentOfPath(edit.path),
    landed: edit.landed,
    dependents: 0,
  };
  return vanished(then, now, certainty).map((said) => observed(said, seen));
}

function certaintyOf({ role, edit }: File, then: SqlSchema, files: readonly File[]): 'likely' | 'possible' {
  // what a migration of this change does is judged there; the file is then only its print
  const printed = files.some((other) => other.role === 'migration') || /(?:^|\/)db\/structure\.sql$/.test(edit.path);
  const deleted = edit.after === null && !/(?:^|\/)(?:tables|schemas?)$/.test(folderOf(edit.path));
  return printed || deleted || (role !== 'schema' && then.share < 0.5) ? 'possible' : 'likely';
}
