import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './git.ts';
import { codeOf } from './files.ts';
import { runProgram, type Ran } from './process.ts';

/** A key as git's `user.signingKey` names it: a file, or the public key itself, whose other half an ssh-agent holds. */
export type SigningKey =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'public'; readonly text: string };
export type Signing = {
  readonly key: SigningKey;
  readonly namespace: string;
  readonly program: string;
  readonly env: Environment;
};

/** The armoured signature of `ssh-keygen -Y sign`. It may ask at the terminal for the key's passphrase, or for a touch. */
export async function sign(body: string, { key, namespace, program, env }: Signing): Promise<string> {
  return await withFolder(async (folder) => {
    // what is signed is a file and not stdin: programs that stand in for ssh-keygen know only the words git uses
    const [message, named] = [join(folder, 'message'), join(folder, 'key.pub')];
    await writeFile(message, body);
    if (key.kind === 'public') await writeFile(named, `${key.text}\n`);
    const words = key.kind === 'public' ? ['-f', named, '-U'] : ['-f', key.path];
    const ran = await runProgram(program, ['-Y', 'sign', '-n', namespace, ...words, message], { cwd: folder, env });
    if (ran.code !== 0) throw new Error(`sign with your SSH key: ${firstLine(ran.stderr)}`);
    return await readFile(`${message}.sig`, 'utf8');
  });
}

export type Check = {
  readonly body: Buffer;
  readonly signature: Buffer;
  readonly principal: string;
  readonly namespace: string;
  /** Text of an `allowed_signers` file (ssh-keygen(1), ALLOWED SIGNERS). */
  readonly signers: string;
  readonly env: Environment;
};
export type Checked = 'good' | 'bad' | 'no ssh-keygen';

export async function checkSignature({ body, signature, principal, namespace, signers, env }: Check): Promise<Checked> {
  return await withFolder(async (folder) => {
    const [allowed, signed] = [join(folder, 'allowed_signers'), join(folder, 'signature')];
    await writeFile(allowed, signers);
    await writeFile(signed, signature);
    const words = ['-Y', 'verify', '-f', allowed, '-I', principal, '-n', namespace, '-s', signed];
    const ran = await orMissing(
      runProgram('ssh-keygen', words, { cwd: folder, env, input: body, milliseconds: 10_000 }),
    );
    if (ran === null) return 'no ssh-keygen';
    return ran.code === 0 ? 'good' : 'bad';
  });
}

async function orMissing(running: Promise<Ran>): Promise<Ran | null> {
  try {
    return await running;
  } catch (error) {
    if (error instanceof Error && codeOf(error.cause) === 'ENOENT') return null;
    throw error;
  }
}

async function withFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'guardrail-sign-'));
  try {
    return await act(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}
