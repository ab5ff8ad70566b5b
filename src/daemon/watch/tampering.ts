import { eventsSince } from '../../log/read.ts';
import type { Log } from '../../log/open.ts';
import { lastEvent } from '../../log/watched.ts';
import type { Guarded } from '../../gate/registry.ts';
import { repair } from '../../gate/install/repair.ts';
import { repairAgents } from '../../gate/install/repair-agents.ts';
import { openGit } from '../../system/git.ts';
import type { WatchDeps } from './deps.ts';
import { finding, type Finding } from './finding.ts';
import type { Fault, Installation } from './installation.ts';
import type { Unlogged } from './movements.ts';
import type { Snapshot } from './snapshot.ts';

/** The same thing wrong in another way is news. */
export function sayFault({ name, detail }: Fault): string {
  return `${name}: ${detail}`;
}

/** Faults that were not there at the last look, one finding for each sort. */
export function findFaults(faults: readonly Fault[], before: readonly string[]): readonly Finding[] {
  const fresh = faults.filter((fault) => !before.includes(sayFault(fault)));
  return [...new Set(fresh.map(({ what }) => what))].map((what) => {
    const those = fresh.filter((fault) => fault.what === what);
    const more = those.length > 1 ? ` (and ${those.length - 1} more)` : '';
    const subject = those
      .map(({ name }) => name)
      .join(', ')
      .slice(0, 300);
    return finding('tamper', what, subject, `${those[0]?.detail ?? ''}${more}`);
  });
}

export function findUnlogged(unlogged: readonly Unlogged[]): readonly Finding[] {
  return unlogged.map(({ ref, detail }) => finding('tamper', 'ref', ref, detail));
}

/** The log goes on from where we saw it last. One that we set aside ourselves, because it was damaged, says so. */
export function findLog(
  log: Log,
  before: Snapshot['log'],
): { readonly findings: readonly Finding[]; readonly mark: Snapshot['log'] } {
  const mark = lastEvent(log);
  if (before === null) return { findings: [], mark };
  const [same] = eventsSince(log, before.seq - 1, 1);
  const [first] = eventsSince(log, 0, 1);
  if (same?.hash === before.hash || (first?.kind === 'failure' && first.subject === 'log'))
    return { findings: [], mark };
  const detail = `event ${before.seq} is not the one that was there: the log was replaced or cut`;
  return { findings: [finding('tamper', 'log', log.path, detail)], mark };
}

/** How often within a minute, and how long nothing is tried after that. */
const MOST_REPAIRS = 3;
const MINUTE = 60_000;
const TRUCE = 10 * MINUTE;

export type Repairs = { readonly at: readonly number[]; readonly until: number };
export const noRepairs: Repairs = { at: [], until: 0 };

/** Puts back what was taken away, where the user asked for that. Two tools that mend each other stop, and it is said. */
export async function restore(
  guarded: Guarded,
  { layout, manifest, faults }: Installation,
  repairs: Repairs,
  deps: WatchDeps,
): Promise<{ readonly findings: readonly Finding[]; readonly repairs: Repairs }> {
  const mendable = faults.filter(
    ({ what, name }) => what === 'settings' || what === 'hook' || (what === 'config' && name !== 'reflogs'),
  );
  const now = deps.now();
  if (mendable.length === 0 || now < repairs.until) return { findings: [], repairs };
  const recent = repairs.at.filter((at) => now - at < MINUTE);
  if (recent.length >= MOST_REPAIRS) {
    const detail = `something takes guardrail out as often as it is put back; nothing is put back for ${TRUCE / MINUTE} minutes`;
    return { findings: [finding('watch', 'fight', guarded.root, detail)], repairs: { at: [], until: now + TRUCE } };
  }
  const done: string[] = [];
  const failed: string[] = [];
  try {
    if (mendable.some(({ what }) => what !== 'settings')) done.push(...(await repair(layout, manifest, guarded)));
    const settings = mendable.flatMap(({ path }) => path ?? []);
    const agents = await repairAgents(deps.env, openGit(layout.root, deps.env), settings);
    done.push(...agents.written);
    failed.push(...agents.problems.map(({ path, why }) => `${path}: ${why}`));
  } catch (error) {
    failed.push(error instanceof Error ? error.message : String(error));
  }
  return {
    findings: [
      ...(done.length > 0
        ? [finding('restore', 'files', guarded.root, `put back: ${done.slice(0, 8).join(', ')}`)]
        : []),
      ...(failed.length > 0
        ? [finding('watch', 'not-restored', guarded.root, `could not be put back: ${failed.join(', ')}`)]
        : []),
    ],
    repairs: failed.length > 0 ? { at: [], until: now + TRUCE } : { at: [...recent, now], until: 0 },
  };
}
