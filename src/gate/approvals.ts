import { readObjects } from '../changes/objects.ts';
import type { Approval, Assurance } from '../model/approval.ts';
import type { Oid } from '../model/change.ts';
import { isRecord } from '../model/json.ts';
import type { Git } from '../system/git.ts';

const REF = 'refs/guardrail/approvals';
const SEEN_AT_REMOTES = 'refs/remotes/*/guardrail/approvals';
const LARGEST = 16_384;
const MOST = 1000;
/** A listing of this many bytes holds some ten thousand approvals with their signatures. */
const LARGEST_TREE = 4 * 1024 * 1024;

/** An approval as it lies in the ref, believed in nothing yet: `body` is what its signature is about. */
export type Kept = { readonly approval: Approval; readonly body: Buffer; readonly signature: Buffer | null };
/** Whoever can push can write here, so whatever is not an approval is left out, and said. */
export type Chain = { readonly kept: readonly Kept[]; readonly notes: readonly string[] };

/**
 * Approvals live in a ref of their own, small files on an append-only chain of commits (`<id>.json`, `<id>.sig`,
 * `<id>.revoked`): they travel with `git push origin refs/guardrail/approvals`, need no database in CI, and a later one
 * never rewrites an earlier one. Taken back in one clone is taken back wherever that is known.
 */
export async function readChain(git: Git): Promise<Chain> {
  const listings = [];
  for (const ref of await refsOf(git)) listings.push(await listTree(git, ref));
  const files = listings.flatMap((listing) => listing.files);
  const odd = listings.reduce((sum, listing) => sum + listing.odd, 0);
  const revoked = new Set(files.flatMap((file) => idOf(file, '.revoked')));
  const ids = new Set(files.flatMap((file) => idOf(file, '.json')).filter((id) => !revoked.has(id)));
  const newest = [...ids].sort().reverse().slice(0, MOST);
  const read = await readFiles(git, files, new Set(newest));
  const kept = read.flatMap((one) => (one === null ? [] : [one]));
  return { kept, notes: notesOf({ odd, malformed: read.length - kept.length, beyond: ids.size - newest.length }) };
}

/** The command that brings them, where this clone has none: a fetch of branches leaves them behind. */
export async function howToFetch(git: Git): Promise<string | null> {
  if ((await refsOf(git)).length > 0) return null;
  return 'no approvals are here; if there are some: git fetch origin refs/guardrail/approvals:refs/remotes/origin/guardrail/approvals';
}

async function refsOf(git: Git): Promise<readonly string[]> {
  const refs = await git.text(['for-each-ref', '--format=%(refname)', REF, SEEN_AT_REMOTES]);
  return refs.split('\n').filter((ref) => ref !== '');
}

type File = { readonly oid: Oid; readonly size: number; readonly name: string };
type Listing = { readonly files: readonly File[]; readonly odd: number };

const NAME = /^[0-9A-HJKMNP-TV-Z]{26}\.(json|sig|revoked)$/;

async function listTree(git: Git, ref: string): Promise<Listing> {
  const size = Number(await git.text(['cat-file', '-s', `${ref}^{tree}`]));
  if (size > LARGEST_TREE)
    throw new Error(`read ${ref}: its listing has ${size} bytes, at most ${LARGEST_TREE} are read`);
  const rows = (await git.text(['ls-tree', '-l', '-z', ref])).split('\0').filter((row) => row !== '');
  const files = rows.flatMap((row): File[] => {
    const [, type, oid, bytes, name] = /^\d+ (\w+) ([0-9a-f]+) +(\S+)\t(.*)$/s.exec(row) ?? [];
    if (type !== 'blob' || oid === undefined || name === undefined || !NAME.test(name)) return [];
    return [{ oid, size: Number(bytes), name }];
  });
  return { files, odd: rows.length - files.length };
}

function idOf({ name }: File, ending: string): readonly string[] {
  return name.endsWith(ending) ? [name.slice(0, -ending.length)] : [];
}

/** The same id in two refs: the local one is listed first and stays. */
async function readFiles(
  git: Git,
  files: readonly File[],
  ids: ReadonlySet<string>,
): Promise<readonly (Kept | null)[]> {
  const named = new Map(files.toReversed().map((file) => [file.name, file]));
  const wanted = [...ids].flatMap((id) => {
    const [body, signature] = [named.get(`${id}.json`), named.get(`${id}.sig`)];
    return body === undefined ? [] : [{ id, body, signature }];
  });
  const oids = wanted.flatMap(({ body, signature }) => [body, ...(signature ? [signature] : [])]);
  const small = [...new Set(oids.filter((file) => file.size <= LARGEST).map((file) => file.oid))];
  const bodies = await readObjects(git, small);
  const byOid = new Map(small.map((oid, index) => [oid, bodies[index] ?? null]));
  return wanted.map(({ id, body, signature }) => {
    const bytes = byOid.get(body.oid) ?? null;
    const approval = bytes === null ? null : parseApproval(bytes.toString('utf8'));
    // under another name the same approval would outlive its being taken back
    if (bytes === null || approval?.id !== id) return null;
    return { approval, body: bytes, signature: signature === undefined ? null : (byOid.get(signature.oid) ?? null) };
  });
}

