import type { Observation } from '../../analyzer.ts';
import { type Certainty, permissionWidened } from '../states.ts';
import type { GithubJob, Permissions, Workflow } from './workflow.ts';

/** What the token of each job may do, before and after. https://docs.github.com/actions/security-guides/automatic-token-authentication */
export function widenedPermissions(before: Workflow | null, after: Workflow): readonly Observation[] {
  if (after.isAction) return [];
  const seen = new Set<string>();
  const found = after.jobs.flatMap((job) => {
    const old = before?.jobs.find((one) => one.id === job.id) ?? null;
    const now = job.permissions ?? after.permissions;
    const then = old ? (old.permissions ?? before?.permissions ?? null) : null;
    return widenings(then, now, {
      isNew: old === null,
      isNewFile: before === null,
      hardens: hardens(before, after),
    }).map((one) => ({ ...one, job, line: now?.line ?? job.line }));
  });
  return found.flatMap(({ permission, certainty, because, job, line }) => {
    const place = job.permissions ? job.id : 'permissions';
    if (seen.has(`${place} ${permission}`)) return [];
    seen.add(`${place} ${permission}`);
    return [state(after, job, { place, permission, certainty, because, line })];
  });
}

type Widening = { readonly permission: string; readonly certainty: Certainty; readonly because: string };
type Situation = { readonly isNew: boolean; readonly isNewFile: boolean; readonly hardens: boolean };

function state(after: Workflow, { id }: GithubJob, seen: Widening & { place: string; line: number }): Observation {
  const said = {
    technology: 'github-actions',
    edit: after.edit,
    line: seen.line,
    subject: `${after.path}:${seen.place}: ${seen.permission}`,
    name: seen.place === 'permissions' ? after.path : id,
    certainty: seen.certainty,
    because: seen.because,
    remedy: 'Give the one job that needs it this permission, and everything else contents: read',
  };
  return permissionWidened(said, seen.permission);
}

/** A file that had no permissions gets `contents: read` for all: what its jobs are then given one by one is less than before. */
function hardens(before: Workflow | null, after: Workflow): boolean {
  const scopes = after.permissions?.scopes;
  return (
    before !== null && before.permissions === null && scopes !== undefined && ![...scopes.values()].includes('write')
  );
}

function widenings(before: Permissions | null, after: Permissions | null, at: Situation): readonly Widening[] {
  if (after === null) {
    if (before === null || at.isNew) return [];
    const because =
      "the permissions are removed, so the repository's default applies, which may be to write everything";
    return [{ permission: 'default', certainty: mayWriteAll(before) ? 'possible' : 'certain', because }];
  }
  if (after.scopes.get('*') === 'write') {
    if (before?.scopes.get('*') === 'write') return [];
    return [{ permission: 'write-all', certainty: 'certain', because: 'its token may write everything: write-all' }];
  }
  return [...after.scopes].flatMap(([scope, level]) => {
    const then = levelOf(before, scope);
    if (level !== 'write' || then === 'write') return [];
    const because = `its token may write ${scope}, which was ${then ?? 'left to the default'} before`;
    return [{ permission: `${scope}: write`, certainty: certaintyOf(scope, before, at), because }];
  });
}

function mayWriteAll({ scopes }: Permissions): boolean {
  return scopes.get('*') === 'write';
}

function levelOf(before: Permissions | null, scope: string): string | null {
  if (before === null) return null;
  return before.scopes.get(scope) ?? before.scopes.get('*') ?? 'none';
}

/** To upload what a scanner found, or to attest what was built, is little and mostly a new check. */
const LITTLE = /^(security-events|attestations|pages|statuses|checks|models)$/;

function certaintyOf(
  scope: string,
  before: Permissions | null,
  { isNew, isNewFile, hardens: less }: Situation,
): Certainty {
  if (isNewFile || isNew || LITTLE.test(scope)) return 'possible';
  // the default never includes it
  if (scope === 'id-token') return 'certain';
  if (before === null) return less ? 'possible' : 'likely';
  return 'certain';
}
