import { decode } from '../../changes/decode.ts';
import { lookUp, readObjects } from '../../changes/objects.ts';
import type { Edit, Oid, Path } from '../../model/change.ts';
import { parseSpec, type ReadSpec } from '../../review/spec.ts';
import { escapeText, showPath } from '../../speak/escape.ts';
import { nameActor } from '../../speak/words.ts';
import type { Gate } from '../open.ts';
import { approvedSpecs, specOnDisk } from './approved.ts';
import { LARGEST, listSpecs, specName, type SpecFile } from './find.ts';
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
  // by its bytes alone: the log masks a path that looks like a key, and the same text says the same elsewhere
  const isApproved = ({ oid }: Pick<SpecFile, 'oid'>): boolean => approvals.some((one) => one.oid === oid);
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
  isApproved: (file: Pick<SpecFile, 'oid'>) => boolean,
): Promise<readonly Version[]> {
  const found: Version[] = [];
  for (const path of [...paths].slice(0, MOST_OWN)) {
    const name = specName(path);
    const disk = name === null ? null : await specOnDisk(gate, path);
    if (name === null || disk === null || !isApproved(disk)) continue;
    found.push({ path, name, oid: disk.oid, because: 'approved', isOwn: true, bytes: disk.bytes, says: '' });
  }
  return found;
}

/** Its text; a sentence where that cannot be had. */
export async function readVersion(gate: Gate, version: Version): Promise<ReadSpec | string> {
  const [read] = await readVersions(gate, [version]);
  return read ?? LOST;
}

const LOST = 'git does not have it here';

/** All of them in two processes, however many there are. */
export async function readVersions(
  { git }: Gate,
  versions: readonly Version[],
): Promise<readonly (ReadSpec | string)[]> {
  const oids = [...new Set(versions.flatMap(({ oid, bytes }) => (bytes === null ? [oid] : [])))];
  const found = await lookUp(
    git,
    oids.map((oid) => Buffer.from(oid)),
  );
  const sizes = new Map(oids.map((oid, index) => [oid, found[index]?.size ?? null]));
  const small = oids.filter((oid) => (sizes.get(oid) ?? Infinity) <= LARGEST);
  const bodies = await readObjects(git, small);
  const bodyOf = new Map(small.map((oid, index) => [oid, bodies[index] ?? null]));
  return versions.map(({ path, oid, bytes }) => {
    const body = bytes ?? bodyOf.get(oid) ?? null;
    if (body !== null) return parsed(path, body);
    const size = sizes.get(oid) ?? null;
    return size === null || size <= LARGEST ? LOST : `it has ${size} bytes, and at most ${LARGEST} are read`;
  });
}

function parsed(path: Path, bytes: Buffer): ReadSpec | string {
  const content = decode(bytes);
  return content.kind === 'text' ? parseSpec(path, content.text) : 'it is no text';
}
