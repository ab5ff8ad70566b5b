import type { SqlConsequence } from './consequence.ts';
import { type AlterScene, addTo } from './read-add.ts';
import { changeColumn, modifyColumn } from './read-column.ts';
import { type Scene, say } from './scene.ts';
import { isEnabledLater, isMadeLater, wasMade } from './story.ts';
import type { Token } from './scan.ts';
import { BEFORE_NAME, hasWords, insideParens, listAt, nameAt, namesAt, skipWords, wordAt } from './words.ts';

/** `ALTER TABLE t` with its actions, one after another; an action without a verb goes on with the one before. */
export function readAlterTable(scene: Scene): readonly SqlConsequence[] {
  const { tokens, dialect, story, at } = scene;
  const start = skipWords(tokens, 1, new Set(['table', 'foreign', 'external', ...BEFORE_NAME]));
  const table = nameAt(tokens, start, dialect);
  if (!table) return [];
  const made = wasMade(story, 'relation', table.key, at);
  const altered: AlterScene = { ...scene, table, made };
  let verb: readonly Token[] = [];
  return listAt(tokens, skipWords(tokens, table.next, new Set(['*']))).flatMap((item) => {
    const action = skipCheck(continued(verb, item));
    verb = verbOf(action);
    return made === 'yes' ? actionOnMade(altered, action) : actionOf(altered, action);
  });
}

const VERBS: ReadonlySet<string> = new Set(
  'add drop alter modify change rename set reset truncate exchange detach attach disable enable no force convert discard import with check nocheck switch split merge coalesce reorganize rebuild remove order owner validate inherit replica cluster engine comment auto_increment default character collate delete update clear move shrink partition not optimize analyze row_format cache logging nologging read parallel of options freeze materialize'.split(
    ' ',
  ),
);

/** `DROP COLUMN a, b` and `DROP CONSTRAINT a, COLUMN b` of T-SQL. */
function continued(verb: readonly Token[], item: readonly Token[]): readonly Token[] {
  if (VERBS.has(wordAt(item, 0))) return item;
  return /^(?:column|constraint)$/.test(wordAt(item, 0)) ? [...verb.slice(0, 1), ...item] : [...verb, ...item];
}

/** `WITH CHECK ADD CONSTRAINT` of T-SQL; `WITH NOCHECK` looks at no row. */
function skipCheck(action: readonly Token[]): readonly Token[] {
  if (hasWords(action, 0, 'with', 'nocheck')) return [];
  return wordAt(action, 0) === 'with' && wordAt(action, 1).endsWith('check') ? action.slice(2) : action;
}

function verbOf(action: readonly Token[]): readonly Token[] {
  const head = wordAt(action, 0);
  if (head === 'truncate') return action.slice(0, 2);
  if (head !== 'drop' && head !== 'add') return [];
  return DROPPED.has(wordAt(action, 1)) && head === 'drop' ? action.slice(0, 2) : action.slice(0, 1);
}

/** On a table of this very text only its name matters to others: nothing is in it yet. */
function actionOnMade(scene: AlterScene, action: readonly Token[]): readonly SqlConsequence[] {
  return wordAt(action, 0) === 'exchange' ? actionOf(scene, action) : [];
}

function actionOf(scene: AlterScene, action: readonly Token[]): readonly SqlConsequence[] {
  return ACTIONS[wordAt(action, 0)]?.(scene, action) ?? [];
}

type Action = (scene: AlterScene, action: readonly Token[]) => readonly SqlConsequence[];

const ACTIONS: Readonly<Record<string, Action>> = {
  drop,
  add: addTo,
  alter: changeColumn,
  modify: modifyColumn,
  change: modifyColumn,
  rename,
  set,
  truncate: (scene, action) => partitions(scene, action, 'data.truncate', 'empties'),
  exchange: (scene, action) => partitions(scene, action, 'data.delete-all', 'exchanges the rows of'),
  detach: (scene, action) => partitions(scene, action, 'data.drop', 'detaches'),
  clear: clearColumn,
  disable,
  no: (scene, action) =>
    hasWords(action, 1, 'force', 'row') ? unprotect(scene, 'row level security no longer binds the owner of') : [],
  nocheck: (scene) => unprotect(scene, 'constraints are no longer checked on'),
  discard: (scene, action) =>
    wordAt(action, 1) === 'tablespace'
      ? [about(scene, 'data.drop', 'table', `deletes the file that holds the rows of ${scene.table.shown}`)]
      : [],
  convert: (scene) => [
    about(scene, 'data.rewrite', 'table', `converts every text of ${scene.table.shown}`, 'possible', {
      lossy: 'unknown',
    }),
  ],
  switch: (scene) => [
    about(scene, 'data.delete-all', 'partition', `moves the rows of ${scene.table.shown} away`, 'likely'),
  ],
  delete: (scene, action) =>
    action.some(({ lower }) => lower === 'where') && !/^(?:1|true)$/.test(action.at(-1)?.text ?? '')
      ? []
      : [about(scene, 'data.delete-all', 'row', `deletes every row of ${scene.table.shown}`)],
};

