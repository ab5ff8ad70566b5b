import type { SqlConsequence } from './consequence.ts';
import { readAlterTable } from './read-alter.ts';
import { readGrant, readRole } from './read-grant.ts';
import { readAlterSystem } from './read-setting.ts';
import { type Scene, say } from './scene.ts';
import { isMadeLater, takesName, wasMade } from './story.ts';
import { BEFORE_NAME, hasWords, keyOf, nameAt, skipWords, wordAt } from './words.ts';

/** `ALTER` of everything. */
export function readAlter(scene: Scene): readonly SqlConsequence[] {
  const { tokens } = scene;
  const what = wordAt(tokens, skipWords(tokens, 1, new Set(['foreign', 'external', 'materialized'])));
  return ALTERS[what]?.(scene, what) ?? [];
}

const alterRole: Alter = (scene) => [...readRole(scene, 2), ...addMember(scene), ...renamed(scene, 'role')];
type Alter = (scene: Scene, what: string) => readonly SqlConsequence[];
const ALTERS: Readonly<Record<string, Alter>> = {
  table: readAlterTable,
  system: readAlterSystem,
  type: alterType,
  server: (scene) => (wordAt(scene.tokens, 2) === 'role' ? addMember(scene) : []),
  role: alterRole,
  user: alterRole,
  login: alterRole,
  default: defaultPrivileges,
  database: renamed,
  schema: renamed,
  view: renamed,
  sequence: renamed,
  trigger: disabled,
  event: disabled,
};

function alterType(scene: Scene): readonly SqlConsequence[] {
  const { tokens, dialect, story, at } = scene;
  const type = nameAt(tokens, 2, dialect);
  if (!type || wasMade(story, 'type', type.key, at) === 'yes') return [];
  if (hasWords(tokens, type.next, 'drop', 'attribute')) {
    const name = `${type.shown}.${nameAt(tokens, skipWords(tokens, type.next + 2, BEFORE_NAME), dialect)?.shown ?? ''}`;
    return [
      say(scene, {
        kind: 'data.drop',
        object: 'column',
        name,
        certainty: 'certain',
        because: `drops the attribute ${name}`,
      }),
    ];
  }
  if (hasWords(tokens, type.next, 'rename', 'value')) {
    const because = `renames a value of the enum ${type.shown}`;
    return [say(scene, { kind: 'data.rename', object: 'value', name: type.shown, certainty: 'certain', because })];
  }
  // the first step of an enum made anew, whose end is judged
  const again = takesName(story, type.key);
  return again ? [] : renamed(scene, 'type');
}

const OBJECTS: Readonly<Record<string, string>> = {
  role: 'role',
  database: 'database',
  schema: 'schema',
  view: 'view',
  type: 'type',
};

function renamed(scene: Scene, what: string): readonly SqlConsequence[] {
  const { tokens, dialect, story, at } = scene;
  const name = nameAt(tokens, skipWords(tokens, 1, new Set([what, 'materialized', ...BEFORE_NAME])), dialect);
  if (!name) return [];
  const modified = tokens
    .slice(name.next, name.next + 4)
    .findIndex(({ lower }, index) => lower === 'name' && index < 3);
  const renames = hasWords(tokens, name.next, 'rename') || (wordAt(tokens, name.next) === 'modify' && modified !== -1);
  if (!renames || wasMade(story, 'relation', name.key, at) === 'yes') return [];
  const column = hasWords(tokens, name.next + 1, 'column');
  const because = `renames the ${column ? `a column of the ${what}` : what} ${name.shown}`.replace('the a', 'a');
  const certainty = what === 'sequence' || what === 'view' ? 'possible' : 'certain';
  return [say(scene, { kind: 'data.rename', object: OBJECTS[what] ?? 'other', name: name.shown, certainty, because })];
}

/** `ALTER SERVER ROLE sysadmin ADD MEMBER app`. */
function addMember(scene: Scene): readonly SqlConsequence[] {
  const { tokens, dialect } = scene;
  const add = tokens.findIndex((_token, at) => hasWords(tokens, at, 'add', 'member'));
  if (add === -1) return [];
  const member = nameAt(tokens, add + 2, dialect)?.shown ?? 'somebody';
  const role = tokens[add - 1]?.text ?? 'a role';
  return [membership(scene, member, role)];
}

function membership(scene: Scene, member: string, role: string): SqlConsequence {
  const admin = /^(?:sysadmin|securityadmin|serveradmin|db_owner|db_securityadmin|dba)$/i.test(role);
  const because = `makes ${member} a member of ${role}`;
  const how = admin ? 'admin' : 'privilege';
  return say(scene, {
    kind: 'access.widen',
    object: 'role',
    name: member,
    certainty: admin ? 'certain' : 'possible',
    because,
    more: { how },
  });
}

