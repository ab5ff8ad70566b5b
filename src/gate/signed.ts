import type { Approval } from '../model/approval.ts';
import type { Oid } from '../model/change.ts';
import type { Git } from '../system/git.ts';
import { checkSignature, sign, type SigningKey } from '../system/ssh-keygen.ts';
import { UsageError } from '../system/usage.ts';
import { readChain, type Kept } from './approvals.ts';
import type { Gate } from './open.ts';

const NAMESPACE = 'guardrail-approval@1';
const SIGNERS = '.guardrail/allowed_signers';
const LARGEST = 1024 * 1024;
/** About 8 ms each. */
const MOST_CHECKED = 200;

/** Where the keys of people are listed: never the change that is judged, which could bring its own. */
export type Trusted = { readonly name: string; readonly commit: Oid };
export type Believed = { readonly approvals: readonly Approval[]; readonly notes: readonly string[] };

/**
 * The approvals of the ref, each with the assurance that was proved and not the one it claims: A1 for a signature by a key
 * that the protected branch lists for that person, A0 for everything else.
 */
export async function believedApprovals(gate: Gate, trusted: Trusted | null): Promise<Believed> {
  const { kept, notes } = await readChain(gate.git);
  const now = gate.now();
  const signed = kept.filter(({ approval, signature }) => signature !== null && approval.expires > now);
  const signers = signed.length === 0 ? null : await readSigners(gate.git, trusted);
  const proved = new Set<string>();
  const doubts = new Set<string>();
  for (const one of signed.slice(0, MOST_CHECKED)) {
    const doubt = await doubtOf(gate, one, signers, trusted);
    if (doubt === null) proved.add(one.approval.id);
    else doubts.add(doubt);
  }
  if (signed.length > MOST_CHECKED) doubts.add(`only the ${MOST_CHECKED} newest signatures were checked`);
  const approvals = kept.map(({ approval }): Approval => ({
    ...approval,
    assurance: proved.has(approval.id) ? 'A1' : 'A0',
  }));
  return { approvals, notes: [...notes, ...doubts] };
}

/** Why a signature does not raise its approval; null when it does. */
async function doubtOf(
  { env }: Gate,
  kept: Kept,
  signers: string | null,
  trusted: Trusted | null,
): Promise<string | null> {
  const { approval, body, signature } = kept;
  const who = approval.by.email;
  if (signature === null) return `${who} has not signed`;
  if (signers === null) {
    const where = trusted === null ? 'there is no protected branch here that' : `${trusted.name} has no`;
    return `the signature of ${who} proves nothing here: ${where}${trusted === null ? ' could hold' : ''} ${SIGNERS}`;
  }
  const checked = await checkSignature({ body, signature, principal: who, namespace: NAMESPACE, signers, env });
  if (checked === 'good') return null;
  return checked === 'bad'
    ? `the signature of ${who} is not by a key that ${SIGNERS} of ${trusted?.name ?? ''} lists for them: it counts as A0`
    : 'signatures cannot be checked without ssh-keygen (Debian and Ubuntu: openssh-client): they count as A0';
}

async function readSigners(git: Git, trusted: Trusted | null): Promise<string | null> {
  if (trusted === null) return null;
  const name = `${trusted.commit}:${SIGNERS}`;
  const size = await git.ask(['cat-file', '-s', name]);
  if (size.code !== 0) return null;
  if (Number(size.stdout) > LARGEST) throw new Error(`read ${SIGNERS} of ${trusted.name}: over ${LARGEST} bytes`);
  return await git.text(['cat-file', 'blob', name]);
}

/** Signs as git signs commits: the key of `user.signingKey`, by the program of `gpg.ssh.program`. */
export async function signApproval(gate: Gate, body: string): Promise<string> {
  const [format, key, program] = [
    await configured(gate.git, ['gpg.format']),
    await configured(gate.git, ['--type=path', 'user.signingKey']),
    await configured(gate.git, ['--type=path', 'gpg.ssh.program']),
  ];
  if (format !== 'ssh' || key === null) {
    throw new UsageError(
      'approve --sign: git has no SSH key to sign with',
      'git config --global gpg.format ssh && git config --global user.signingKey ~/.ssh/id_ed25519.pub',
    );
  }
  return await sign(body, { key: keyOf(key), namespace: NAMESPACE, program: program ?? 'ssh-keygen', env: gate.env });
}

/** As git-config(1) has it: `key::ssh-ed25519 AAAA…`, for older gits the key alone, else a file. */
function keyOf(text: string): SigningKey {
  if (text.startsWith('key::')) return { kind: 'public', text: text.slice('key::'.length) };
  return text.startsWith('ssh-') ? { kind: 'public', text } : { kind: 'file', path: text };
}

async function configured(git: Git, words: readonly string[]): Promise<string | null> {
  const answer = await git.ask(['config', '--get', ...words]);
  const value = answer.stdout.toString('utf8').trim();
  return answer.code === 0 && value !== '' ? value : null;
}
