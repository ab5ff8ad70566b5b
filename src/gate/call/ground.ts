import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { InletContext } from '../../changes/context.ts';
import { findProtected } from '../../changes/protected.ts';
import { openRepository } from '../../changes/repository.ts';
import type { Ground } from '../../changes/tool/inlet.ts';
import { identifyAuthors } from '../../agents/identify.ts';
import type { Actor } from '../../model/actor.ts';
import type { Approval } from '../../model/approval.ts';
import type { Shipped } from '../../model/document.ts';
import { compile } from '../../policy/compile.ts';
import { PolicyError } from '../../policy/problem.ts';
import type { Rules } from '../../policy/rules.ts';
import { type Environment, openGit } from '../../system/git.ts';
import { loadShipped } from '../../system/shipped.ts';
import { type Basis, readBasis, trustedPlace } from '../basis.ts';
import type { Gate } from '../open.ts';
import { believedApprovals } from '../signed.ts';
import type { Place } from './scene.ts';

/** Whose rules a tool call is judged by, and what surrounds it. */
export type CallGround = {
  readonly ground: Ground | null;
  /** Null outside a repository: then the shipped pack decides and nobody can approve. */
  readonly gate: Gate | null;
  readonly rules: readonly Rules[];
  readonly place: Place;
  readonly context: InletContext;
  readonly approvals: () => Promise<readonly Approval[]>;
  readonly notes: readonly string[];
};

type Asked = {
  readonly cwd: string;
  readonly env: Environment;
  readonly operator: Actor;
  readonly now: () => number;
  readonly tell: (line: string) => void;
  readonly isGone: () => boolean;
};

/**
 * A resident engine judges many calls in one repository, and reading its rules anew would be most of the time. What was read is
 * kept as long as every file of git that it came from is the same to the byte count and the nanosecond.
 * INVARIANT: this changes speed, never results; nothing is kept past a minute, nor where git was told to look elsewhere.
 */
const kept = new Map<string, Kept>();
type Kept = {
  readonly seal: string;
  readonly until: number;
  readonly gate: Gate;
  readonly basis: Basis | null;
  readonly broken: string | null;
};
const MINUTE = 60_000;
const MOST = 50;

export async function groundOf(asked: Asked): Promise<CallGround> {
  const top = topOf(asked.cwd);
  if (top === null) return await outside(asked, []);
  const known = kept.get(top);
  if (known !== undefined && known.until > asked.now() && !isRedirected(asked.env) && known.seal === sealOf(known.gate))
    return await inside(known, asked);
  try {
    const fresh = await read(top, asked);
    if (kept.size >= MOST) kept.clear();
    if (!isRedirected(asked.env)) kept.set(top, fresh);
    return await inside(fresh, asked);
  } catch (error) {
    // git refuses to look (another owner, a broken repository): what a command does can still be told
    return await outside(asked, [`git could not be read: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

/** The nearest folder above that git would take for a repository, without starting git. */
function topOf(cwd: string): string | null {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (statSync(join(folder, '.git'), { throwIfNoEntry: false }) !== undefined) return folder;
    if (folder === dirname(folder)) return null;
  }
}

function isRedirected(env: Environment): boolean {
  return ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_COMMON_DIR', 'GIT_CONFIG_COUNT', 'GIT_OBJECT_DIRECTORY'].some(
    (name) => env[name] !== undefined,
  );
}

async function read(top: string, { env, operator, now, tell, isGone }: Asked): Promise<Kept> {
  const git = openGit(top, env);
  const [repository, shipped] = await Promise.all([openRepository(git), shippedOnce()]);
  const gate: Gate = { git, repository, operator, shipped, env, now, tell, isGone };
  const seal = sealOf(gate); // before the rules are read: what moves meanwhile is read again the next time
  const until = now() + MINUTE;
  try {
    return { seal, until, gate, basis: await readBasis(gate, { kind: 'paths', paths: [] }, null), broken: null };
  } catch (error) {
    // rules that cannot be read never mean none: the shipped ones hold, and it is said
    if (!(error instanceof PolicyError)) throw error;
    return { seal, until, gate, basis: null, broken: error.message };
  }
}

async function inside({ gate: known, basis, broken }: Kept, asked: Asked): Promise<CallGround> {
  const { operator, now, tell, env, isGone } = asked;
  const gate: Gate = { ...known, operator, now, tell, env, isGone };
  const { git, repository } = gate;
  const rules = basis === null ? [await recommendedOnce()] : basis.usable.map((reading) => reading.rules);
  const context =
    basis === null
      ? plainContext(asked, repository.root ?? repository.gitDir)
      : { ...basis.context, operator, at: now() };
  const guarded = findProtected(repository, context.protected);
  return {
    ground: { git, repository },
    gate,
    rules,
    place: { root: repository.root, branch: repository.branch, protected: guarded.tips.map(({ branch }) => branch) },
    context,
    approvals: async () =>
      basis === null
        ? []
        : (await believedApprovals(gate, await trustedPlace(gate, { kind: 'paths', paths: [] }, basis.readings)))
            .approvals,
    notes: broken === null ? [] : [`the rules of this repository cannot be read and the shipped ones hold: ${broken}`],
  };
}

async function outside(asked: Asked, notes: readonly string[]): Promise<CallGround> {
  return {
    ground: null,
    gate: null,
    rules: [await recommendedOnce()],
    place: { root: null, branch: null, protected: [] },
    context: plainContext(asked, 'none'),
    approvals: () => Promise.resolve([]),
    notes,
  };
}

function plainContext({ now, operator }: Asked, repo: string): InletContext {
  return {
    repo,
    at: now(),
    operator,
    authorsOf: (commit) => identifyAuthors(commit),
    protected: [],
    since: [],
    isGenerated: () => false,
  };
}

let shipped: Promise<Shipped> | null = null;
let recommended: Promise<Rules> | null = null;

function shippedOnce(): Promise<Shipped> {
  return (shipped ??= loadShipped());
}

function recommendedOnce(): Promise<Rules> {
  return (recommended ??= shippedOnce().then((pack) =>
    compile({ name: 'recommended', files: [], shipped: pack, parse: noYaml }),
  ));
}

function noYaml(): never {
  throw new Error('read the shipped pack: it holds no YAML');
}

/** Everything that refs and rules are read from. Git writes a ref by renaming within its folder, which moves the folder's time. */
function sealOf({ repository }: Gate): string {
  const { gitDir, commonDir, branch, refs } = repository;
  const folders = new Set(['refs/heads', 'refs/remotes', 'logs/refs/remotes']);
  for (const { name } of refs)
    if (name.startsWith('refs/remotes/')) folders.add(dirname(name)).add(`logs/${dirname(name)}`);
  if (branch !== null) folders.add(dirname(`refs/heads/${branch}`));
  const files = [
    join(gitDir, 'HEAD'),
    join(gitDir, 'config.worktree'),
    ...['config', 'packed-refs', 'FETCH_HEAD', ...folders].map((name) => join(commonDir, name)),
    ...(branch === null ? [] : [join(commonDir, 'refs/heads', branch)]),
  ];
  return files.map(stampOf).join(' ');
}

function stampOf(file: string): string {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? '-' : `${found.ino}.${found.size}.${found.mtimeNs}.${found.ctimeNs}`;
}
