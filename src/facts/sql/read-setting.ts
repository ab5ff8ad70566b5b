import type { SqlConsequence } from './consequence.ts';
import { type Scene, say } from './scene.ts';
import { isEnabledLater } from './story.ts';
import type { Token } from './scan.ts';
import { hasWords, nameAt, skipWords, wordAt } from './words.ts';

type Guard = {
  readonly name: string;
  readonly off: RegExp;
  readonly what: string;
  readonly certainty: SqlConsequence['certainty'];
};

const GUARDS: readonly Guard[] = [
  {
    name: 'session_replication_role',
    off: /^(?:replica|local)$/,
    what: 'triggers and foreign keys do not fire',
    certainty: 'certain',
  },
  { name: 'foreign_key_checks', off: /^(?:0|off|false)$/, what: 'foreign keys are not checked', certainty: 'likely' },
  { name: 'unique_checks', off: /^(?:0|off|false)$/, what: 'uniqueness is not checked', certainty: 'possible' },
  {
    name: 'sql_safe_updates',
    off: /^(?:0|off|false)$/,
    what: 'an UPDATE without a WHERE is let through',
    certainty: 'likely',
  },
  {
    name: 'sql_log_bin',
    off: /^(?:0|off|false)$/,
    what: 'replicas and backups do not see what follows',
    certainty: 'likely',
  },
  { name: 'row_security', off: /^(?:off|false|0)$/, what: 'row level security is not asked', certainty: 'possible' },
  { name: 'foreign_keys', off: /^(?:0|off|false|no)$/, what: 'foreign keys are not checked', certainty: 'likely' },
  {
    name: 'writable_schema',
    off: /^(?:1|on|true|yes)$/,
    what: 'the schema can be damaged by hand',
    certainty: 'certain',
  },
  { name: 'ignore_check_constraints', off: /^(?:1|on|true|yes)$/, what: 'checks are not made', certainty: 'likely' },
];

/** Where a text last sets each safeguard to what it should be. */
export type SetBack = ReadonlyMap<string, number>;

export function setBackBy(all: readonly (readonly Token[])[]): SetBack {
  const last = new Map<string, number>();
  for (const [at, tokens] of all.entries()) {
    if (!/^(?:set|pragma|reset|select)$/.test(wordAt(tokens, 0))) continue;
    for (const { name, off } of GUARDS) {
      const value = valueOf(tokens, name);
      const reset = wordAt(tokens, 0) === 'reset' && wordAt(tokens, 1) === name;
      if (reset || (value !== null && !off.test(value))) last.set(name, at);
    }
  }
  return last;
}

/** `SET x = off` of a safeguard, unless the text sets it back further down. */
export function readSet(scene: Scene, back: SetBack): readonly SqlConsequence[] {
  return GUARDS.flatMap((guard) => {
    const value = valueOf(scene.tokens, guard.name);
    if (value === null || !guard.off.test(value) || (back.get(guard.name) ?? -1) > scene.at) return [];
    const because = `${guard.what}: ${guard.name} is ${value} and not set back`;
    return [
      say(scene, { kind: 'data.unprotect', object: 'setting', name: guard.name, certainty: guard.certainty, because }),
    ];
  });
}

function valueOf(tokens: readonly Token[], name: string): string | null {
  const at = tokens.findIndex(
    ({ lower }, index) =>
      index < 40 && lower.replace(/^@@(?:session|global)?/, '') === name && !lower.startsWith('@old'),
  );
  if (at === -1) return null;
  const after = skipWords(tokens, at + 1, new Set(['=', ':=', 'to', '(']));
  const value = tokens[after];
  return after === at + 1 || !value ? null : value.text.toLowerCase();
}

export function readAlterSystem(scene: Scene): readonly SqlConsequence[] {
  const name = nameAt(scene.tokens, 3, scene.dialect)?.shown ?? 'a setting';
  const because = `sets ${name} of the whole server`;
  return [say(scene, { kind: 'data.unprotect', object: 'setting', name, certainty: 'likely', because })];
}

/** `DISABLE TRIGGER ALL ON orders` of T-SQL. */
export function readDisable(scene: Scene): readonly SqlConsequence[] {
  const { tokens, dialect, story, at } = scene;
  const on = tokens.findIndex(({ lower }) => lower === 'on');
  const table = on === -1 ? null : nameAt(tokens, on + 1, dialect);
  if (wordAt(tokens, 1) !== 'trigger' || !table || isEnabledLater(story, table.key, at)) return [];
  const because = `triggers no longer fire on ${table.shown}`;
  return [say(scene, { kind: 'data.unprotect', object: 'table', name: table.shown, certainty: 'certain', because })];
}

/** `VACUUM FULL`, `CLUSTER`, `LOCK TABLE`, `REFRESH MATERIALIZED VIEW`, `REINDEX`. */
export function readLock(scene: Scene): readonly SqlConsequence[] {
  const { tokens, dialect } = scene;
  const verb = wordAt(tokens, 0);
  if (verb === 'vacuum' && !tokens.slice(0, 8).some(({ lower }) => lower === 'full')) return [];
  if (tokens.some(({ lower }) => lower === 'concurrently')) return [];
  if (verb === 'lock' && !/^tables?$/.test(wordAt(tokens, 1)) && dialect !== 'postgresql') return [];
  const start = skipWords(
    tokens,
    1,
    new Set('full table tables only materialized view index database schema ( ) verbose analyze freeze ,'.split(' ')),
  );
  const name = nameAt(tokens, start, dialect)?.shown ?? 'every table';
  const how =
    verb === 'vacuum' || verb === 'cluster'
      ? 'rewrites'
      : hasWords(tokens, 0, 'reindex')
        ? 'blocks-writes'
        : 'blocks-reads';
  const because = `${verb} holds a lock on ${name}`;
  return [say(scene, { kind: 'data.lock', object: 'table', name, certainty: 'certain', because, more: { how } })];
}
