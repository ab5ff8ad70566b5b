import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { codeOf, sha256 } from './files.ts';
import type { Environment, GitAnswer } from './git.ts';
import { openResident, type Resident } from './git-resident.ts';
import { openStarter, type Starter } from './git-starter.ts';

export type Question = {
  readonly cwd: string;
  readonly env: Environment;
  readonly args: readonly string[];
  readonly input: string | Buffer | undefined;
};

/**
 * A process that stays need not ask git the same twice. INVARIANT: this changes speed, never results. An answer is kept under
 * all that it depends on: the ids of objects, which never change, or the very contents of the files that git reads for it. What is not certain to be
 * that is asked anew, and so is everything of which git said that something is missing.
 */
export function rememberAnswers(): void {
  isOn = true;
  startBeside();
}

/** Nothing is kept, but git is started by a small process: for one that is large, and stays for a while. */
export function startBeside(): void {
  isStaying = true;
  openStarterAgain();
}

/** Nothing is kept any more, and no git stays. */
export function forgetAnswers(): void {
  isOn = false;
  isStaying = false;
  kept.clear();
  for (const resident of residents.values()) resident.end();
  besides?.end();
}

/** Who starts git for a process that stays; null in every other, and where no such shell can live. */
export function starter(): Starter | null {
  return besides;
}

let besides: Starter | null = null;
const AGAIN_MS = 60_000;

function openStarterAgain(): void {
  if (!isStaying || besides !== null) return;
  try {
    besides = openStarter(() => {
      besides = null;
      setTimeout(openStarterAgain, AGAIN_MS).unref();
    });
  } catch {
    // no folder for its files: git is started by ourselves
  }
}

let isOn = false;
let isStaying = false;
const MOST = 300;
const MOST_BYTES = 1 << 16;
const kept = new Map<string, GitAnswer>();

export async function remembered(
  question: Question,
  { ask, start }: { readonly ask: () => Promise<GitAnswer>; readonly start: Start },
): Promise<GitAnswer> {
  const key = isOn ? keyOf(question) : null;
  if (key === null) return await ask();
  const known = kept.get(key);
  if (known !== undefined) {
    kept.delete(key);
    kept.set(key, known); // the least used one leaves first
    return known;
  }
  const answer = (await askResident(question, start)) ?? (await ask());
  // what it rests on may have changed while git was at work
  if (isWhole(question, answer) && keyOf(question) === key) keep(key, answer);
  return answer;
}

/** Starts a git of the question's that stays. */
type Start = () => ChildProcessWithoutNullStreams;

const MOST_RESIDENTS = 6;
const residents = new Map<string, Resident>();

async function askResident(question: Question, start: Start): Promise<GitAnswer | null> {
  const { cwd, args, input = '' } = question;
  if (!isOn || args[0] !== 'cat-file') return null;
  const key = JSON.stringify([cwd, args, variablesOf(question)]);
  const open = (): Resident =>
    openResident(
      start(),
      args.some((word) => word.startsWith('--batch=')),
      () => residents.delete(key),
    );
  const resident = residents.get(key) ?? open();
  residents.delete(key);
  residents.set(key, resident);
  const [oldest] = residents.values();
  if (residents.size > MOST_RESIDENTS) oldest?.end();
  const bytes = Buffer.from(input);
  const stdout = await resident.ask(bytes, bytes.toString('latin1').split('\n').length - 1);
  return stdout === null ? null : { code: 0, stdout, stderr: '' };
}

function keep(key: string, answer: GitAnswer): void {
  kept.set(key, answer);
  const [oldest] = kept.keys();
  if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
}

/** `git config --get` says by 1 that nothing is set. */
function isWhole({ args }: Question, { code, stdout, stderr }: GitAnswer): boolean {
  if (stderr !== '' || stdout.length > MOST_BYTES) return false;
  if (code === 1) return args[0] === 'config' && stdout.length === 0;
  return code === 0 && !/ (missing|ambiguous)\n/.test(stdout.toString('latin1'));
}

function keyOf(question: Question): string | null {
  const asked = filesAsked(question);
  const by = isAboutIds(question) ? 'ids' : asked === null ? null : filesOf(question, asked);
  if (by === null) return null;
  const { cwd, args, input = '' } = question;
  return sha256(JSON.stringify([cwd, variablesOf(question), args, input.toString('latin1'), by]));
}

