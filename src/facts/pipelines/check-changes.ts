import type { Observation } from '../analyzer.ts';
import { type Check, checksOf } from './checks.ts';
import type { Job } from './model.ts';
import { type Certainty, gateRemoved, type Said } from './states.ts';

/** Checks that are gone, or whose failure no longer stops anything. A check that moved to another job or file is neither. */
export function lostChecks(technology: string, before: readonly Job[], after: readonly Job[]): readonly Observation[] {
  const now = checksOf(after);
  const texts = new Set(now.filter((one) => one.soft === null).map(({ text }) => text));
  const { old, left } = withoutUnchanged(checksOf(before), now);
  // the best match first: otherwise a check that moved takes the place of one that stayed
  const hard = old.filter((one) => one.soft === null);
  const open = FITS.reduce<readonly Check[]>(
    (rest, fits) => rest.filter((check) => !take(left, check, fits, 'hard')),
    hard,
  );
  const softened: Lost[] = [];
  const gone: Lost[] = [];
  for (const check of open) {
    const heir = take(left, check, isSame, 'soft') ?? take(left, check, isAlike, 'soft');
    if (heir) softened.push({ check, now: heir, certainty: 'certain' });
    else gone.push({ check, now: null, certainty: certaintyOf(check, after, texts, left) });
  }
  return [...softened.map((lost) => stateSoftened(technology, lost)), ...grouped(technology, gone, after)];
}

/** Comparing each with each is for the few that differ. */
const MOST_COMPARED = 300;

function withoutUnchanged(
  before: readonly Check[],
  after: readonly Check[],
): { old: readonly Check[]; left: Set<Check> } {
  const counts = new Map<string, Check[]>();
  for (const check of after) {
    const same = counts.get(keyOf(check));
    if (same) same.push(check);
    else counts.set(keyOf(check), [check]);
  }
  const left = new Set(after);
  const old = before.filter((check) => {
    const same = counts.get(keyOf(check))?.pop();
    if (same) left.delete(same);
    return same === undefined;
  });
  return { old: old.slice(0, MOST_COMPARED), left: new Set([...left].slice(0, MOST_COMPARED)) };
}

function keyOf({ job, text, soft }: Check): string {
  return `${job.path}\n${job.id}\n${text}\n${soft === null}`;
}

type Lost = { readonly check: Check; readonly now: Check | null; readonly certainty: Certainty };
type Fits = (before: Check, after: Check) => boolean;

const isSameJob: Fits = (a, b) => a.job.path === b.job.path && a.job.id === b.job.id;
const isSame: Fits = (a, b) => isSameJob(a, b) && a.text === b.text;
const isAlike: Fits = (a, b) => isSameJob(a, b) && a.purpose === b.purpose && (a.named || !b.named);
const FITS: readonly Fits[] = [isSame, (a, b) => a.text === b.text, isAlike];

function take(left: Set<Check>, check: Check, fits: Fits, wanted: 'hard' | 'soft'): Check | null {
  for (const other of left) {
    if ((other.soft === null) !== (wanted === 'hard') || !fits(check, other)) continue;
    left.delete(other);
    return other;
  }
  return null;
}

function certaintyOf(
  check: Check,
  after: readonly Job[],
  texts: ReadonlySet<string>,
  added: ReadonlySet<Check>,
): Certainty {
  if (texts.has(check.text)) return 'possible';
  const others = [...added].filter((one) => one.soft === null);
  if (
    others.some(
      (one) =>
        (one.purpose === check.purpose && (check.named || !one.named)) || (!one.named && EVERYTHING.test(one.text)),
    )
  )
    return 'possible';
  const job = after.find((one) => one.path === check.job.path && one.id === check.job.id);
  return job && callsAnother(job, check.job) ? 'possible' : 'certain';
}

/** `npm ci` only installs. */
const EVERYTHING = /\b(check|checks|verify|validate|all|pre-?commit|(run|make|just|task) ci)\b/i;

/** A line that was not there before hands over to a script, a target or a workflow of this repository. */
function callsAnother(after: Job, before: Job): boolean {
  const known = new Set(linesOf(before));
  return linesOf(after).some((line) => !known.has(line) && CALLS.test(line));
}

function linesOf({ steps }: Job): readonly string[] {
  return steps.flatMap(({ run, uses }) => (run ?? uses ?? '').split('\n').map((line) => line.trim()));
}

const CALLS =
  /(^|\s)(\.{1,2}\/[\w./-]+|(make|just|task|nix|earthly|bazel|dagger|tox|nox|invoke) [\w:.-]+|(npm|pnpm|yarn|bun) run (ci|check|verify|all)[\w:-]*|(yarn|pnpm|bun) (check|verify)|(ba)?sh [\w./-]+\.sh)/;

function stateSoftened(technology: string, { check, now, certainty }: Lost): Observation {
  const why = now?.soft ?? '';
  return gateRemoved(
    {
      ...about(technology, check),
      line: now?.line ?? check.line,
      certainty,
      because: `${shown(check)} no longer stops the pipeline when it fails: ${why}`,
    },
    check.purpose,
  );
}

/** A job that is gone as a whole is said once. */
function grouped(technology: string, gone: readonly Lost[], after: readonly Job[]): readonly Observation[] {
  const stays = new Set(after.map(({ path, id }) => `${path}\n${id}`));
  const byJob = new Map<Job, Lost[]>();
  const single: Observation[] = [];
  for (const lost of gone) {
    const { job } = lost.check;
    if (stays.has(`${job.path}\n${job.id}`)) {
      single.push(
        gateRemoved(
          {
            ...about(technology, lost.check),
            certainty: lost.certainty,
            because: `${shown(lost.check)} no longer runs`,
          },
          lost.check.purpose,
        ),
      );
    } else byJob.set(job, [...(byJob.get(job) ?? []), lost]);
  }
  return [...single, ...[...byJob].map(([job, lost]) => stateJob(technology, job, lost))];
}

function stateJob(technology: string, job: Job, lost: readonly Lost[]): Observation {
  const certainty = (['certain', 'likely', 'possible'] as const).find((word) =>
    lost.some((one) => one.certainty === word),
  );
  const [first] = lost;
  const purposes = [...new Set(lost.map(({ check }) => check.purpose))];
  return gateRemoved(
    {
      technology,
      edit: job.edit,
      line: job.line,
      subject: `${job.path}:${job.id}`,
      name: job.id,
      certainty: certainty ?? 'possible',
      because: `the job ${job.id} is gone with its checks (${purposes.join(', ')})`,
    },
    first?.check.purpose ?? 'check',
  );
}

function about(technology: string, { job, text, line }: Check): Omit<Said, 'certainty' | 'because'> {
  return { technology, edit: job.edit, line, subject: `${job.path}:${job.id}: ${short(text)}`, name: short(text) };
}

function shown({ text }: Check): string {
  return `"${short(text)}"`;
}

function short(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
