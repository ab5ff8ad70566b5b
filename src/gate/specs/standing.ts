import { readFooter } from '../../agents/trailers.ts';
import { decode } from '../../changes/decode.ts';
import { lookUp, readObjects } from '../../changes/objects.ts';
import type { Edit, Oid, Path } from '../../model/change.ts';
import { parseSpec, type ReadSpec } from '../../review/spec.ts';
import { escapeText, showPath } from '../../speak/escape.ts';
import { nameActor } from '../../speak/words.ts';
import type { Gate } from '../open.ts';
import { approvedSpecs, specOnDisk } from './approved.ts';
import { isCalled, isNamedBy, LARGEST, listSpecs, specName, type SpecFile } from './find.ts';
import { filesOf, holds } from './covers.ts';
import { readBranch, writersOf, type Branch } from './writers.ts';

/** Where a change stands, as far as its spec is concerned. */
export type Where = {
  readonly repo: string;
  /** What the change leaves behind; null where there is no commit yet. */
  readonly tree: Oid | null;
  /** The protected branch; where there is none, what was there before the change. */
  readonly landed: Oid | null;
  /** Its branch since then: whose commits name a spec, and say who wrote one. */
  readonly tips: readonly Oid[];
  readonly branch: string | null;
  readonly edits: readonly Edit[];
  /** Of the commit that is being made. */
  readonly message: string | null;
  /** Approved bytes count where they lie, before they are committed: for an agent's first edit. */
  readonly isBeforeCommit: boolean;
};

/** The spec behind a change. INVARIANT: what an agent wrote on the way counts for nothing before a person approves it. */
export type Standing =
  | {
      readonly kind: 'counts';
      readonly spec: ReadSpec;
      readonly name: string;
      readonly because: 'landed' | 'written' | 'approved';
      readonly named: Named;
      readonly says: readonly string[];
    }
  /** It counts and could not be read, which is not the same as none. */
  | { readonly kind: 'unread'; readonly path: Path; readonly says: readonly string[] }
  | {
      readonly kind: 'none';
      readonly says: readonly string[];
      /** There are some that the message of a commit could still name. */
      readonly isOpen: boolean;
    };
export type Named = 'commit' | 'branch' | 'only one on this branch' | 'paths';

/** A spec file in the state in which it counts; `refused` says why it does not. */
export type Version = SpecFile &
  (
    | {
        readonly because: 'landed' | 'written' | 'approved';
        readonly isOwn: boolean;
        readonly bytes: Buffer | null;
        readonly says: string;
      }
    | { readonly because: 'refused'; readonly isOwn: true; readonly bytes: null; readonly says: string }
  );

const MOST_OWN = 50;

export async function standingSpec(gate: Gate, where: Where): Promise<Standing> {
  const versions = await versionsOf(gate, where);
  if (versions.all.length === 0) return { kind: 'none', says: [], isOpen: false };
  const { chosen, named, says } = await choose(gate, where, versions);
  const isOpen = versions.all.some(({ because }) => because !== 'refused');
  if (chosen === null) return { kind: 'none', says, isOpen };
  const more = [...says, ...(chosen.says === '' ? [] : [chosen.says])];
  if (chosen.because === 'refused') return { kind: 'none', says: more, isOpen };
  const read = await readVersion(gate, chosen);
  if (typeof read === 'string')
    return {
      kind: 'unread',
      path: chosen.path,
      says: [...more, `The spec ${showPath(chosen.path)} could not be read: ${read}.`],
    };
  const cut = read.notes.map((note) => `The spec ${showPath(chosen.path)}: ${note}.`);
  return {
    kind: 'counts',
    spec: read,
    name: chosen.name,
    because: chosen.because,
    named,
    says: [...more, ...cut],
  };
}

export type Versions = {
  readonly all: readonly Version[];
  readonly branch: Branch;
  readonly says: readonly string[];
};

