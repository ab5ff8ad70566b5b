import type { SqlConsequence } from './consequence.ts';
import { type Scene, say } from './scene.ts';
import type { Token } from './scan.ts';
import { type Name, hasWords, insideParens, listAt, nameAt, skipWords, wordAt } from './words.ts';

export type AlterScene = Scene & { readonly table: Name; readonly made: 'no' | 'maybe' | 'yes' };

const SKIP: ReadonlySet<string> = new Set(['column', 'if', 'not', 'exists']);
const CONSTRAINTS: ReadonlySet<string> = new Set(['constraint', 'check', 'foreign', 'unique', 'primary', 'exclude']);
const QUIET: ReadonlySet<string> = new Set([
  'partition',
  'index',
  'key',
  'fulltext',
  'spatial',
  'default',
  'period',
  'value',
  'projection',
  'statistics',
  'supplemental',
]);

/** `ADD` a column or a constraint to a table that may hold rows. */
export function addTo(scene: AlterScene, action: readonly Token[]): readonly SqlConsequence[] {
  const what = wordAt(action, 1);
  if (QUIET.has(what) && action.length > 2) return [];
  if (CONSTRAINTS.has(what)) return addConstraint(scene, action);
  const start = skipWords(action, 1, SKIP);
  const items = wordAt(action, start) === '(' ? listAt(insideParens(action, start), 0) : [action.slice(start)];
  return items.flatMap((item) => addColumn(scene, item, 0));
}

function addColumn(scene: AlterScene, action: readonly Token[], from: number): readonly SqlConsequence[] {
  const column = nameAt(action, from, scene.dialect);
  if (!column || CONSTRAINTS.has(wordAt(action, from))) return [];
  const name = `${scene.table.shown}.${column.shown}`;
  const rest = action.slice(column.next);
  const words = rest.map(({ lower }) => lower);
  const filled =
    words.some((word) => /^(?:default|generated|identity|auto_increment|autoincrement|as|null=)$/.test(word)) ||
    isSerial(rest);
  const required =
    words.some((word, at) => word === 'not' && words[at + 1] === 'null') || hasWords(rest, 1, 'primary', 'key');
  const said: SqlConsequence[] = [];
  if (required && !filled)
    said.push(
      lock(
        scene,
        name,
        'fails',
        `adds the required column ${name} without a default: it fails on rows that are there`,
        FILL,
      ),
    );
  if (isVolatile(rest) || isSerial(rest) || isStored(words))
    said.push(lock(scene, name, 'rewrites', `fills the new column ${name} in every row under a lock`, FILL));
  if (words.includes('unique') || (words.includes('references') && scene.dialect === 'postgresql'))
    said.push(lock(scene, name, 'blocks-writes', `checks the new constraint of ${name} under a lock`, VALIDATE));
  return said;
}

const FILL = 'add it nullable or with a constant default, fill it in batches, then require it';
const VALIDATE = 'add it NOT VALID (or its index CONCURRENTLY) and validate it in a second migration';

function isSerial(rest: readonly Token[]): boolean {
  return /^(?:small|big)?serial\d?$/.test(wordAt(rest, 0));
}

function isStored(words: readonly string[]): boolean {
  return words.includes('generated') && words.includes('stored');
}

/** A default that differs from row to row is worked out for each: `DEFAULT gen_random_uuid()`, not `DEFAULT now()`. */
function isVolatile(rest: readonly Token[]): boolean {
  const at = rest.findIndex(({ lower }) => lower === 'default');
  if (at === -1) return false;
  const stop = rest.findIndex(
    ({ lower }, index) => index > at + 1 && /^(?:not|null|check|constraint|references|unique|primary)$/.test(lower),
  );
  const value = rest.slice(at + 1, stop === -1 ? rest.length : stop);
  return value.some(({ kind, lower }, index) => {
    const called = (kind === 'word' || kind === 'quoted') && wordAt(value, index + 1) === '(';
    return called && !STABLE.test(lower);
  });
}

const STABLE =
  /^(?:now|current_timestamp|current_date|localtimestamp|transaction_timestamp|statement_timestamp|getdate|getutcdate|sysdatetime|sysutcdatetime|timezone|date_trunc|lower|upper|coalesce|cast|jsonb_build_object|json_build_object|jsonb_build_array|to_jsonb|array|varchar|char|character|numeric|decimal|timestamp|timestamptz|time|interval|current_setting|to_timestamp|make_interval|nullif|md5|concat|datetime|strftime|unixepoch|sysdate|utc_timestamp|varying|bit)$/;

function addConstraint(scene: AlterScene, action: readonly Token[]): readonly SqlConsequence[] {
  const named = wordAt(action, 1) === 'constraint' ? nameAt(action, 2, scene.dialect) : null;
  const words = action.map(({ lower }) => lower);
  const has = (...some: readonly string[]): boolean => some.some((word) => words.includes(word));
  if (words.some((word, at) => word === 'using' && words[at + 1] === 'index')) return [];
  const kind = action.findIndex(({ lower }, at) => at > 0 && CONSTRAINTS.has(lower) && lower !== 'constraint');
  const what = wordAt(action, kind === -1 ? 0 : kind);
  const notValid = words.some((word, at) => word === 'not' && words[at + 1] === 'valid') || has('nocheck');
  if (notValid || scene.dialect === 'sqlite') return [];
  const name = `${scene.table.shown}.${named?.shown ?? what}`;
  const because = `adds the ${TITLES[what] ?? 'constraint'} ${name} and checks every row under a lock`;
  return [
    lock(scene, name, what === 'foreign' || what === 'check' ? 'blocks-writes' : 'blocks-reads', because, VALIDATE),
  ];
}

const TITLES: Readonly<Record<string, string>> = {
  foreign: 'foreign key',
  unique: 'unique constraint',
  primary: 'primary key',
  check: 'check',
  exclude: 'exclusion constraint',
};

function lock(scene: AlterScene, name: string, how: string, because: string, remedy: string): SqlConsequence {
  const certainty = scene.made === 'maybe' ? 'possible' : 'certain';
  return say(scene, { kind: 'data.lock', object: 'table', name, certainty, because, remedy, more: { how } });
}