function about(
  scene: AlterScene,
  kind: SqlConsequence['kind'],
  object: string,
  because: string,
  certainty: SqlConsequence['certainty'] = 'certain',
  more?: SqlConsequence['more'],
): SqlConsequence {
  return say(scene, { kind, object, name: scene.table.shown, certainty, because, ...(more ? { more } : {}) });
}

function unprotect(scene: AlterScene, what: string): readonly SqlConsequence[] {
  return [about(scene, 'data.unprotect', 'table', `${what} ${scene.table.shown}`)];
}

const DROPPED: ReadonlySet<string> = new Set(
  'column constraint index key primary foreign check partition subpartition unused default not expression identity detached projection'.split(
    ' ',
  ),
);

function drop(scene: AlterScene, action: readonly Token[]): readonly SqlConsequence[] {
  const what = wordAt(action, 1);
  // MySQL lets the word COLUMN out: `DROP key` may be a column of that name
  const reader = action.length > 2 ? DROPS[what] : undefined;
  return reader ? reader(scene, action) : dropColumns(scene, action.slice(what === 'column' ? 2 : 1));
}

const dropPartitions: Action = (scene, action) => partitions(scene, action, 'data.drop', 'drops');
const DROPS: Readonly<Record<string, Action>> = {
  partition: dropPartitions,
  subpartition: dropPartitions,
  detached: dropPartitions,
  index: dropIndex,
  key: dropIndex,
  constraint: dropConstraint,
  primary: dropConstraint,
  foreign: dropConstraint,
  check: dropConstraint,
  period: () => [],
  default: () => [],
  projection: () => [],
  unused: (scene) => [about(scene, 'data.drop', 'column', `drops the unused columns of ${scene.table.shown}`)],
};

function dropColumns(scene: AlterScene, rest: readonly Token[]): readonly SqlConsequence[] {
  const { table, dialect, story, at } = scene;
  const list = wordAt(rest, 0) === '(' ? insideParens(rest, 0) : rest;
  return namesAt(list, 0, dialect).flatMap(({ shown, key }) => {
    // added further up in this text; later in the same statement it is dropped first and made anew
    if (wasMade(story, 'column', `${table.key}.${key}`, at) === 'yes') return [];
    const name = `${table.shown}.${shown}`;
    const because = `drops the column ${name} with everything in it`;
    const certainty = scene.made === 'maybe' ? 'possible' : 'certain';
    return [say(scene, { kind: 'data.drop', object: 'column', name, certainty, because })];
  });
}

function dropIndex(scene: AlterScene, action: readonly Token[]): readonly SqlConsequence[] {
  const name = nameAt(action, skipWords(action, 2, BEFORE_NAME), scene.dialect)?.shown ?? 'an index';
  const because = `drops the index ${name} of ${scene.table.shown}`;
  return [
    say(scene, {
      kind: 'data.drop',
      object: 'index',
      name: `${scene.table.shown}.${name}`,
      certainty: 'possible',
      because,
    }),
  ];
}

function dropConstraint(scene: AlterScene, action: readonly Token[]): readonly SqlConsequence[] {
  const what = wordAt(action, 1);
  const name = nameAt(action, skipWords(action, 2, new Set([...BEFORE_NAME, 'key'])), scene.dialect)?.shown;
  const shown = name ?? 'its primary key';
  if (isAddedAgain(scene, name)) return [];
  const cascade = action.some(({ lower }) => lower === 'cascade');
  const primary = what === 'primary' || /(?:_pkey|_pk)$|^pk_/i.test(shown);
  const because = `drops the constraint ${shown} of ${scene.table.shown}${cascade ? ' and every foreign key that stands on it' : ''}`;
  const certainty = cascade || primary ? 'likely' : 'possible';
  return [
    say(scene, { kind: 'data.drop', object: 'constraint', name: `${scene.table.shown}.${shown}`, certainty, because }),
  ];
}

