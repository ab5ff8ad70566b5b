import type { SqlConsequence } from './consequence.ts';
import { type Scene, say } from './scene.ts';
import { wasMade } from './story.ts';
import type { Token } from './scan.ts';
import { indexAtTop, nameAt, skipWords } from './words.ts';

type How = 'action' | 'public' | 'admin' | 'privilege' | 'trust';

/** `GRANT` of more than named privileges to a named role. */
export function readGrant(scene: Scene, from = 0): readonly SqlConsequence[] {
  const { tokens, dialect } = scene;
  const on = indexAtTop(tokens, from + 1, ({ lower }) => lower === 'on' || lower === 'to');
  const to = indexAtTop(tokens, on, ({ lower }) => lower === 'to');
  if (to >= tokens.length) return [];
  const what = tokens.slice(from + 1, on).map(({ lower, text }) => lower || text.toLowerCase());
  const object = on === to ? 'the database' : targetOf(tokens.slice(on + 1, to));
  const grantee =
    nameAt(tokens, skipWords(tokens, to + 1, new Set(['group', 'role', 'user'])), dialect)?.shown ?? 'somebody';
  const rest = tokens.slice(to + 1);
  const own = on !== to && isOwn(scene, tokens.slice(on + 1, to));
  const found = widening(what, on === to, object, rest);
  if (!found) return [];
  const because = `grants ${what.slice(0, 12).join(' ')} on ${object} to ${grantee}${found.with}`;
  const certainty = own ? 'possible' : found.certainty;
  return [
    say(scene, { kind: 'access.widen', object: 'role', name: grantee, certainty, because, more: { how: found.how } }),
  ];
}

type Found = { readonly how: How; readonly certainty: SqlConsequence['certainty']; readonly with: string };

function widening(what: readonly string[], member: boolean, object: string, rest: readonly Token[]): Found | null {
  const words = rest.map(({ lower }) => lower);
  const passes = words.some((word, at) => word === 'with' && /^(?:grant|admin)$/.test(words[at + 1] ?? ''));
  const given = passes ? `, to pass on` : '';
  const text = what.join(' ');
  if (/(?:^|, )(?:all|control|control server|alter any [a-z ]+)(?: privileges)?$|^all\b/.test(text))
    return { how: object === '*.*' || member ? 'admin' : 'action', certainty: 'certain', with: given };
  if (words.some((word) => word === 'public'))
    return { how: 'public', certainty: harmless(text) ? 'possible' : 'certain', with: given };
  if (member) return ofRole(text, given);
  if (object === '*.*' && /super|grant option|file|create user|shutdown|process/.test(text))
    return { how: 'admin', certainty: 'certain', with: given };
  return passes ? { how: 'privilege', certainty: 'certain', with: given } : null;
}

function harmless(text: string): boolean {
  return /^(?:usage|execute|connect)$/.test(text);
}

/** Without ON it is a role of PostgreSQL, or a system privilege of Oracle. */
function ofRole(text: string, given: string): Found | null {
  if (POWERFUL.test(text)) return { how: 'admin', certainty: 'certain', with: given };
  if (/^(?:create|alter|drop|unlimited|connect|resource|execute|select|view|debug|imp|exp)\b/.test(text)) return null;
  return { how: 'privilege', certainty: given === '' ? 'possible' : 'likely', with: given };
}

const POWERFUL =
  /\b(?:dba|sysdba|sysoper|admin|administrator|superuser|sysadmin|db_owner|rds_superuser|cloudsqlsuperuser|azure_pg_admin|pg_write_all_data|pg_execute_server_program|pg_read_server_files|pg_write_server_files|postgres|root|owner|accountadmin|securityadmin|\w+ any \w+)\b/;

function targetOf(tokens: readonly Token[]): string {
  return tokens
    .slice(0, 12)
    .map(({ lower, text }) => lower || text)
    .join(' ')
    .replaceAll(/ ?([.*,]) ?/g, '$1');
}

/** On what this text has just made: whoever owns it sets it up. */
function isOwn({ story, at, dialect }: Scene, target: readonly Token[]): boolean {
  const start = skipWords(target, 0, new Set(['table', 'sequence', 'function', 'schema', 'database']));
  const name = nameAt(target, start, dialect);
  if (!name) return false;
  return (['relation', 'schema', 'database', 'routine'] as const).some(
    (group) => wasMade(story, group, name.key, at) !== 'no',
  );
}

/** `CREATE` and `ALTER ROLE … SUPERUSER`. */
export function readRole(scene: Scene, from: number): readonly SqlConsequence[] {
  const { tokens, dialect } = scene;
  const name = nameAt(tokens, skipWords(tokens, from, new Set(['if', 'not', 'exists'])), dialect);
  if (!name) return [];
  const power = tokens
    .slice(name.next)
    .find(({ lower }) => /^(?:superuser|bypassrls|createrole|replication|createuser|sysadmin)$/.test(lower));
  if (!power) return [];
  const because = `gives ${name.shown} the power of ${power.lower}`;
  const certainty = power.lower === 'createrole' || power.lower === 'replication' ? 'likely' : 'certain';
  return [
    say(scene, { kind: 'access.widen', object: 'role', name: name.shown, certainty, because, more: { how: 'admin' } }),
  ];
}
