import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { engine } from '../../../system/engine.ts';
import { runProgram } from '../../../system/process.ts';
import { BUNDLE, engineFault } from '../engine-copy.ts';
import { AGAIN, fine, wrong, type Check } from './check.ts';

/** The copy that the hooks run is whole. */
export const checkEngine: Check = async ({ manifest }) => {
  const fault = await engineFault(manifest.engine);
  return [fault === null ? fine('engine', manifest.engine) : wrong('engine', fault, AGAIN)];
};

export const checkVersion: Check = async ({ manifest }) => {
  if (manifest.version === engine) return [fine('version', engine)];
  return [wrong('version', `the hooks run ${manifest.version}, this is ${engine}`, AGAIN)];
};

export const checkNode: Check = async ({ manifest, io, layout }) => {
  try {
    await access(manifest.node, constants.X_OK);
  } catch {
    return [wrong('node', `${manifest.node} is gone; the hooks look for another one each time`, AGAIN)];
  }
  const { code, stdout } = await runProgram(manifest.node, ['-p', 'process.versions.node'], {
    cwd: layout.root,
    env: io.env,
  });
  const version = stdout.toString('utf8').trim();
  if (code === 0 && Number.parseInt(version, 10) >= 20) return [fine('node', `${manifest.node} (${version})`)];
  return [wrong('node', `${manifest.node} is ${version === '' ? 'broken' : version}; 20 or newer is needed`, AGAIN)];
};

const TRY = `
const load = require('node:module').createRequire(process.argv[1]);
const open = (name) => { const db = new (load(name))(':memory:'); db.exec('CREATE TABLE t(a)'); console.log(name); };
try { if (Number(process.versions.napi) < 10) throw 0; open('better-sqlite3'); } catch { open('libsql'); }
`;

/** In a child, from inside the copy: a driver built for another Node ends its process by a signal, which nobody can catch. */
export const checkDriver: Check = async ({ manifest, io, layout }) => {
  const probe = { cwd: layout.root, env: io.env };
  const ran = await runProgram(process.execPath, ['-e', TRY, join(manifest.engine, BUNDLE)], probe);
  if (ran.code === 0) return [fine('database driver', ran.stdout.toString('utf8').trim())];
  const why = ran.stderr.split('\n').find((line) => line.includes('Error')) ?? `ended by ${ran.signal ?? ran.code}`;
  return [wrong('database driver', `verdicts are not remembered: ${why}`, `npm install guardrail, then ${AGAIN}`)];
};