function defaultPrivileges(scene: Scene): readonly SqlConsequence[] {
  const grant = scene.tokens.findIndex(({ lower }) => lower === 'grant');
  return grant === -1 ? [] : readGrant(scene, grant);
}

function disabled(scene: Scene, what: string): readonly SqlConsequence[] {
  const { tokens, dialect } = scene;
  const name = nameAt(tokens, skipWords(tokens, 2, new Set(['trigger'])), dialect);
  if (!name || !tokens.some(({ lower }) => lower === 'disable')) return [];
  const because = `the ${what} ${name.shown} no longer fires`;
  return [say(scene, { kind: 'data.unprotect', object: 'routine', name: name.shown, certainty: 'likely', because })];
}

/** `RENAME TABLE a TO b, c TO d` of MySQL, `RENAME a TO b` of Oracle. */
export function readRename(scene: Scene): readonly SqlConsequence[] {
  const { tokens, dialect, story, at } = scene;
  if (/^(?:user|column|index)$/.test(wordAt(tokens, 1))) return [];
  const from = nameAt(tokens, skipWords(tokens, 1, new Set(['table', 'tables', ...BEFORE_NAME])), dialect);
  if (!from || wasMade(story, 'relation', from.key, at) === 'yes') return [];
  const because = `renames the table ${from.shown}`;
  return [say(scene, { kind: 'data.rename', object: 'table', name: from.shown, certainty: 'certain', because })];
}

/** `EXEC sp_rename 'orders.note', 'remark', 'COLUMN'` and the procedures that put somebody into a role. */
export function readProcedure(scene: Scene): readonly SqlConsequence[] {
  const { tokens } = scene;
  const index = tokens.findIndex(
    ({ text }, place) => place < 8 && /^(?:sp_rename|sp_add(?:srv)?rolemember)$/i.test(text),
  );
  if (index === -1) return [];
  const strings = tokens.slice(index + 1).filter(({ kind }) => kind === 'string');
  const [first = '', second = '', third = ''] = strings.map(({ text }) => text);
  const procedure = tokens[index]?.text.toLowerCase();
  if (procedure === 'sp_rename') return renamedByProcedure(scene, first.replaceAll(/[[\]"]/g, ''), second, third);
  return [procedure === 'sp_addrolemember' ? membership(scene, second, first) : membership(scene, first, second)];
}

function renamedByProcedure(scene: Scene, name: string, to: string, what: string): readonly SqlConsequence[] {
  const key = keyOf(name);
  if (name === '' || wasMade(scene.story, 'relation', key, scene.at) === 'yes') return [];
  if (what === '' && isMadeLater(scene.story, 'relation', key, scene.at)) return [];
  const object = { '': 'table', COLUMN: 'column', INDEX: 'index' }[what.toUpperCase()] ?? 'other';
  const because = `renames the ${object} ${name} to ${to}`;
  const certainty = object === 'index' ? 'possible' : 'certain';
  return [say(scene, { kind: 'data.rename', object, name, certainty, because })];
}

/** Functions that drop when they are called. */
export function readCalls(scene: Scene): readonly SqlConsequence[] {
  return scene.tokens.flatMap(({ lower, kind }, index) => {
    const call = kind === 'word' && wordAt(scene.tokens, index + 1) === '(' ? CALLS[lower] : undefined;
    if (!call) return [];
    const name = scene.tokens[index + 2]?.text ?? lower;
    const because = `${lower}() ${call.does}`;
    return [say(scene, { kind: 'data.drop', object: call.object, name, certainty: call.certainty, because })];
  });
}

const CALLS: Readonly<
  Record<string, { readonly object: string; readonly does: string; readonly certainty: 'likely' | 'possible' }>
> = {
  drop_chunks: { object: 'partition', does: 'drops the older rows of a hypertable', certainty: 'likely' },
  add_retention_policy: { object: 'partition', does: 'drops older rows from now on', certainty: 'possible' },
  pg_drop_replication_slot: { object: 'other', does: 'drops a replication slot', certainty: 'likely' },
  lo_unlink: { object: 'row', does: 'deletes large objects', certainty: 'likely' },
  dropgeometrycolumn: { object: 'column', does: 'drops a column', certainty: 'likely' },
  dropgeometrytable: { object: 'table', does: 'drops a table', certainty: 'likely' },
  undistribute_table: { object: 'partition', does: 'moves every row', certainty: 'possible' },
};
