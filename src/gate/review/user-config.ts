import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entry, Node } from '../../model/document.ts';
import type { Cap, ReviewerRule, ReviewRules } from '../../model/review.ts';
import type { Line } from '../../review/vendors/reviewer.ts';
import {
  type Fields,
  type Reader,
  readFields,
  readFlag,
  readMap,
  readNumber,
  readText,
  readTexts,
} from '../../policy/read.ts';
import { readBytes } from '../../system/files.ts';
import type { Environment } from '../../system/git.ts';
import { userPaths } from '../../system/paths.ts';
import { KEEPING_KEYS, type Keeping, KEPT_AS_SHIPPED, readKeeping } from './user-keeping.ts';

/** Where a key is kept. It is read when it is needed, and never shown. */
export type KeySource =
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'literal'; readonly key: string };
/** Where a question goes and with what (line.ts); or why it cannot go. `from` says where the key is kept, never what it is. */
export type LineTo =
  | { readonly kind: 'line'; readonly line: Omit<Line, 'signal'>; readonly from: string }
  | { readonly kind: 'missing'; readonly why: string };
type Caps = { readonly [which in 'day' | 'change']: Partial<Cap> };

/** What a user says for all repositories. INVARIANT: it may forbid what a repository allows, and allows nothing of itself. */
export type UserConfig = {
  readonly path: string;
  /** By way (`openai`) or by the address of a server: a key goes there and nowhere else. */
  readonly keys: ReadonlyMap<string, KeySource>;
  /** By way: the address of a gateway, or the path of a program. */
  readonly endpoints: ReadonlyMap<string, string>;
  /** `off: true`, or names, vendors and ways that are not to be asked. */
  readonly off: true | readonly string[];
  readonly caps: Caps;
  /** What is kept of the log, and where it is vouched for. */
  readonly keeping: Keeping;
};

const FILE = 'config.yaml';
const NOTHING: Node = { kind: 'map', line: 1, entries: [] };

/** No file is a configuration that says nothing. One that cannot be read, or is wrong, is an error: it may forbid something. */
export async function readUserConfig(env: Environment): Promise<UserConfig> {
  const path = join(userPaths(env).config, FILE);
  const bytes = await readBytes(path);
  if (bytes === null) return { ...closedConfig(env), off: [] };
  const { parseYaml } = await import('../../system/yaml.ts');
  const parsed = parseYaml(bytes.toString('utf8'));
  const problems: { readonly line: number; readonly message: string }[] = [];
  const reader: Reader = { file: path, report: (line, message) => problems.push({ line, message }) };
  if (parsed.kind === 'broken') for (const { line, message } of parsed.problems) reader.report(line, message);
  const config = readConfig(reader, parsed.kind === 'read' ? parsed.root : NOTHING, path);
  if (problems.length > 0) {
    const inOrder = problems.sort((a, b) => a.line - b.line);
    throw new Error(`read ${path}: ${inOrder.map(({ line, message }) => `line ${line}: ${message}`).join('; ')}`);
  }
  const hasKey = [...config.keys.values()].some(({ kind }) => kind === 'literal');
  if (hasKey) await refuseOpen(path, 'it holds a key');
  return config;
}

/** What holds where it cannot be read: it might forbid anything. */
export function closedConfig(env: Environment): UserConfig {
  const path = join(userPaths(env).config, FILE);
  const caps = { day: {}, change: {} };
  return { path, keys: new Map(), endpoints: new Map(), off: true, caps, keeping: KEPT_AS_SHIPPED };
}

function readConfig(reader: Reader, root: Node, path: string): UserConfig {
  const fields = readFields(reader, root, 'the configuration', [
    'keys',
    'reviewers',
    'caps',
    'endpoints',
    ...KEEPING_KEYS,
  ]);
  return {
    path,
    keys: new Map(entriesOf(reader, fields, 'keys').map((entry) => [nameOf(entry.key), readKey(reader, entry)])),
    endpoints: new Map(entriesOf(reader, fields, 'endpoints').map((entry) => [entry.key, readEndpoint(reader, entry)])),
    off: readOff(reader, fields.get('reviewers')?.value ?? NOTHING),
    caps: readCaps(reader, fields.get('caps')?.value ?? NOTHING),
    keeping: readKeeping(reader, fields),
  };
}