/** `DROP CONSTRAINT x, ADD CONSTRAINT x …`, in one statement: it is replaced. */
function isAddedAgain({ tokens }: AlterScene, name: string | undefined): boolean {
  return tokens.some(({ lower }, at) => {
    if (lower !== 'add') return false;
    if (hasWords(tokens, at + 1, 'primary', 'key')) return name === undefined;
    return wordAt(tokens, at + 1) === 'constraint' && tokens[at + 2]?.text.toLowerCase() === name?.toLowerCase();
  });
}

function partitions(
  scene: AlterScene,
  action: readonly Token[],
  kind: SqlConsequence['kind'],
  does: string,
): readonly SqlConsequence[] {
  const word = action.findIndex(({ lower }) => /^(?:sub)?partitions?$/.test(lower));
  if (word === -1) return [];
  const named = namesAt(action, skipWords(action, word + 1, new Set(['for', 'if', 'exists', '('])), scene.dialect);
  const names = named.length > 0 ? named.map(({ shown }) => shown) : ['some'];
  const certainty = does === 'detaches' ? 'likely' : 'certain';
  return names.map((name) =>
    say(scene, {
      kind,
      object: 'partition',
      name: `${scene.table.shown}.${name}`,
      certainty,
      because: `${does} the partition ${name} of ${scene.table.shown}`,
    }),
  );
}

function clearColumn(scene: AlterScene, action: readonly Token[]): readonly SqlConsequence[] {
  const name = nameAt(action, 2, scene.dialect)?.shown;
  const because = `empties the column ${name} of ${scene.table.shown}`;
  return name !== undefined && wordAt(action, 1) === 'column' ? [about(scene, 'data.truncate', 'column', because)] : [];
}

function rename(scene: AlterScene, action: readonly Token[]): readonly SqlConsequence[] {
  const { table, dialect } = scene;
  const word = wordAt(action, 1);
  if (word === 'to' || word === 'as') return renameTable(scene, nameAt(action, 2, dialect)?.shown);
  const object = word === 'index' || word === 'key' ? 'index' : word === 'constraint' ? 'constraint' : 'column';
  const from = nameAt(action, DROPPED.has(word) ? 2 : 1, dialect);
  if (!from) return [];
  // MySQL may leave out TO
  if (object === 'column' && action.length <= from.next) return renameTable(scene, from.shown);
  const to = nameAt(action, from.next + 1, dialect)?.shown ?? 'another name';
  const name = `${table.shown}.${from.shown}`;
  const certainty = object === 'column' ? 'certain' : 'possible';
  return [
    say(scene, { kind: 'data.rename', object, name, certainty, because: `renames the ${object} ${name} to ${to}` }),
  ];
}

function renameTable(scene: AlterScene, to = 'another name'): readonly SqlConsequence[] {
  // made anew under the old name: a rebuild, and code finds what it looks for
  if (isMadeLater(scene.story, 'relation', scene.table.key, scene.at)) return [];
  return [about(scene, 'data.rename', 'table', `renames the table ${scene.table.shown} to ${to}`)];
}

function set(scene: AlterScene, action: readonly Token[]): readonly SqlConsequence[] {
  const { table } = scene;
  const what = wordAt(action, 1);
  if (what === 'unlogged') return unprotect(scene, 'a crash of the server empties');
  if (what === 'unused') return dropColumns(scene, action.slice(wordAt(action, 2) === 'column' ? 3 : 2));
  if (what === 'schema')
    return [about(scene, 'data.rename', 'table', `moves the table ${table.shown} to another schema`)];
  if (what === 'tablespace' || what === 'logged' || what === 'access')
    return [about(scene, 'data.lock', 'table', `rewrites ${table.shown} under a lock`, 'certain', { how: 'rewrites' })];
  const text = action.map(({ lower, text: raw }) => lower || raw).join(' ');
  return /system_versioning = off|data_retention_time_in_days = 0/.test(text)
    ? unprotect(scene, 'the history is no longer kept of')
    : [];
}

function disable(scene: AlterScene, action: readonly Token[]): readonly SqlConsequence[] {
  const what = wordAt(action, 1);
  if (what === 'row') return isSwitchedBack(scene) ? [] : unprotect(scene, 'row level security is off on');
  if (what === 'trigger') return isSwitchedBack(scene) ? [] : unprotect(scene, 'triggers no longer fire on');
  if (what === 'rule' || what === 'constraint') return unprotect(scene, `a ${what} is off on`);
  return [];
}

function isSwitchedBack({ story, table, at }: AlterScene): boolean {
  return isEnabledLater(story, table.key, at);
}
