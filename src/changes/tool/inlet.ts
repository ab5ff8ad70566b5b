import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Action, Call, Scene, Use } from '../../model/call.ts';
import type { Change, Edit, FileVersion, Lines, Part, Path, Truth, Unread } from '../../model/change.ts';
import type { Content, Sides } from '../../model/content.ts';
import type { Git } from '../../system/git.ts';
import type { InletContext } from '../context.ts';
import { readSides } from '../contents.ts';
import { blobId, countChanged } from '../compare-texts.ts';
import { finishParts, nameAt } from '../edits.ts';
import { lookUp } from '../objects.ts';
import { findProtected } from '../protected.ts';
import { emptyTree, type Repository } from '../repository.ts';
import { matchSiblings } from '../siblings.ts';
import { namesIn, readDisk } from './disk.ts';
import { type FilePlan, planFiles } from './plan.ts';

/** The repository around a call, where there is one. */
export type Ground = { readonly git: Git; readonly repository: Repository };

/** A tool call as a change, and how its contents are read: from the payload, from disk, from HEAD and the protected branch. */
export type ToolChange = {
  readonly change: Change;
  readonly read: (part: Part, paths: readonly Path[]) => Promise<ReadonlyMap<Path, Sides>>;
  /**
   * The same files as they lie there now, where they already differ from HEAD: what is seen in it was done before, by whomever,
   * and is no consequence of this call.
   */
  readonly earlier: ToolChange | null;
};

export async function toolChange(
  ground: Ground | null,
  context: InletContext,
  scene: Scene,
  title: string,
  uses: readonly Use[],
): Promise<ToolChange> {
  const plans = planFiles(uses, scene.cwd ?? '/');
  const planned = new Map([...plans.values()].map((plan) => [nameOf(plan.path, scene), plan]));
  const outside = [...planned].filter(([name, { after }]) => name.startsWith('/') && after.kind !== 'gone');
  const writes = outside.map(([path]): Action => ({ kind: 'write', path }));
  const call: Call = { id: idOf(uses, scene), actions: [...actionsOf(uses), ...writes], scene };
  const now = await changeOf(ground, context, { title, call, planned });
  const dirty = ground === null ? [] : [...planned].filter(([name]) => now.changed.has(name));
  if (dirty.length === 0) return { ...now, earlier: null };
  const as = new Map(dirty.map(([name, plan]): [Path, FilePlan] => [name, { ...plan, after: asItIs(plan) }]));
  const calm: Call = { ...call, actions: [] };
  return {
    ...now,
    earlier: { ...(await changeOf(ground, context, { title, call: calm, planned: as })), earlier: null },
  };
}

function asItIs({ now }: FilePlan): FilePlan['after'] {
  if (now.content.kind === 'text') return { kind: 'text', text: now.content.text };
  return now.content.kind === 'absent' ? { kind: 'gone' } : { kind: 'unclear', why: 'it is no text' };
}

function actionsOf(uses: readonly Use[]): readonly Action[] {
  return uses.flatMap((use): readonly Action[] => {
    if (use.kind === 'command') return [{ kind: 'command', text: use.text, shell: use.shell }];
    if (use.kind === 'read') return [{ kind: 'read', path: use.path }];
    return use.kind === 'tool' ? [use] : [];
  });
}

function idOf(uses: readonly Use[], { cwd }: Scene): string {
  return createHash('sha256')
    .update(JSON.stringify([cwd, uses]))
    .digest('hex');
}

