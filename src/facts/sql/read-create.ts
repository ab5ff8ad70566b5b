import type { SqlConsequence } from './consequence.ts';
import { readRole } from './read-grant.ts';
import { type Scene, say } from './scene.ts';
import { wasMade } from './story.ts';
import { BEFORE_NAME, hasWords, indexAtTop, nameAt, skipWords, wordAt } from './words.ts';

const INDEX_WORDS: ReadonlySet<string> = new Set(
  'unique clustered nonclustered fulltext spatial bitmap columnstore primary xml hash vector search'.split(' '),
);

/** What is made harms nothing, except what it replaces, what it locks and whom it lets in. */
export function readCreate(scene: Scene): readonly SqlConsequence[] {
  const { tokens } = scene;
  const replaces = hasWords(tokens, 1, 'or', 'replace');
  const at = skipWords(tokens, replaces ? 3 : 1, new Set(['temporary', 'temp', 'transient', 'external']));
  if (replaces && /^(?:table|database|schema)$/.test(wordAt(tokens, at))) return replaced(scene, at);
  const object = skipWords(tokens, at, INDEX_WORDS);
  if (wordAt(tokens, object) === 'index') return index(scene, object + 1);
  if (/^(?:user|role|login)$/.test(wordAt(tokens, at))) return readRole(scene, at + 1);
  return wordAt(tokens, at) === 'policy' ? policy(scene, at + 1) : [];
}

/** Snowflake, BigQuery, MariaDB: the old one goes. */
function replaced(scene: Scene, at: number): readonly SqlConsequence[] {
  const name = nameAt(scene.tokens, skipWords(scene.tokens, at + 1, BEFORE_NAME), scene.dialect);
  const object = wordAt(scene.tokens, at);
  if (
    !name ||
    wasMade(scene.story, 'relation', name.key, scene.at) === 'yes' ||
    scene.tokens.slice(1, at).some(({ lower }) => lower.startsWith('temp'))
  )
    return [];
  const because = `replaces the ${object} ${name.shown} and drops what it held`;
  return [say(scene, { kind: 'data.drop', object, name: name.shown, certainty: 'likely', because })];
}

function index(scene: Scene, from: number): readonly SqlConsequence[] {
  const { tokens, dialect } = scene;
  if (dialect === 'mysql' || dialect === 'sqlite') return [];
  const words = tokens.map(({ lower }) => lower);
  if (words.includes('concurrently') || words.includes('online')) return [];
  const on = indexAtTop(tokens, from, ({ lower }) => lower === 'on');
  const table = nameAt(tokens, skipWords(tokens, on + 1, BEFORE_NAME), dialect);
  if (!table || wasMade(scene.story, 'relation', table.key, scene.at) === 'yes') return [];
  const because = `builds an index on ${table.shown}, which nobody can write to meanwhile`;
  const remedy = 'create index concurrently, outside a transaction';
  const certainty = dialect === 'postgresql' ? 'certain' : 'likely';
  return [
    say(scene, {
      kind: 'data.lock',
      object: 'table',
      name: table.shown,
      certainty,
      because,
      remedy,
      more: { how: 'blocks-writes' },
    }),
  ];
}

function policy(scene: Scene, from: number): readonly SqlConsequence[] {
  const { tokens, dialect } = scene;
  const on = indexAtTop(tokens, from, ({ lower }) => lower === 'on');
  const table = nameAt(tokens, on + 1, dialect)?.shown ?? 'a table';
  const open = tokens.some((_token, at) => hasWords(tokens, at, '(', 'true', ')'));
  const reads = tokens.some((_token, at) => hasWords(tokens, at, 'for', 'select'));
  if (!open || reads || tokens.some(({ lower }) => lower === 'service_role')) return [];
  const because = `a row policy lets every row of ${table} be written`;
  return [
    say(scene, {
      kind: 'access.widen',
      object: 'other',
      name: table,
      certainty: 'possible',
      because,
      more: { how: 'resource' },
    }),
  ];
}
