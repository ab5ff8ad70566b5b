import type { Approval, Assurance } from '../model/approval.ts';
import { isRecord } from '../model/json.ts';
import type { Git } from '../system/git.ts';

const REF = 'refs/guardrail/approvals';
const SEEN_AT_REMOTES = 'refs/remotes/*/guardrail/approvals';
const LARGEST = 16_384;

/**
 * Approvals live in a ref of their own, one small JSON file each on an append-only chain of commits: they travel with
 * `git push origin refs/guardrail/approvals`, need no database in CI, and a later one never rewrites an earlier one.
 */
export async function readApprovals(git: Git): Promise<readonly Approval[]> {
  const refs = await git.text(['for-each-ref', '--format=%(refname)', REF, SEEN_AT_REMOTES]);
  const lists = await Promise.all(
    refs
      .split('\n')
      .filter((ref) => ref !== '')
      .map((ref) => readChain(git, ref)),
  );
  const byId = new Map(lists.flat().map((approval) => [approval.id, approval]));
  return [...byId.values()];
}

async function readChain(git: Git, ref: string): Promise<readonly Approval[]> {
  const listing = await git.text(['ls-tree', '--format=%(objectname) %(objectsize) %(path)', ref]);
  const rows = listing.split('\n').flatMap((line) => {
    const [oid, size, name] = line.split(' ');
    return oid === undefined || name === undefined || Number(size) > LARGEST ? [] : [{ oid, name }];
  });
  const revoked = new Set(rows.filter((row) => row.name.endsWith('.revoked')).map((row) => row.name.slice(0, -8)));
  const wanted = rows.filter((row) => row.name.endsWith('.json') && !revoked.has(row.name.slice(0, -5)));
  const bodies = await Promise.all(wanted.map((row) => git.text(['cat-file', 'blob', row.oid])));
  return bodies.flatMap((body) => parseApproval(body) ?? []);
}

/** Adds files to the chain; tries again when another process has moved the ref in between. */
export async function addApprovals(git: Git, approvals: readonly Approval[], by: Approval['by']): Promise<void> {
  const files = approvals.map((approval) => ({
    name: `${approval.id}.json`,
    body: `${JSON.stringify(approval, null, 1)}\n`,
  }));
  await appendFiles(git, files, by, `approve ${approvals.map((approval) => approval.rule).join(', ')}`);
}

export async function revokeApproval(git: Git, id: string, by: Approval['by'], because: string): Promise<void> {
  await appendFiles(git, [{ name: `${id}.revoked`, body: `${because}\n` }], by, `revoke ${id}`);
}

type NewFile = { readonly name: string; readonly body: string };

async function appendFiles(git: Git, files: readonly NewFile[], by: Approval['by'], subject: string): Promise<void> {
  const entries = await Promise.all(
    files.map(
      async (file) => `100644 blob ${await git.text(['hash-object', '-w', '--stdin'], file.body)}\t${file.name}`,
    ),
  );
  const identity = ['-c', `user.name=${by.name}`, '-c', `user.email=${by.email}`, '-c', 'commit.gpgSign=false'];
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const tip = (await git.ask(['rev-parse', '--verify', '--quiet', REF])).stdout.toString('utf8').trim();
    const old = tip === '' ? '' : await git.text(['ls-tree', tip]);
    const tree = await git.text(['mktree'], [...(old === '' ? [] : [old]), ...entries].join('\n') + '\n');
    const parents = tip === '' ? [] : ['-p', tip];
    const commit = await git.text([...identity, 'commit-tree', tree, ...parents, '-m', subject]);
    const moved = await git.ask([
      'update-ref',
      '-m',
      subject,
      REF,
      commit,
      tip === '' ? '0'.repeat(commit.length) : tip,
    ]);
    if (moved.code === 0) return;
  }
  throw new Error(`write ${REF}: it kept moving under us; try again`);
}

const ASSURANCES: readonly Assurance[] = ['A0', 'A1', 'A2', 'A3', 'A4'];

/** From a ref anybody can push: nothing is believed before its shape is checked. Not an approval: null, and it counts for nothing. */
export function parseApproval(body: string): Approval | null {
  const raw = parseJson(body);
  if (!isRecord(raw) || !isRecord(raw['by'])) return null;
  const text = (key: string): string | null => (typeof raw[key] === 'string' ? raw[key] : null);
  const { name, email } = raw['by'];
  const [id, repo, rule, subject] = [text('id'), text('repo'), text('rule'), text('subject')];
  const assurance = ASSURANCES.find((known) => known === raw['assurance']);
  const { at, expires } = raw;
  if (id === null || repo === null || rule === null || subject === null || assurance === undefined) return null;
  if (typeof at !== 'number' || typeof expires !== 'number') return null;
  if (typeof name !== 'string' || typeof email !== 'string') return null;
  return {
    id,
    repo,
    rule,
    subject,
    before: text('before'),
    after: text('after'),
    by: { name, email },
    assurance,
    at,
    expires,
    because: text('because') ?? '',
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
