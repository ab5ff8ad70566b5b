import type { SqlConsequence } from './consequence.ts';
import { type Scene, say } from './scene.ts';
import { type Group, groupOf, isMadeLater, isRebuilt, originOf, wasMade } from './story.ts';
import { type Name, hasWords, keyOf, nameAt, namesAt, wordAt } from './words.ts';

/** `DROP …` of every sort of object. */
export function readDrop(scene: Scene): readonly SqlConsequence[] {
  const { tokens, dialect } = scene;
  if (hasWords(tokens, 1, 'owned', 'by')) return dropOwned(scene);
  const head = headOf(scene);
  if (head.temporary || QUIET.has(head.word)) return [];
  if (head.word === 'policy') return dropPolicy(scene, head.next);
  const names = namesAt(tokens, head.next, dialect);
  // a user of Oracle is a schema as well
  const cascades = head.word === 'role' && tokens.at(-1)?.lower === 'cascade';
  const row = ROWS[cascades ? 'schema' : head.word] ?? ROWS['other'];
  if (!row) return [];
  const named = names.length > 0 ? names : [{ shown: head.word, key: head.word, next: head.next }];
  return named.flatMap((name) => dropOf(scene, name, row, head.word));
}

type Row = {
  readonly object: string;
  readonly certainty: SqlConsequence['certainty'];
  readonly takes: string;
  /** It holds nothing of its own: made anew in the same text, it was replaced. */
  readonly replaceable?: true;
};

const ROWS: Readonly<Record<string, Row>> = {
  table: { object: 'table', certainty: 'certain', takes: 'with every row in it' },
  database: { object: 'database', certainty: 'certain', takes: 'with everything in it' },
  schema: { object: 'schema', certainty: 'certain', takes: 'with everything in it' },
  tablespace: { object: 'database', certainty: 'certain', takes: 'with the files in it' },
  type: { object: 'type', certainty: 'certain', takes: 'and columns of that type with it', replaceable: true },
  domain: { object: 'type', certainty: 'certain', takes: 'and columns of that type with it' },
  view: { object: 'view', certainty: 'possible', takes: 'which code may read', replaceable: true },
  'materialized view': { object: 'view', certainty: 'likely', takes: 'with the rows it holds', replaceable: true },
  sequence: { object: 'other', certainty: 'likely', takes: 'with the number it had reached' },
  index: {
    object: 'index',
    certainty: 'possible',
    takes: 'which queries or a uniqueness may stand on',
    replaceable: true,
  },
  routine: { object: 'routine', certainty: 'possible', takes: 'which code may call', replaceable: true },
  role: { object: 'role', certainty: 'certain', takes: 'and whoever signs in with it is shut out' },
  extension: { object: 'other', certainty: 'likely', takes: 'with every column and function that stands on it' },
  column: { object: 'column', certainty: 'certain', takes: 'with everything in it' },
  other: { object: 'other', certainty: 'possible', takes: '' },
};

const QUIET: ReadonlySet<string> = new Set([
  'prepare',
  'statistics',
  'statement',
  'comment',
  'default',
  'rule',
  'cast',
  'operator',
]);
const PREFIXES: ReadonlySet<string> = new Set([
  'foreign',
  'external',
  'public',
  'pluggable',
  'dynamic',
  'snapshot',
  'global',
  'temporary',
  'temp',
]);
const SAME: Readonly<Record<string, string>> = {
  user: 'role',
  login: 'role',
  group: 'role',
  function: 'routine',
  procedure: 'routine',
  proc: 'routine',
  aggregate: 'routine',
  routine: 'routine',
  trigger: 'routine',
  event: 'routine',
  package: 'routine',
  keyspace: 'database',
  tables: 'table',
  views: 'view',
};

function headOf({ tokens }: Scene): { readonly word: string; readonly next: number; readonly temporary: boolean } {
  let at = 1;
  let temporary = false;
  for (; PREFIXES.has(wordAt(tokens, at)); at++) temporary ||= wordAt(tokens, at).startsWith('temp');
  if (hasWords(tokens, at, 'materialized', 'view')) return { word: 'materialized view', next: at + 2, temporary };
  const word = wordAt(tokens, at);
  return { word: SAME[word] ?? word, next: at + 1, temporary };
}