/** What git is told of the repository and of its configuration. The index is no part of any answer that is kept. */
function variablesOf({ env }: Question): readonly (readonly [string, string | undefined])[] {
  return Object.entries(env)
    .filter(([name]) => /^(GIT_.*|HOME|XDG_CONFIG_HOME|PATH|SUDO_UID)$/.test(name) && name !== 'GIT_INDEX_FILE')
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

const OID = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
const BY_OID = /^[0-9a-f]{40}(?:[0-9a-f]{24})?(?:\^\{tree\}|:[^\n]*)?$/;

function isAboutIds({ args, input = '' }: Question): boolean {
  const [verb = '', ...rest] = args;
  if (verb === 'ls-tree') {
    const names = rest.slice(0, rest.includes('--') ? rest.indexOf('--') : rest.length);
    return names.every((word) => word.startsWith('-') || OID.test(word));
  }
  if (verb !== 'cat-file' || !rest.every((word) => /^--(batch(-check)?=|buffer$)/.test(word))) return false;
  const lines = input.toString('utf8').split('\n');
  return lines.pop() === '' && lines.length > 0 && lines.every((line) => BY_OID.test(line));
}

const NAMESPACES = ['refs/heads', 'refs/remotes', 'refs/tags', 'refs/notes', 'refs/guardrail'];

/** Which files an answer rests on: those of the configuration, or the refs too; null where that is not certain. */
function filesAsked({ args }: Question): 'config' | 'refs' | null {
  const [verb, ...rest] = args;
  if (verb === 'config') return isReading(rest) ? 'config' : null;
  if (verb === 'symbolic-ref') return rest.join(' ') === '--quiet HEAD' ? 'refs' : null;
  if (verb === 'rev-parse') return placesAsked(rest);
  if (verb !== 'for-each-ref') return null;
  const names = rest.filter((word) => !word.startsWith('--format='));
  const isInside = (name: string): boolean =>
    NAMESPACES.some((space) => name === space || name.startsWith(`${space}/`));
  return names.length > 0 && names.every(isInside) ? 'refs' : null;
}

function isReading(words: readonly string[]): boolean {
  const flags = words.filter((word) => word.startsWith('-'));
  const isKnown = flags.every((flag) =>
    /^(--null|-z|--list|--get|--get-all|--show-scope|--show-origin|--type=path)$/.test(flag),
  );
  return isKnown && flags.some((flag) => /^--(list|get|get-all)$/.test(flag));
}

function placesAsked(words: readonly string[]): 'config' | 'refs' | null {
  const plain = words.filter((word, at) => words[at - 1] !== '--git-path' || word.startsWith('-'));
  if (plain.every((word) => PLACES.has(word))) return 'config';
  return plain.every((word) => PLACES.has(word) || OF_REFS.has(word)) ? 'refs' : null;
}

const PLACES: ReadonlySet<string> = new Set([
  '--show-object-format',
  '--absolute-git-dir',
  '--git-common-dir',
  '--git-path',
  '--show-toplevel',
  '--is-bare-repository',
]);
const OF_REFS: ReadonlySet<string> = new Set([
  '--is-shallow-repository',
  '--quiet',
  '--verify',
  'HEAD^{tree}',
  'HEAD^{commit}',
]);

const LONGEST = 256 * 1024;
const MOST_REFS = 400;

/**
 * All that these questions depend on, in a plain clone and nowhere else: a linked working tree, another format of refs, a configuration that
 * includes others, or a system whose configuration lies elsewhere are not worth a mistake.
 */
function filesOf({ cwd, env }: Question, asked: 'config' | 'refs'): string | null {
  if (process.platform !== 'linux') return null;
  const isUnusual = Object.keys(env).some((name) => UNUSUAL.test(name));
  const git = basename(cwd) === '.git' ? cwd : join(cwd, '.git');
  if (isUnusual || !['.git', git, undefined].includes(env['GIT_DIR'])) return null;
  try {
    const folders = [cwd, git].map((path) => lstatSync(path));
    if (folders.some((folder) => !folder.isDirectory())) return null;
    const config = configFiles(env, git).map(readSmall);
    if (config.some((text) => /^\s*\[\s*include|refstorage|worktreeconfig/im.test(text))) return null;
    const places = folders.map(({ dev, ino, uid, mode }) => [dev, ino, uid, mode]);
    const common = readSmall(join(git, 'commondir'));
    if (git === cwd && !isAlone(git, common)) return null;
    if (asked === 'config') return JSON.stringify([places, config, common, existsSync(join(git, 'HEAD'))]);
    const states = ['HEAD', 'packed-refs', 'shallow', 'commondir'].map((name) => readSmall(join(git, name)));
    const refs = NAMESPACES.flatMap((space) => refsBelow(git, space, MOST_REFS));
    if (refs.length > MOST_REFS || [...states, ...refs].some(leadsAway)) return null;
    return JSON.stringify([places, config, states, refs]);
  } catch {
    return null;
  }
}

/** Standing in the git folder of a clone, and of that one. */
function isAlone(git: string, common: string): boolean {
  return common === '-' && !existsSync(join(git, '.git')) && readSmall(join(git, 'HEAD')) !== '-';
}

/** `ref: refs/bisect/x`: to something that is not looked at. */
function leadsAway(text: string): boolean {
  const [, to] = /(?:^| )ref: *(\S+)/.exec(text) ?? [];
  return to !== undefined && !NAMESPACES.some((space) => to.startsWith(`${space}/`));
}

const UNUSUAL =
  /^GIT_(WORK_TREE|COMMON_DIR|NAMESPACE|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|QUARANTINE_PATH|CONFIG(_GLOBAL|_SYSTEM)?)$/;

function configFiles(env: Environment, git: string): readonly string[] {
  const home = env['HOME'] ?? '/nonexistent';
  const beside = (env['PATH'] ?? '').split(':').map((folder) => join(dirname(folder), 'etc', 'gitconfig'));
  const own = [join(home, '.gitconfig'), join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'git', 'config')];
  return ['/etc/gitconfig', ...new Set(beside), ...own, join(git, 'config'), join(git, 'config.worktree')];
}

/** '-' where there is none; throws where it is too long to be read each time. */
function readSmall(path: string): string {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > LONGEST) throw new Error(`${path} is long`);
    return bytes.toString('latin1');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return '-';
    throw error;
  }
}

function refsBelow(git: string, name: string, most: number): readonly string[] {
  const found: string[] = [];
  const waiting = [name];
  for (let folder = waiting.pop(); folder !== undefined && found.length <= most; folder = waiting.pop()) {
    for (const entry of entriesOf(join(git, folder))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) waiting.push(path);
      else if (!entry.name.endsWith('.lock')) found.push(`${path} ${readSmall(join(git, path))}`);
    }
  }
  return found.sort();
}

function entriesOf(folder: string): ReturnType<typeof listFolder> {
  try {
    return listFolder(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return [];
    throw error;
  }
}

function listFolder(folder: string): readonly { readonly name: string; readonly isDirectory: () => boolean }[] {
  return readdirSync(folder, { withFileTypes: true });
}