/** As facts name it: below the repository by its name there, else absolute. */
function nameOf(path: string, { root }: Scene): Path {
  return root !== null && path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

type Draft = { readonly title: string; readonly call: Call; readonly planned: ReadonlyMap<Path, FilePlan> };
type Made = Omit<ToolChange, 'earlier'> & { /** Already other than in HEAD. */ readonly changed: ReadonlySet<Path> };

async function changeOf(ground: Ground | null, context: InletContext, draft: Draft): Promise<Made> {
  const heads = await headVersions(ground, [...draft.planned.keys()]);
  const isCommitted = ground !== null && ground.repository.headTree !== null;
  const raw = [...draft.planned].flatMap(([name, plan]) => editOf(name, plan, isCommitted ? heads : null) ?? []);
  const part = await partOf(ground, context, draft, raw);
  const unread = [...draft.planned].flatMap(([path, { after }]): readonly Unread[] =>
    after.kind === 'unclear' ? [{ what: 'edit', path, why: after.why }] : [],
  );
  const change: Change = {
    inlet: 'tool',
    repo: context.repo,
    at: context.at,
    branch: part.branch,
    operator: context.operator,
    parts: [part],
    refs: [],
    coverage: { refs: 0, commits: 0, files: part.edits.length, bytes: 0, unread },
    replay: false,
  };
  const changed = new Set(
    [...draft.planned].flatMap(([name, { now }]) =>
      oidOf(now.bytes) === (heads.get(name)?.oid ?? null) ? [] : [name],
    ),
  );
  return { change, changed, read: (asked, paths) => readToolSides(ground, change, asked, paths, draft) };
}

/** What HEAD holds under these names. */
async function headVersions(ground: Ground | null, names: readonly Path[]): Promise<ReadonlyMap<Path, FileVersion>> {
  const inside = names.filter((name) => !name.startsWith('/') && !/[\n\r]/.test(name));
  const tree = ground?.repository.headTree ?? null;
  if (ground === null || tree === null || inside.length === 0) return new Map();
  const asked = inside.map((name) => nameAt(tree, name));
  const found = await lookUp(ground.repository.scratch.reader(ground.git), asked);
  return new Map(
    inside.flatMap((name, index): [Path, FileVersion][] => {
      const one = found[index];
      return one?.type === 'blob' ? [[name, { oid: one.oid, size: one.size, mode: '100644' }]] : [];
    }),
  );
}

type ToolEdit = Pick<Edit, 'status' | 'path' | 'from' | 'before' | 'after' | 'lines'>;

/** Outside the repository, or where nothing was ever committed, the file as it lies there is what came before. */
function editOf(path: Path, plan: FilePlan, heads: ReadonlyMap<Path, FileVersion> | null): ToolEdit | null {
  const { now, after, mode } = plan;
  const head = heads?.get(path);
  const isUncommitted = heads === null || path.startsWith('/');
  // git is not asked for the mode: no edit of a tool changes it, so it is that of the file as it lies there
  const before = isUncommitted ? versionOf(now.bytes, mode) : head === undefined ? null : { ...head, mode };
  // nobody can tell what it becomes: it is told as changed, and as unread beside
  const made =
    after.kind === 'unclear' ? UNCLEAR : versionOf(after.kind === 'text' ? Buffer.from(after.text) : null, mode);
  if (before?.oid === made?.oid) return null;
  const status = before === null ? 'add' : made === null ? 'delete' : 'modify';
  return { status, path, from: null, before, after: made, lines: linesOf(now.content, after) };
}

const UNCLEAR: FileVersion = { oid: '0'.repeat(40), mode: '100644', size: null };

function versionOf(bytes: Buffer | null, mode: FileVersion['mode']): FileVersion | null {
  const oid = oidOf(bytes);
  return bytes === null || oid === null ? null : { oid, mode, size: bytes.length };
}

/** The id git would give it, so that an approval given at the tool call holds at the commit as well. */
function oidOf(bytes: Buffer | null): string | null {
  return bytes === null ? null : blobId(bytes);
}

function linesOf(before: Content, after: FilePlan['after']): Lines {
  if (before.kind === 'binary' || after.kind === 'unclear') return 'unknown';
  const [old, now] = [before, after].map((side) => (side.kind === 'text' ? side.text : ''));
  return countChanged(old ?? '', now ?? '');
}

async function partOf(
  ground: Ground | null,
  context: InletContext,
  { title, call }: Draft,
  raw: readonly ToolEdit[],
): Promise<Part> {
  const who = { commits: [], authors: [context.operator] };
  const part = { id: 'call', scope: 'whole', title, branch: ground?.repository.branch ?? null, call } as const;
  const { trees, landed } = await landing(ground, context, part, raw);
  const edits = raw.map((edit): Edit => {
    const generated = context.isGenerated(edit.path);
    return { ...edit, ...who, landed: landed.get(edit.path) ?? 'unknown', generated };
  });
  return { ...part, edits, ...(trees === undefined ? {} : { trees }) };
}

/** Which of the files a protected branch has, asked as every other inlet asks; outside a repository nobody can say. */
async function landing(
  ground: Ground | null,
  context: InletContext,
  part: Omit<Part, 'edits'>,
  raw: readonly ToolEdit[],
): Promise<{ readonly trees?: Part['trees']; readonly landed: ReadonlyMap<Path, Truth> }> {
  const edits = raw.filter(({ path }) => !path.startsWith('/'));
  if (ground === null || edits.length === 0) return { landed: new Map() };
  const { git, repository } = ground;
  const tree = repository.headTree ?? emptyTree(repository);
  const draft = { ...part, before: tree, after: tree, edits, whoOf: () => ({ commits: [], authors: [] }) };
  const guarded = findProtected(repository, context.protected);
  const [finished] = await finishParts(git, repository, context, [draft], guarded);
  const landed = new Map((finished?.edits ?? []).map((edit): [Path, Truth] => [edit.path, edit.landed]));
  return { landed, ...(finished?.trees === undefined ? {} : { trees: finished.trees }) };
}

const GLOB = ':(glob)';

async function readToolSides(
  ground: Ground | null,
  change: Change,
  part: Part,
  asked: readonly Path[],
  { call, planned }: Draft,
): Promise<ReadonlyMap<Path, Sides>> {
  const { root } = call.scene;
  const isInTree = (path: Path): boolean => !path.startsWith('/') && part.trees !== undefined;
  const inside = asked.filter(isInTree);
  const told: ReadonlyMap<Path, Sides> =
    ground === null || inside.length === 0
      ? new Map()
      : await readSides(ground.git, ground.repository, change, part, inside);
  const names = [...new Set([...told.keys(), ...asked.flatMap((path) => namesOf(path, root, planned))])];
  return new Map(
    names.map((path): [Path, Sides] => {
      const disk = diskContent(path, root);
      const plan = planned.get(path);
      const after = plan === undefined ? disk : contentOf(plan);
      const { before, landed } = told.get(path) ?? {
        before: plan?.now.content ?? disk,
        landed: plan?.now.content ?? disk,
      };
      return [path, { before, after, landed }];
    }),
  );
}

/** A pattern also finds what is new and in no tree: the block that was moved may lie in a file that was never committed. */
function namesOf(path: Path, root: string | null, planned: ReadonlyMap<Path, FilePlan>): readonly Path[] {
  if (!path.startsWith(GLOB)) return [path];
  const pattern = path.slice(GLOB.length);
  const folder = pattern.slice(0, Math.max(0, pattern.lastIndexOf('/')));
  const here =
    /[*?[]/.test(folder) || root === null
      ? []
      : namesIn(join(root, folder)).map((name) => (folder === '' ? name : `${folder}/${name}`));
  return matchSiblings([...here, ...planned.keys()], pattern);
}

function diskContent(path: Path, root: string | null): Content {
  if (path.startsWith('/')) return readDisk(path).content;
  return root === null ? { kind: 'absent' } : readDisk(join(root, path)).content;
}

function contentOf({ after }: FilePlan): Content {
  switch (after.kind) {
    case 'text':
      return { kind: 'text', text: after.text };
    case 'gone':
      return { kind: 'absent' };
    case 'unclear':
      return { kind: 'unreadable', why: after.why };
  }
}