function notesOf(left: {
  readonly odd: number;
  readonly malformed: number;
  readonly beyond: number;
}): readonly string[] {
  const out = left.odd + left.malformed;
  return [
    ...(out > 0 ? [`${out} of the entries in ${REF} are no approvals, and count for nothing`] : []),
    ...(left.beyond > 0 ? [`${left.beyond} more approvals than the ${MOST} newest were not read`] : []),
  ];
}

export type NewApproval = { readonly approval: Approval; readonly body: string; readonly signature: string | null };

/** The bytes that are kept and signed. */
export function bodyOf(approval: Approval): string {
  return `${JSON.stringify(approval, null, 1)}\n`;
}

/** Adds files to the chain; tries again when another process has moved the ref in between. */
export async function addApprovals(git: Git, approvals: readonly NewApproval[], by: Approval['by']): Promise<void> {
  const files = approvals.flatMap(({ approval, body, signature }) => [
    { name: `${approval.id}.json`, body },
    ...(signature === null ? [] : [{ name: `${approval.id}.sig`, body: signature }]),
  ]);
  await appendFiles(git, files, by, `approve ${approvals.map(({ approval }) => approval.rule).join(', ')}`);
}

export async function revokeApproval(git: Git, id: string, by: Approval['by'], because: string): Promise<void> {
  await appendFiles(git, [{ name: `${id}.revoked`, body: `${because}\n` }], by, `revoke ${id}`);
}

type NewFile = { readonly name: string; readonly body: string };

async function appendFiles(git: Git, files: readonly NewFile[], by: Approval['by'], subject: string): Promise<void> {
  const fresh = await Promise.all(
    files.map(async ({ name, body }) => ({
      name,
      oid: await git.text(['hash-object', '-w', '--stdin'], body),
      size: 0,
    })),
  );
  const identity = ['-c', `user.name=${by.name}`, '-c', `user.email=${by.email}`, '-c', 'commit.gpgSign=false'];
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const tip = (await git.ask(['rev-parse', '--verify', '--quiet', REF])).stdout.toString('utf8').trim();
    const { parents, files: old } = await standOn(git);
    const entries = new Map([...old, ...fresh].map(({ name, oid }) => [name, `100644 blob ${oid}\t${name}\n`]));
    const tree = await git.text(['mktree'], [...entries.values()].join(''));
    const words = parents.flatMap((parent) => ['-p', parent]);
    const commit = await git.text([...identity, 'commit-tree', tree, ...words, '-m', subject]);
    const before = tip === '' ? '0'.repeat(commit.length) : tip;
    if ((await git.ask(['update-ref', '-m', subject, REF, commit, before])).code === 0) return;
  }
  throw new Error(`write ${REF}: it kept moving under us; try again`);
}

/** What two people approved in two clones is joined here, so that neither's push is refused as being behind. */
async function standOn(git: Git): Promise<{ readonly parents: readonly Oid[]; readonly files: readonly File[] }> {
  const refs = await refsOf(git);
  if (refs.length === 0) return { parents: [], files: [] };
  const files = [];
  for (const ref of refs.toReversed()) files.push(...(await listTree(git, ref)).files);
  return { parents: (await git.text(['merge-base', '--independent', ...refs])).split('\n'), files };
}

const ASSURANCES: readonly Assurance[] = ['A0', 'A1', 'A2', 'A3', 'A4'];

/** From a ref anybody can push: nothing is believed before its shape is checked. Not an approval: null, and it counts for nothing. */
export function parseApproval(body: string): Approval | null {
  const raw = parseJson(body);
  if (!isRecord(raw)) return null;
  const text = (key: string): string | null => (typeof raw[key] === 'string' ? raw[key] : null);
  const [id, repo, rule, subject, by] = [
    text('id'),
    text('repo'),
    text('rule'),
    text('subject'),
    parsePerson(raw['by']),
  ];
  const assurance = ASSURANCES.find((known) => known === raw['assurance']);
  const { at, expires } = raw;
  if (id === null || repo === null || rule === null || subject === null) return null;
  if (by === null || assurance === undefined) return null;
  if (typeof at !== 'number' || typeof expires !== 'number' || !(expires > at)) return null;
  const [before, after, because] = [text('before'), text('after'), text('because') ?? ''];
  return { id, repo, rule, subject, before, after, by, assurance, at, expires, because };
}

/** The address becomes an argument of ssh-keygen. */
const ADDRESS = /^[^\s\u0000-\u001f\u007f-\u009f]{1,254}$/u;

function parsePerson(raw: unknown): Approval['by'] | null {
  if (!isRecord(raw)) return null;
  const { name, email } = raw;
  return typeof name === 'string' && typeof email === 'string' && ADDRESS.test(email) ? { name, email } : null;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
