import type { Environment } from '../system/git.ts';
import { openLog } from './open.ts';
import type { Log } from './open.ts';
import { bringForward, isBehind } from './rebuild.ts';
import { readSpool } from './spool.ts';

/** The log as a person wants to read it: what waits in the spool taken in, the projections up to the last event. Makes nothing where nothing is. */
export async function openCurrentLog(env: Environment): Promise<Log> {
  const reading = await openLog({ env, readOnly: true });
  const isWaiting = readSpool(reading.spool).length > 0;
  if (!isWaiting && !reading.isOlder && (reading.schema === 'absent' || !isBehind(reading))) return reading;
  reading.close();
  const log = await openLog({ env });
  log.append([]);
  if (log.schema === 'ours') bringForward(log);
  return log;
}

/** For questions that only the projections answer: another engine's tables may mean something else by the same name. */
export async function openNumbers(env: Environment): Promise<Log> {
  const log = await openCurrentLog(env);
  if (log.schema !== 'newer') return log;
  log.close();
  throw new Error(
    `read the numbers of ${log.path}: a newer guardrail wrote them; ask that one, or read the events with: guardrail log export`,
  );
}