function entriesOf(reader: Reader, fields: Fields, key: string): readonly Entry[] {
  return readMap(reader, fields.get(key)?.value ?? NOTHING, key).entries;
}

/** Addresses are compared by what they lead to, not by how they are written. */
function nameOf(key: string): string {
  return key.includes('://') ? (placeOf(key) ?? key) : key;
}

/** INVARIANT: what is wrong is said without the text itself, which may be a key. */
function readKey(reader: Reader, { value, line, key }: Entry): KeySource {
  if (key.includes('://') && placeOf(key) === null) reader.report(line, `"${key}" is not the address of a server`);
  if (value.kind === 'value') {
    if (typeof value.value !== 'string' || value.value.trim() === '') reader.report(line, `keys: "${key}" has no key`);
    return { kind: 'literal', key: String(value.value).trim() };
  }
  const fields = readFields(reader, value, 'a key', ['env', 'file']);
  const [env, file] = [fields.get('env')?.value, fields.get('file')?.value];
  if (env !== undefined) return { kind: 'env', name: readText(reader, env, 'env') };
  if (file !== undefined) return { kind: 'file', path: readText(reader, file, 'file') };
  reader.report(line, `keys: "${key}" needs "env" or "file"`);
  return { kind: 'env', name: '' };
}

/** A vendor's key goes there: not in the clear, unless to this machine. */
function readEndpoint(reader: Reader, { key, value, line }: Entry): string {
  const text = readText(reader, value, `endpoints.${key}`);
  if (text.startsWith('/')) return text;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || placeOf(text) === null)
    reader.report(line, `endpoints: "${key}" must be an address (https://…) or the whole path of a program`);
  else if (url.protocol === 'http:' && !isHere(url))
    reader.report(line, `endpoints: "${key}" would send a key in the clear: use https`);
  return text;
}

function isHere(url: URL): boolean {
  return url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d+){3}$/.test(url.hostname);
}

function readOff(reader: Reader, node: Node): UserConfig['off'] {
  const off = readFields(reader, node, 'reviewers', ['off']).get('off')?.value;
  if (off === undefined) return [];
  if (off.kind === 'value' && typeof off.value === 'boolean') return readFlag(reader, off, 'off') ? true : [];
  return readTexts(reader, off, 'off');
}

function readCaps(reader: Reader, node: Node): Caps {
  const fields = readFields(reader, node, 'caps', ['day', 'change']);
  const cap = (which: 'day' | 'change'): Partial<Cap> => {
    const one = readFields(reader, fields.get(which)?.value ?? NOTHING, `caps.${which}`, ['money', 'tokens']);
    return Object.fromEntries(
      [...one].map(([key, { value, line }]) => {
        const number = readNumber(reader, value, key);
        if (!(number >= 0)) reader.report(line, `caps.${which}.${key} must not be negative`);
        return [key, number];
      }),
    );
  };
  return { day: cap('day'), change: cap('change') };
}

/** Origin and path; null: no server, or one with a name and password in it. */
export function placeOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, username, password, origin, pathname } = new URL(url);
  if (!['http:', 'https:'].includes(protocol) || username !== '' || password !== '') return null;
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}

async function refuseOpen(path: string, why: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) throw new Error(`read ${path}: ${why} and others may read it: run chmod 600 '${path}'`);
}

/** Those that the user lets be asked, of those that the rules name. */
export function usableReviewers(
  reviewers: readonly ReviewerRule[],
  { off }: Pick<UserConfig, 'off'>,
): readonly ReviewerRule[] {
  if (off === true) return [];
  return reviewers.filter(({ name, vendor, via }) => ![name, vendor, via].some((word) => off.includes(word)));
}

/** The lower of each. */
export function usableCaps(caps: ReviewRules['caps'], user: Pick<UserConfig, 'caps'>): ReviewRules['caps'] {
  const lower = (which: 'day' | 'change'): Cap => ({
    money: Math.min(caps[which].money, user.caps[which].money ?? Infinity),
    tokens: Math.min(caps[which].tokens, user.caps[which].tokens ?? Infinity),
  });
  return { day: lower('day'), change: lower('change') };
}