/** Every spec there is, once, each as it counts here. */
export async function versionsOf(gate: Gate, where: Where): Promise<Versions> {
  const [here, landed] = await Promise.all([
    where.tree === null ? [] : listSpecs(gate.git, where.tree),
    where.landed === null ? [] : listSpecs(gate.git, where.landed),
  ]);
  const there = new Map(landed.map((file) => [file.path, file]));
  const own = here.filter(({ path, oid }) => there.get(path)?.oid !== oid);
  const told = own.length === 0 && !where.isBeforeCommit ? [] : await approvedSpecs(gate, where.repo);
  const approvals = typeof told === 'string' ? [] : told;
  const isApproved = ({ path, oid }: Pick<SpecFile, 'path' | 'oid'>): boolean =>
    approvals.some((one) => one.path === path && one.oid === oid);
  if (here.length + landed.length + approvals.length === 0) return NONE;
  const branch = await readBranch(gate, where, own.length > 0);
  const found: Version[] = [];
  for (const file of own.slice(0, MOST_OWN)) {
    if (isApproved(file)) found.push({ ...file, because: 'approved', isOwn: true, bytes: null, says: '' });
    else found.push(...(await writtenVersion(gate, { where, branch, file, landed: there.get(file.path) ?? null })));
  }
  const disk = where.isBeforeCommit
    ? await approvedOnDisk(gate, new Set(approvals.map(({ path }) => path)), isApproved)
    : [];
  const known = new Set([...disk, ...found].map(({ path }) => path));
  const rest = landed.filter(({ path }) => !known.has(path)).map((file) => asLanded(file, ''));
  const left = own.length - MOST_OWN;
  const committed = found.filter(({ path }) => !disk.some((one) => one.path === path));
  const refused = committed.filter(({ because }) => because === 'refused');
  return {
    // of two that are meant by a name, the one that counts is found first
    all: [...disk, ...committed.filter((one) => !refused.includes(one)), ...rest, ...refused],
    branch,
    says: [
      ...(left > 0 ? [`${left} more specs that this branch changes were not looked at.`] : []),
      ...(typeof told === 'string' ? [told] : []),
    ],
  };
}

const NONE: Versions = { all: [], branch: { commits: [], isCut: false, range: [], recorded: () => [] }, says: [] };

function asLanded(file: SpecFile, says: string): Version {
  return { ...file, because: 'landed', isOwn: false, bytes: null, says };
}

type Writing = {
  readonly where: Where;
  readonly branch: Branch;
  readonly file: SpecFile;
  readonly landed: SpecFile | null;
};

/** By people alone it counts as it is; otherwise as it has landed, if it has. */
async function writtenVersion(gate: Gate, { where, branch, file, landed }: Writing): Promise<readonly Version[]> {
  const { isTouched, others } = await writersOf(gate, branch, file.path, where.edits);
  // the branch is behind: the protected one has a newer text, or none any more
  if (!isTouched) return landed === null ? [] : [asLanded(landed, '')];
  const [first] = others;
  if (first === undefined) return [{ ...file, because: 'written', isOwn: true, bytes: null, says: '' }];
  const [name, path, who] = [showPath(file.name), showPath(file.path), escapeText(nameActor(first))];
  if (landed !== null)
    return [
      asLanded(
        landed,
        `The spec ${path} is changed here by ${who}: it counts as it has landed, and what is new in it permits nothing (a person: guardrail spec approve ${name} --because "...").`,
      ),
    ];
  return [
    {
      ...file,
      because: 'refused',
      isOwn: true,
      bytes: null,
      says: `The spec ${path} was written by ${who} and has not landed: it is read as text and permits nothing (a person: guardrail spec approve ${name} --because "...").`,
    },
  ];
}

async function approvedOnDisk(
  gate: Gate,
  paths: ReadonlySet<Path>,
  isApproved: (file: Pick<SpecFile, 'path' | 'oid'>) => boolean,
): Promise<readonly Version[]> {
  const found: Version[] = [];
  for (const path of [...paths].slice(0, MOST_OWN)) {
    const name = specName(path);
    const disk = name === null ? null : await specOnDisk(gate, path);
    if (name === null || disk === null || !isApproved({ path, oid: disk.oid })) continue;
    found.push({ path, name, oid: disk.oid, because: 'approved', isOwn: true, bytes: disk.bytes, says: '' });
  }
  return found;
}