function dropOf(scene: Scene, name: Name, row: Row, word: string): readonly SqlConsequence[] {
  const { story, at } = scene;
  const group: Group =
    word === 'routine' || word === 'role' ? word : (groupOf(word.replace('materialized ', '')) ?? 'relation');
  if (row.replaceable && isMadeLater(story, group, name.key, at)) return [];
  if (group === 'type') return dropType(scene, name, row);
  const made = wasMade(story, group, name.key, at);
  if (made === 'yes') return [];
  if (word === 'table' && isRebuilt(story, name.key, at)) return rebuilt(scene, name);
  const certainty = made === 'maybe' ? 'possible' : row.certainty;
  const because = `drops the ${word} ${name.shown} ${row.takes}`.trim();
  const remade = isMadeLater(story, group, name.key, at);
  const said = { kind: 'data.drop', object: row.object, name: name.shown, certainty, because } as const;
  return [say(scene, remade ? { ...said, remade } : said)];
}

/** An enum made anew with fewer values: Prisma, and whoever does by hand what PostgreSQL cannot, drops the old one last. */
function dropType(scene: Scene, name: Name, row: Row): readonly SqlConsequence[] {
  const { story, at } = scene;
  const origin = originOf(story, name.key, at);
  if (origin === name.key) {
    if (wasMade(story, 'type', name.key, at) === 'yes') return [];
    const because = `drops the type ${name.shown} ${row.takes}`;
    return [say(scene, { kind: 'data.drop', object: 'type', name: name.shown, certainty: 'certain', because })];
  }
  const values = story.warned.flatMap((text) => valuesGone(text, origin)).join(', ');
  const because = `the enum ${origin} is made anew, without ${values === '' ? 'some of its values' : values}`;
  const remedy =
    'leave the value in the enum and stop using it; remove it in a later release, once no row holds it, with approval';
  return [say(scene, { kind: 'data.drop', object: 'value', name: origin, certainty: 'likely', because, remedy })];
}

/** "The values [A,B] on the enum `Role` will be removed." */
function valuesGone(text: string, origin: string): readonly string[] {
  return [...text.matchAll(/The values \[([^\]]{1,2000})\] on the enum `([^`]{1,200})`/g)]
    .filter((match) => keyOf(match[2] ?? '') === origin)
    .map((match) => match[1] ?? '');
}

/** The rows moved over; columns that did not are told by Prisma's own warning. */
function rebuilt(scene: Scene, name: Name): readonly SqlConsequence[] {
  const origin = originOf(scene.story, name.key, scene.at);
  const warnings = scene.story.warned.flatMap((text) => [
    ...text.matchAll(/You are about to drop the column `([^`]{1,200})` on the `([^`]{1,200})` table/g),
  ]);
  return warnings
    .filter((match) => keyOf(match[2] ?? '') === origin)
    .map((match) =>
      say(scene, {
        kind: 'data.drop',
        object: 'column',
        name: `${match[2]}.${match[1]}`,
        certainty: 'certain',
        because: `rebuilds the table ${match[2]} without the column ${match[1]}`,
      }),
    );
}

function dropOwned(scene: Scene): readonly SqlConsequence[] {
  const name = nameAt(scene.tokens, 3, scene.dialect)?.shown ?? 'somebody';
  const because = `drops everything ${name} owns in this database`;
  return [say(scene, { kind: 'data.drop', object: 'schema', name, certainty: 'certain', because })];
}

function dropPolicy(scene: Scene, from: number): readonly SqlConsequence[] {
  const { tokens, dialect, story, at } = scene;
  const [name] = namesAt(tokens, from, dialect);
  if (!name || isMadeLater(story, 'policy', name.key, at) || wasMade(story, 'policy', name.key, at) === 'yes')
    return [];
  const on = wordAt(tokens, name.next) === 'on' ? nameAt(tokens, name.next + 1, dialect) : null;
  const because = `drops the row policy ${name.shown}${on ? ` of ${on.shown}` : ''}`;
  const shown = on ? `${on.shown}.${name.shown}` : name.shown;
  return [say(scene, { kind: 'data.unprotect', object: 'table', name: shown, certainty: 'likely', because })];
}
