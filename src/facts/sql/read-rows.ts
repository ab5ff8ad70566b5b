import type { SqlConsequence } from './consequence.ts';
import { filters } from './where.ts';
import { type Scene, say } from './scene.ts';
import { wasMade } from './story.ts';
import type { Token } from './scan.ts';
import { type Name, hasWords, indexAtTop, insideParens, listAt, nameAt, namesAt, skipWords, wordAt } from './words.ts';

export function readTruncate(scene: Scene): readonly SqlConsequence[] {
  const { tokens, dialect } = scene;
  if (wordAt(tokens, 1) === '(') return [];
  const cascade = tokens.some(({ lower }) => lower === 'cascade') ? ' and of every table that refers to it' : '';
  const start = skipWords(
    tokens,
    1,
    new Set(['table', 'tables', 'cluster', 'materialized', 'view', 'database', 'schema', 'all', 'from']),
  );
  return namesAt(tokens, start, dialect)
    .filter(({ key }) => wasMade(scene.story, 'relation', key, scene.at) !== 'yes')
    .map(({ shown }) => {
      const because = `deletes every row of ${shown}${cascade}`;
      return say(scene, { kind: 'data.truncate', object: 'table', name: shown, certainty: 'certain', because });
    });
}

const DELETE_WORDS: ReadonlySet<string> = new Set(['low_priority', 'quick', 'ignore', 'only', 'from']);

export function readDelete(scene: Scene): readonly SqlConsequence[] {
  const { tokens, dialect } = scene;
  let start = skipWords(tokens, 1, DELETE_WORDS);
  const top = wordAt(tokens, start) === 'top';
  if (top) start = afterTop(tokens, start);
  if (wordAt(tokens, start) === '(') return ofSubquery(scene, start, 'deletes every row of');
  const name = nameAt(tokens, start, dialect);
  return name ? rowsOf(scene, name, name.next, 'deletes every row of', top) : [];
}

/** `DELETE FROM (SELECT * FROM orders WHERE …)` of Oracle, `DELETE FROM ONLY (orders)`: filtered inside or outside. */
function ofSubquery(scene: Scene, open: number, does: string): readonly SqlConsequence[] {
  const inner = insideParens(scene.tokens, open);
  const from = wordAt(inner, 0) === 'select' ? indexAtTop(inner, 1, ({ lower }) => lower === 'from') + 1 : 0;
  const name = nameAt(inner, from, scene.dialect);
  if (!name) return [];
  const after = scene.tokens.slice(open + inner.length + 2);
  const inside = inner.slice(name.next);
  const tokens = inside.some(({ lower }) => lower === 'where')
    ? [...inner.slice(from), ...after.filter(({ lower }) => lower !== 'where')]
    : [...inner.slice(from), ...after];
  return rowsOf({ ...scene, tokens }, name, name.next - from, does, false);
}

function afterTop(tokens: readonly Token[], at: number): number {
  const close = wordAt(tokens, at + 1) === '(' ? indexAtTop(tokens, at + 2, ({ lower }) => lower === ')') : at + 1;
  return skipWords(tokens, close + 1, new Set(['percent', 'from']));
}

export function readUpdate(scene: Scene): readonly SqlConsequence[] {
  const { tokens, dialect } = scene;
  if (wordAt(tokens, 1) === 'statistics') return [];
  let start = skipWords(
    tokens,
    1,
    new Set(['low_priority', 'ignore', 'only', 'or', 'rollback', 'abort', 'replace', 'fail']),
  );
  const top = wordAt(tokens, start) === 'top';
  if (top) start = afterTop(tokens, start);
  if (wordAt(tokens, start) === '(') return ofSubquery(scene, start, 'overwrites every row of');
  const name = nameAt(tokens, start, dialect);
  const set = indexAtTop(tokens, start, ({ lower }) => lower === 'set');
  if (!name || set >= tokens.length || fillsNewColumns(scene, name, set)) return [];
  return rowsOf(scene, name, name.next, 'overwrites every row of', top);
}

