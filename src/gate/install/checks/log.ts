import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { openLog, type Log } from '../../../log/open.ts';
import { readAnchored } from '../../../log/anchors.ts';
import { verifyChain } from '../../../log/verify.ts';
import { codeOf, readState } from '../../../system/files.ts';
import { userPaths, type UserPaths } from '../../../system/paths.ts';
import { fine, wrong, type Check, type Row } from './check.ts';

/** Without a home, what is remembered lies under the temporary folder, which a reboot may empty. */
export const checkHome: Check = ({ io }) => Promise.resolve([homeRow(userPaths(io.env))]);

export function homeRow({ home, state, data }: UserPaths): Row {
  if (home !== 'none') return fine('home', home === 'environment' ? 'named by HOME' : 'the one of this account');
  return wrong(
    'home',
    `there is none, so the log is in ${state} and the engine in ${data}: a reboot may take both`,
    'set HOME, or XDG_STATE_HOME and XDG_DATA_HOME, to a folder that stays',
  );
}

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
  const folder = await readState(dirname(path)).catch(() => null);
  if (folder?.kind === 'link') {
    const detail = `${dirname(path)} is a link to ${folder.target}, and the log follows none: its target may be anybody's`;
    return wrong(
      'log can be written',
      detail,
      `set XDG_STATE_HOME to the folder above the real one, or remove the link`,
    );
  }
  const place = await nearest(path);
  if (await isWritable(place, path)) return fine('log can be written', path);
  return wrong('log can be written', `${place} cannot be written`, `chmod u+w ${place}`);
}

function checkWhole(log: Log): Row {
  try {
    if (log.schema === 'absent') return fine('log is whole', 'nothing was judged yet');
    const found = verifyChain(log);
    if (found.kind === 'whole') return fine('log is whole', `${found.events} events${anchoredIn(log)}`);
    return wrong('log is whole', found.says, 'guardrail log verify');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return wrong('log is whole', why, `move ${log.path} aside; the next verdict begins a new one`);
  }
}

/** As the log itself says; whether the place still holds it, `guardrail log verify` asks the place. */
function anchoredIn(log: Log): string {
  const anchored = log.schema === 'ours' && !log.isOlder ? readAnchored(log) : null;
  return anchored === null ? '' : `, anchored up to ${anchored.seq}`;
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
