import type { Environment } from '../system/git.ts';
import { openLog } from './open.ts';
import type { Log } from './open.ts';
import { bringForward, isBehind } from './rebuild.ts';
import { readSpool } from './spool.ts';

/** The log as a person wants to read it: what waits in the spool taken in, the projections up to the last event. Makes nothing where nothing is. */
export async function openCurrentLog(env: Environment): Promise<Log> {
  const reading = await openLog({ env, readOnly: true });
  const isWaiting = readSpool(reading.spool).length > 0;
  if (!isWaiting && (reading.schema === 'absent' || !isBehind(reading))) return reading;
  reading.close();
  const log = await openLog({ env });
  log.append([]);
  if (log.schema === 'ours') bringForward(log);
  return log;
}