type Choice = { readonly chosen: Version | null; readonly named: Named; readonly says: readonly string[] };

/** A commit's word, the branch's name, the only one that this branch brings, the only one whose paths hold all of it. */
async function choose(gate: Gate, where: Where, { all, branch, says }: Versions): Promise<Choice> {
  const words = wordsOf(where, branch);
  const called = words.flatMap((word) => all.find((one) => isCalled(one, word)) ?? []);
  const lost = words.filter((word) => !all.some((one) => isCalled(one, word)));
  const unknown = lost
    .slice(0, 1)
    .map((word) => `A commit names the spec "${escapeText(word.slice(0, 80))}", and there is none.`);
  const [first] = called;
  if (first !== undefined) {
    const others = [...new Set(called.filter(({ path }) => path !== first.path).map(({ name }) => showPath(name)))];
    const more =
      others.length === 0
        ? []
        : [
            `Held against ${showPath(first.name)}, which the newest commit names, and not against ${others.slice(0, 3).join(', ')}.`,
          ];
    return { chosen: first, named: 'commit', says: [...says, ...unknown, ...more] };
  }
  const notes = [...says, ...unknown];
  const byBranch = all.find(({ name }) => isNamedBy(where.branch, name));
  if (byBranch !== undefined) return { chosen: byBranch, named: 'branch', says: notes };
  const own = all.filter(({ isOwn }) => isOwn);
  const usable = own.filter(({ because }) => because !== 'refused');
  const [only] = usable;
  if (only !== undefined && usable.length === 1) return { chosen: only, named: 'only one on this branch', says: notes };
  const byPaths = await coveringAll(gate, where, all);
  const [one] = byPaths;
  if (one !== undefined && byPaths.length === 1) return { chosen: one, named: 'paths', says: notes };
  const several =
    byPaths.length > 1
      ? [
          `Several specs name these paths: ${byPaths
            .slice(0, 3)
            .map(({ name }) => showPath(name))
            .join(', ')}. Name one in the commit's message: Spec: NAME`,
        ]
      : [];
  return {
    chosen: own.find(({ because }) => because === 'refused') ?? null,
    named: 'only one on this branch',
    says: [...notes, ...several],
  };
}

/** `Spec: <name or path>` in the last paragraph of a message, the newest first. */
function wordsOf({ message }: Where, { commits }: Branch): readonly string[] {
  const messages = [...(message === null ? [] : [message]), ...commits.map((commit) => commit.message)];
  const words = messages.flatMap((text) =>
    readFooter(text).trailers.flatMap(({ key, value }) => (key === 'spec' && value !== '' ? [value] : [])),
  );
  return [...new Set(words)].slice(0, 50);
}

const MOST_READ = 200;

/** Only ours say what they cover. */
async function coveringAll(gate: Gate, where: Where, all: readonly Version[]): Promise<readonly Version[]> {
  const files = filesOf(where.edits);
  const ours = all
    .filter(({ because, path }) => because !== 'refused' && path.startsWith('.guardrail/'))
    .slice(0, MOST_READ);
  if (files.length === 0 || ours.length === 0) return [];
  const read = await Promise.all(ours.map((version) => readVersion(gate, version)));
  return ours.filter((_version, index) => {
    const spec = read[index];
    return spec !== undefined && typeof spec !== 'string' && spec.paths.length > 0 && files.every(holds(spec.paths));
  });
}

/** Its text; a sentence where that cannot be had. */
export async function readVersion({ git }: Gate, { path, oid, bytes }: Version): Promise<ReadSpec | string> {
  if (bytes !== null) return parsed(path, bytes);
  const [found] = await lookUp(git, [Buffer.from(oid)]);
  if (found === null || found === undefined) return 'git does not have it here';
  if (found.size > LARGEST) return `it has ${found.size} bytes, and at most ${LARGEST} are read`;
  const [body] = await readObjects(git, [oid]);
  return body === null || body === undefined ? 'git does not have it here' : parsed(path, body);
}

function parsed(path: Path, bytes: Buffer): ReadSpec | string {
  const content = decode(bytes);
  return content.kind === 'text' ? parseSpec(path, content.text) : 'it is no text';
}
