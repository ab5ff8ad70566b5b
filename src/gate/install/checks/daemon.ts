import { lstat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { planReach } from '../reach.ts';
import { AGAIN, fine, wrong, type Check } from './check.ts';

/** Whether hooks can be quick: nothing here decides what they answer. */
export const checkDaemon: Check = async ({ manifest, io }) => {
  const row = 'daemon';
  const { reach } = manifest;
  if (io.env['GUARDRAIL_DAEMON'] === 'off')
    return [fine(row, 'kept away by the variable GUARDRAIL_DAEMON; every hook judges by itself')];
  if (reach === null) return [wrong(row, 'the hooks were installed before there was one', AGAIN)];
  if (reach.client === null) {
    return [
      wrong(
        row,
        'neither nc (OpenBSD) nor curl is here, so every hook judges by itself',
        `install one of them, then ${AGAIN}`,
      ),
    ];
  }
  const { client } = await planReach(io.env, manifest.engine);
  if (client === null || client.program !== reach.client.program) {
    return [wrong(row, `the hooks ask it through ${reach.client.program}, and that has changed`, AGAIN)];
  }
  const folder = dirname(reach.socket);
  const found = await lstat(folder).catch(() => null);
  if (found === null) return [fine(row, 'not started yet; the next hook does')];
  const isOurs = found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid());
  if (!isOurs || (found.mode & 0o077) !== 0) {
    return [wrong(row, `${folder} can be entered by others, so none starts there`, `remove ${folder}`)];
  }
  const socket = await lstat(reach.socket).catch(() => null);
  return [
    fine(
      row,
      socket?.isSocket() === true
        ? `at ${reach.socket}, through ${reach.client.kind}`
        : 'not running; the next hook starts it',
    ),
  ];
};