/** `ADD COLUMN b`, then `UPDATE t SET b = a`: nothing that was there before is lost. */
function fillsNewColumns({ tokens, dialect, story, at }: Scene, table: Name, set: number): boolean {
  const stop = indexAtTop(tokens, set + 1, ({ lower }) => lower === 'where' || lower === 'from');
  const items = listAt(tokens.slice(set + 1, stop), 0);
  const columns = items.flatMap((item) => {
    const list = wordAt(item, 0) === '(' ? listAt(insideParens(item, 0), 0) : [item];
    return list.map((one) => nameAt(one, 0, dialect)?.key.split('.').at(-1) ?? '');
  });
  return (
    columns.length > 0 && columns.every((column) => wasMade(story, 'column', `${table.key}.${column}`, at) === 'yes')
  );
}

function rowsOf(scene: Scene, name: Name, from: number, does: string, bounded: boolean): readonly SqlConsequence[] {
  const { tokens, story, at } = scene;
  if (wasMade(story, 'relation', name.key, at) === 'yes') return [];
  const where = indexAtTop(tokens, from, ({ lower }) => lower === 'where');
  const filter = filters(tokens.slice(where + 1, endOfWhere(tokens, where + 1)));
  if (where < tokens.length && filter === 'yes') return [];
  const joined = tokens.slice(from, where).some(({ lower }) => lower === 'join' || lower === 'using');
  const limited = bounded || tokens.some(({ lower }) => lower === 'limit');
  const certainty = filter === 'maybe' && where < tokens.length ? 'possible' : joined || limited ? 'likely' : 'certain';
  const how =
    where < tokens.length
      ? ': its WHERE is always true'
      : limited
        ? ' up to a limit: it has no WHERE'
        : ': it has no WHERE';
  const because = `${does} ${name.shown}${filter === 'maybe' && where < tokens.length ? ' that has a value' : how}`;
  return [say(scene, { kind: 'data.delete-all', object: 'row', name: name.shown, certainty, because })];
}

function endOfWhere(tokens: readonly Token[], from: number): number {
  return indexAtTop(tokens, from, ({ lower }) => /^(?:returning|order|limit|option|with)$/.test(lower));
}

/** `WHEN NOT MATCHED BY SOURCE THEN DELETE`. */
export function readMerge(scene: Scene): readonly SqlConsequence[] {
  const { tokens, dialect } = scene;
  const deletes = tokens.findIndex(({ lower }, at) => lower === 'then' && wordAt(tokens, at + 1) === 'delete');
  const name = nameAt(tokens, skipWords(tokens, 1, new Set(['into'])), dialect);
  if (deletes === -1 || !name || wasMade(scene.story, 'relation', name.key, scene.at) === 'yes') return [];
  const source = tokens.some((_token, at) => hasWords(tokens, at, 'by', 'source') && wordAt(tokens, at + 2) === 'then');
  const because = source
    ? `deletes every row of ${name.shown} that the source lacks`
    : `deletes rows of ${name.shown} that match`;
  const certainty = source ? 'likely' : 'possible';
  return [say(scene, { kind: 'data.delete-all', object: 'row', name: name.shown, certainty, because })];
}

/** `WITH gone AS (DELETE FROM orders RETURNING *) …`: what stands in the parentheses runs. */
export function readWith(scene: Scene): readonly SqlConsequence[] {
  const { tokens } = scene;
  const opens = [...tokens.keys()].filter((at) => wordAt(tokens, at) === '(' && ROWS.test(wordAt(tokens, at + 1)));
  const inner = opens.slice(0, 100).map((at) => insideParens(tokens, at));
  const main = indexAtTop(tokens, 1, ({ lower }) => /^(?:select|insert|delete|update|merge)$/.test(lower));
  return [...inner, tokens.slice(main)].flatMap((part) => readRows({ ...scene, tokens: part }));
}

const ROWS = /^(?:delete|update|merge)$/;

export function readRows(scene: Scene): readonly SqlConsequence[] {
  const verb = wordAt(scene.tokens, 0);
  if (verb === 'delete') return readDelete(scene);
  if (verb === 'update') return readUpdate(scene);
  return verb === 'merge' ? readMerge(scene) : [];
}
