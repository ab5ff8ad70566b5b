import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import type { ReviewerRule } from '../../model/review.ts';
import type { Vendor } from '../../review/vendors/reviewer.ts';
import { findProgram } from '../../system/find-program.ts';
import type { Environment } from '../../system/git.ts';
import { homeFolder } from '../../system/paths.ts';
import { type KeySource, type LineTo, placeOf, type UserConfig } from './user-config.ts';

type Way = Pick<Vendor, 'id' | 'keys' | 'host'>;
type Rule = Pick<ReviewerRule, 'url' | 'vendor'>;

/** What every program needs to find itself, its login and the way out; nothing that tells it who has started it. */
const PROGRAM_VARIABLES = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'TMPDIR',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_RUNTIME_DIR',
  'DBUS_SESSION_BUS_ADDRESS', // the keyring that holds a login
  'HTTPS_PROXY',
  'https_proxy',
  'NO_PROXY',
  'no_proxy',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
];
/** Named for the program that they start. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'claude-cli': 'claude',
  'codex-cli': 'codex',
  'gemini-cli': 'gemini',
};

/** INVARIANT: a key goes to its vendor's own host, or where the user's configuration binds it. A repository's `url:` gets none. */
export function lineTo(user: UserConfig, rule: Rule, way: Way, env: Environment): LineTo {
  try {
    return way.id in PROGRAMS ? programLine(user, way, env) : serverLine(user, rule, way, env);
  } catch (error) {
    return { kind: 'missing', why: error instanceof Error ? error.message : String(error) };
  }
}

function serverLine(user: UserConfig, rule: Rule, way: Way, env: Environment): LineTo {
  const address = rule.url ?? user.endpoints.get(way.id) ?? way.host;
  if (address === null) return { kind: 'missing', why: 'it has no address: give it a "url"' };
  const place = placeOf(address);
  if (place === null) return { kind: 'missing', why: 'its "url" is no address of a server' };
  const isTrusted = isOwnHost(way, place) || placeOf(user.endpoints.get(way.id) ?? '') === place;
  const source = boundKey(user, place) ?? (isTrusted ? ownKey(user, way, env) : null);
  if (source !== null) {
    const line = { url: address, key: readKey(source, user, env), env: {} };
    return { kind: 'line', line, from: nameKey(source) };
  }
  if (isTrusted && way.host !== null)
    return { kind: 'missing', why: `it has no key: set ${way.keys.join(' or ')}, or name one in ${user.path}` };
  return { kind: 'line', line: { url: address, key: null, env: {} }, from: 'none is sent' };
}

function isOwnHost({ host }: Way, place: string): boolean {
  return host !== null && new URL(host).origin === new URL(place).origin;
}

/** The longest address that a key is bound to and that this one lies below. */
function boundKey({ keys }: UserConfig, place: string): KeySource | null {
  const bound = [...keys].filter(([name]) => name.includes('://') && (place === name || place.startsWith(`${name}/`)));
  return bound.sort(([a], [b]) => b.length - a.length)[0]?.[1] ?? null;
}

function ownKey({ keys }: UserConfig, way: Way, env: Environment): KeySource | null {
  const own = keys.get(way.id);
  if (own !== undefined) return own;
  const name = way.keys.find((one) => (env[one] ?? '') !== '');
  return name === undefined ? null : { kind: 'env', name };
}

/** A repository names no program: what it would start here is code that nobody has read. */
function programLine(user: UserConfig, way: Way, env: Environment): LineTo {
  const program = PROGRAMS[way.id] ?? '';
  const named = user.endpoints.get(way.id);
  const url = named !== undefined && isAbsolute(named) ? named : findProgram(program, env);
  if (url === null) return { kind: 'missing', why: `${program} is not in PATH` };
  const own = user.keys.get(way.id) ?? null;
  const variables = [...PROGRAM_VARIABLES, ...way.keys].flatMap((name): [string, string][] => {
    const value = env[name];
    return value === undefined ? [] : [[name, value]];
  });
  const key = own === null ? null : readKey(own, user, env);
  const line = { url, key, env: Object.fromEntries(variables) };
  return { kind: 'line', line, from: own === null ? 'its own login' : nameKey(own) };
}

function nameKey(source: KeySource): string {
  switch (source.kind) {
    case 'env':
      return `$${source.name}`;
    case 'file':
      return source.path;
    case 'literal':
      return 'the user’s configuration';
  }
}

function readKey(source: KeySource, user: UserConfig, env: Environment): string {
  switch (source.kind) {
    case 'literal':
      return source.key;
    case 'env':
      return checked(env[source.name] ?? '', `$${source.name}`);
    case 'file':
      return checked(readKeyFile(source.path, user, env), source.path);
  }
}

/** A key is one line of printable letters: anything else would be thrown back by `fetch`, with the key in its message. */
function checked(text: string, where: string): string {
  const key = text.trim();
  if (key === '') throw new Error(`${where} holds no key`);
  if (!/^[\x21-\x7e]+$/.test(key)) throw new Error(`${where} holds something that is no key`);
  return key;
}

function readKeyFile(named: string, user: UserConfig, env: Environment): string {
  const home = named.startsWith('~/') ? join(homeFolder(env), named.slice(2)) : named;
  const path = isAbsolute(home) ? home : join(dirname(user.path), home);
  let mode: number;
  let text: string;
  try {
    ({ mode } = statSync(path));
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Error(`the key file ${path} cannot be read`, { cause });
  }
  if ((mode & 0o077) !== 0) throw new Error(`others may read the key file ${path}: run chmod 600 '${path}'`);
  return text;
}
