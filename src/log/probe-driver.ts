import type { Environment } from '../system/git.ts';
import { runProgram } from '../system/process.ts';
import { findDriver } from './driver.ts';

export type DriverProbe =
  | { readonly kind: 'works'; readonly name: string; readonly version: string }
  | { readonly kind: 'fails'; readonly name: string; readonly version: string; readonly why: string }
  | { readonly kind: 'missing'; readonly why: string };

/** Which node would load it, and from beside which file: the hooks run a copy of the engine by a node of their own. */
export type Asked = { readonly node: string; readonly from: string };

const TRY = `
const { createRequire } = require('node:module');
const Database = createRequire(process.argv[1])(process.argv[2]);
const db = new Database(':memory:');
db.exec('CREATE TABLE t(a)');
process.exit(db.prepare('SELECT 1 AS one').all().length === 1 ? 0 : 1);
`;

/** In a child: a driver built for another Node ends its process by a signal, which nobody can catch. */
export async function probeDriver(env: Environment, asked?: Asked): Promise<DriverProbe> {
  const node = asked?.node ?? process.execPath;
  const choice = asked === undefined ? findDriver() : findDriver(await nodeApi(node, env), asked.from);
  if (choice.kind === 'missing') return choice;
  const { name, version, file } = choice;
  const { code, signal, stderr } = await runProgram(node, ['-e', TRY, file, name], start(env));
  if (code === 0) return { kind: 'works', name, version };
  const message = stderr.split('\n').find((line) => line.includes('Error'));
  const why = signal === null ? (message ?? `exit ${code ?? 'without a code'}`) : `it ended by ${signal}`;
  return { kind: 'fails', name, version, why };
}

async function nodeApi(node: string, env: Environment): Promise<number> {
  const { stdout } = await runProgram(node, ['-p', 'process.versions.napi'], start(env));
  return Number(stdout.toString('utf8'));
}

function start(env: Environment): { readonly cwd: string; readonly env: Environment } {
  return { cwd: process.cwd(), env };
}
