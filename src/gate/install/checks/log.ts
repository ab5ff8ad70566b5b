import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { openLog, type Log } from '../../../log/open.ts';
import { verifyChain } from '../../../log/verify.ts';
import { codeOf } from '../../../system/files.ts';
import { fine, wrong, type Check, type Row } from './check.ts';

/** Verdicts can be remembered, and those that were are what was written. */
export const checkLog: Check = async ({ io }) => {
  const log = await openLog({ env: io.env, readOnly: true });
  try {
    return [await checkWritable(log.path), checkWhole(log)];
  } finally {
    log.close();
  }
};

async function checkWritable(path: string): Promise<Row> {
  const place = await nearest(path);
  if (await isWritable(place, path)) return fine('log can be written', path);
  return wrong('log can be written', `${place} cannot be written`, `chmod u+w ${place}`);
}

function checkWhole(log: Log): Row {
  try {
    if (log.schema === 'absent') return fine('log is whole', 'nothing was judged yet');
    const found = verifyChain(log);
    if (found.kind === 'whole') return fine('log is whole', `${found.events} events`);
    return wrong('log is whole', found.says, 'guardrail log verify');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return wrong('log is whole', why, `move ${log.path} aside; the next verdict begins a new one`);
  }
}

/** Where one judgement tells the next hook of the same commit what was judged. */
export const checkMarker: Check = async ({ layout, git }) => {
  const path = resolve(layout.root, await git.at(layout.root).text(['rev-parse', '--git-path', 'guardrail/judged']));
  const place = await nearest(path);
  if (await isWritable(place, path)) return [fine('notes between hooks', dirname(path))];
  return [
    wrong('notes between hooks', `${place} cannot be written: every commit is judged twice`, `chmod u+w ${place}`),
  ];
};

/** The file itself, or the innermost folder of its path that exists. */
async function nearest(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return path;
    return await nearest(dirname(path));
  }
}

/** A folder must let us make a file; the database also needs its journal beside it. */
async function isWritable(place: string, path: string): Promise<boolean> {
  try {
    const { W_OK, X_OK } = constants;
    const isFolder = (await stat(place)).isDirectory();
    if (place !== path && !isFolder) return false; // a file where a folder of the path should be
    await access(place, isFolder ? W_OK | X_OK : W_OK);
    if (!isFolder) await access(dirname(place), W_OK | X_OK);
    return true;
  } catch {
    return false;
  }
}
