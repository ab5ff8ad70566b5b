import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { engine } from '../../../system/engine.ts';
import { runProgram } from '../../../system/process.ts';
import { probeDriver, type DriverProbe } from '../../../log/probe-driver.ts';
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

/** As the hooks would load it: from inside their copy of the engine, by their node. */
export const checkDriver: Check = async ({ manifest, io }) => {
  const probe = await probeDriver(io.env, { node: manifest.node, from: join(manifest.engine, BUNDLE) }).catch(unasked);
  const row = 'database driver';
  const fix = `npm install guardrail, then ${AGAIN}`;
  switch (probe.kind) {
    case 'works':
      return [fine(row, `${probe.name} ${probe.version}`)];
    case 'fails':
      return [wrong(row, `verdicts are not remembered: ${probe.name} ${probe.version}: ${probe.why}`, fix)];
    case 'missing':
      return [wrong(row, `verdicts are not remembered: ${probe.why}`, fix)];
  }
};

/** A node that cannot be started has a row of its own, and loads no driver either. */
function unasked(error: unknown): DriverProbe {
  return { kind: 'missing', why: error instanceof Error ? error.message : String(error) };
}
