import { spawn } from 'node:child_process';
import type { Environment } from '../system/git.ts';
import { findDriver } from './driver.ts';

export type DriverProbe =
  | { readonly kind: 'works'; readonly name: string; readonly version: string }
  | { readonly kind: 'fails'; readonly name: string; readonly version: string; readonly why: string }
  | { readonly kind: 'missing'; readonly why: string };

const TRY = `
const { createRequire } = require('node:module');
const Database = createRequire(process.argv[1])(process.argv[2]);
const db = new Database(':memory:');
db.exec('CREATE TABLE t(a)');
process.exit(db.prepare('SELECT 1 AS one').all().length === 1 ? 0 : 1);
`;

/** In a child: a driver built for another Node ends its process by a signal, which nobody can catch. */
export async function probeDriver(env: Environment): Promise<DriverProbe> {
  const choice = findDriver();
  if (choice.kind === 'missing') return choice;
  const { name, version } = choice;
  const why = await runChild(['-e', TRY, import.meta.url, name], env);
  return why === null ? { kind: 'works', name, version } : { kind: 'fails', name, version, why };
}

/** Null when it came to a good end. */
function runChild(args: readonly string[], env: Environment): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { env: { ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
    const stderr: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(null);
      if (signal !== null) return resolve(`it ended by ${signal}`);
      const message = Buffer.concat(stderr)
        .toString('utf8')
        .split('\n')
        .find((line) => line.includes('Error'));
      return resolve(message ?? `exit ${code ?? 'without a code'}`);
    });
  });
}
