import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { AGAIN, fine, wrong, type Check, type Row } from '../../gate/install/checks/check.ts';
import { findGuarded } from '../../gate/registry.ts';
import { isRecord } from '../../model/json.ts';
import { socketPath } from '../../system/socket-path.ts';
import { askDaemon } from '../control.ts';
import { MOST_FOLDERS } from './where.ts';

/** What doctor says of the watching: the gates hold without it, but nobody notices who goes around them. */
export const checkWatching: Check = async ({ io, layout, manifest }) => {
  const name = 'watching';
  if ((await findGuarded(io.env, layout.common)) === null)
    return [wrong(name, 'this clone is not enrolled: what goes around the gate is not noticed', AGAIN)];
  const answer = await askDaemon(socketPath(io.env, basename(manifest.engine)), 'GET', 'status');
  const watched = answer === null ? null : parse(answer);
  if (watched === null)
    return [
      fine(name, 'enrolled; no daemon runs now, so what happens is noticed when one starts: guardrail daemon start'),
    ];
  const here = watched.find((one) => one['common'] === layout.common);
  if (here === undefined)
    return [wrong(name, 'the daemon does not see this clone', 'guardrail daemon stop && guardrail daemon start')];
  return typeof here['note'] === 'string'
    ? [wrong(name, here['note'], 'guardrail daemon logs')]
    : [fine(name, `the daemon sees it with ${String(here['watches'])} watches`)];
};

/** What it says of the clones it watches; null where it does not watch. */
function parse(answer: string): readonly { readonly [key: string]: unknown }[] | null {
  const status: unknown = JSON.parse(answer);
  const watched = isRecord(status) ? status['watched'] : null;
  const list = isRecord(watched) ? watched['repositories'] : null;
  return Array.isArray(list) ? list.filter(isRecord) : null;
}

const LIMIT = '/proc/sys/fs/inotify/max_user_watches';

/** Editors and containers take watches by the hundred thousand, and then nobody gets one. */
export const checkInotify: Check = () => {
  const name = 'watches of the system';
  const limit = Number(readOr(LIMIT));
  if (!Number.isInteger(limit) || limit <= 0) return Promise.resolve([]); // another system: it has no such limit
  const used = usedWatches();
  const detail = `${used} of ${limit} are in use; a clone takes at most ${MOST_FOLDERS}`;
  const row: Row =
    limit - used > 2 * MOST_FOLDERS
      ? fine(name, detail)
      : wrong(name, detail, 'sudo sysctl fs.inotify.max_user_watches=524288');
  return Promise.resolve([row]);
};

/** proc(5): a line `inotify wd:…` for each watch, in the files of processes of this user. */
function usedWatches(): number {
  const user = process.getuid?.();
  const pids = readdirOr('/proc').filter((name) => /^\d+$/.test(name) && ownerOf(`/proc/${name}`) === user);
  const files = pids.flatMap((pid) =>
    readdirOr(`/proc/${pid}/fd`)
      .filter((fd) => isInotify(`/proc/${pid}/fd/${fd}`))
      .map((fd) => `/proc/${pid}/fdinfo/${fd}`),
  );
  return files.reduce((sum, file) => sum + (readOr(file).match(/^inotify /gm)?.length ?? 0), 0);
}

function isInotify(path: string): boolean {
  try {
    return readlinkSync(path) === 'anon_inode:inotify';
  } catch {
    return false; // closed meanwhile
  }
}

function ownerOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.uid;
}

function readdirOr(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return []; // it has ended, or is another user's
  }
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
