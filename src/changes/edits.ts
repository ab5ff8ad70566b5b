import type { Actor } from '../model/actor.ts';
import type { Edit, FileVersion, Oid, Part, Path, Truth } from '../model/change.ts';
import { pathToBytes } from '../system/bytes.ts';
import type { Git } from '../system/git.ts';
import { compare } from './compare.ts';
import type { RawEdit, RawFile } from './compare.ts';
import type { InletContext } from './context.ts';
import { lookUp } from './objects.ts';
import type { Found } from './objects.ts';
import type { Protected } from './protected.ts';
import { emptyTree } from './repository.ts';
import type { Repository } from './repository.ts';

/** A part as git tells it: what is missing is size, landing and people. */
export type Draft = Omit<Part, 'edits' | 'trees'> & {
  readonly before: Oid;
  readonly after: Oid;
  readonly edits: readonly RawEdit[];
  readonly whoOf: (edit: RawEdit) => Who;
};
export type Who = Pick<Edit, 'commits' | 'authors'>;

/** Sizes of all files and their presence on protected branches, for every part in one process. */
export async function finishParts(
  git: Git,
  repository: Repository,
  context: InletContext,
  drafts: readonly Draft[],
  guarded: Protected,
): Promise<readonly Part[]> {
  const tips = [...new Set(guarded.tips.map((tip) => tip.oid))];
  const facts = await askGit(repository.scratch.reader(git), repository, drafts, tips);
  const landedOf = (edit: RawEdit): Truth =>
    tips.length === 0 ? landedNowhere(repository) : facts.landed.has(edit.from ?? edit.path);
  return drafts.map(({ before, after, edits, whoOf, ...part }) => ({
    ...part,
    trees: { before, after, landed: tips },
    edits: edits.map((edit) => ({
      ...edit,
      ...whoOf(edit),
      before: version(edit.before, facts.sizes),
      after: version(edit.after, facts.sizes),
      landed: landedOf(edit),
      generated: context.isGenerated(edit.path),
    })),
  }));
}

/** Every different actor once, in the order met. */
export function uniqueActors(actors: readonly Actor[]): readonly Actor[] {
  const keyOf = (actor: Actor): string =>
    JSON.stringify([actor.kind, actor.agent, actor.session, actor.email, actor.vendors]);
  return [...new Map(actors.map((actor) => [keyOf(actor), actor])).values()];
}

/** Nothing has landed in a repository without commits; otherwise nobody can say. */
function landedNowhere(repository: Repository): Truth {
  return repository.head === null && repository.refs.length === 0 ? false : 'unknown';
}

function version(file: RawFile | null, sizes: ReadonlyMap<Oid, number>): FileVersion | null {
  return file === null ? null : { oid: file.oid, mode: file.mode, size: sizes.get(file.oid) ?? null };
}

type Asked = { readonly sizes: ReadonlyMap<Oid, number>; readonly landed: ReadonlySet<Path> };

async function askGit(
  git: Git,
  repository: Repository,
  drafts: readonly Draft[],
  tips: readonly Oid[],
): Promise<Asked> {
  const edits = drafts.flatMap((draft) => draft.edits);
  const oids = [...new Set(edits.flatMap(blobsOf))];
  const paths = [...new Set(edits.map((edit) => edit.from ?? edit.path))];
  const submodules = new Set(edits.filter(isSubmodule).map((edit) => edit.from ?? edit.path));
  const [plain, odd] = split(paths, (path) => !/[\n\r]/.test(path) && !submodules.has(path));
  const queries = tips.flatMap((tip) => plain.map((path) => ({ path, name: nameAt(tip, path) })));
  const found = await lookUp(git, [...oids.map((oid) => Buffer.from(oid)), ...queries.map((query) => query.name)]);
  const landed = new Set(queries.filter((_, index) => found[oids.length + index] !== null).map((query) => query.path));
  if (odd.length > 0) for (const path of await listed(git, repository, tips)) landed.add(path);
  return { sizes: sizesOf(oids, found), landed };
}

export function nameAt(tip: Oid, path: Path): Buffer {
  return Buffer.concat([Buffer.from(`${tip}:`), pathToBytes(path)]);
}

function sizesOf(oids: readonly Oid[], found: readonly (Found | null)[]): ReadonlyMap<Oid, number> {
  return new Map(oids.flatMap((oid, index): [Oid, number][] => (found[index] ? [[oid, found[index].size]] : [])));
}

function blobsOf(edit: RawEdit): readonly Oid[] {
  return [edit.before, edit.after].flatMap((file) => (file === null || file.mode === '160000' ? [] : [file.oid]));
}

function isSubmodule(edit: RawEdit): boolean {
  return edit.before?.mode === '160000' || edit.after?.mode === '160000';
}

/** A submodule's commit is not in this repository, and a name with a newline cannot be asked line by line: look at the whole list. */
async function listed(git: Git, repository: Repository, tips: readonly Oid[]): Promise<readonly Path[]> {
  const empty = emptyTree(repository);
  const trees = await git.text(['rev-parse', ...tips.map((tip) => `${tip}^{tree}`)]);
  const pairs = trees.split('\n').map((after) => ({ kind: 'trees' as const, before: empty, after }));
  return [...(await compare(git, pairs, 'no lines')).values()].flat().map((edit) => edit.path);
}

function split<T>(items: readonly T[], test: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
