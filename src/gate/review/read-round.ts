import type { Path } from '../../model/change.ts';
import type { FailureModel } from '../../model/failure-model.ts';
import type { Finding } from '../../model/finding.ts';
import type { CallRecord, LedgerEntry, Round, Tokens } from '../../model/review.ts';
import { type Choice, isEnough } from '../../review/choice.ts';
import { findingsOf, mergeClaims } from '../../review/claims.ts';
import { isOpen } from '../../review/ledger.ts';
import type { Material } from '../../review/material.ts';
import { FAILURE_MODEL_TOKENS, type LeftOut, selectModels } from '../../review/select.ts';
import { selectFileOf } from '../../review/select-file.ts';
import { sha256 } from '../../system/files.ts';
import type { Desk } from './asking.ts';
import type { Opened } from './opened.ts';
import type { Past } from './past.ts';
import { type Reading, readWith } from './reading.ts';
import { refute } from './refuting.ts';
import { choiceFor } from './settled.ts';
import { oidOf } from './subject.ts';

/** Whoever waits is told how far it is; whoever has no more use for it aborts. */
export type Held = {
  readonly signal: AbortSignal;
  readonly tell: (stage: string, spent: Spent) => void;
  /** For one question, its tries and waits; a round has many of them at once. */
  readonly deadlineMs?: number;
};
export type Spent = { readonly done: number; readonly of: number; readonly tokens: number; readonly money: number };

export type Read = {
  readonly choice: Choice;
  readonly readings: readonly Reading[];
  /** What had moved was read first, looked clean, and then all of it was read. */
  readonly before: readonly Reading[];
  readonly aware: Reading | null;
  readonly findings: readonly Finding[];
  readonly refuted: Awaited<ReturnType<typeof refute>>;
  readonly left: readonly LeftOut[];
  readonly isWhole: boolean;
};
export type Work = {
  readonly desk: Desk;
  readonly material: Material;
  readonly past: Past;
  readonly detected: readonly Finding[];
  readonly held: Held;
};

export async function readRound(opened: Opened, work: Work): Promise<Read> {
  const { material, past, detected } = work;
  const open = past.ledger.filter(isOpen);
  const blind = select(opened, material, 'blind');
  const only = past.last === null ? null : whatMoved(material, past.last, open);
  const first = await readBy(opened, work, { failureModels: blind.chosen, open, only });
  const findings = weigh(opened, first.readings, detected);
  // what was read in parts is read once more as a whole before it may be called clean
  const looksClean =
    only !== null &&
    isEnough(first.choice, completeOf(first.readings)) &&
    findings.every(({ blocking }) => !blocking) &&
    !isUpheld(first.readings, open);
  const full = looksClean ? await readBy(opened, work, { failureModels: blind.chosen, open, only: null }) : first;
  const isWhole = only === null || looksClean;
  const before = full === first ? [] : first.readings;
  const aware = isWhole ? await readAware(opened, work, full) : null;
  const heard = [...before, ...full.readings, ...(aware === null ? [] : [aware])];
  const more = heard.length > first.readings.length ? weigh(opened, heard, detected) : findings;
  const refuted = await refute(work.desk, {
    opened,
    material,
    choice: full.choice,
    findings: more.filter(
      ({ blocking, by, id }) => blocking && by.kind === 'reviewer' && !open.some(({ finding }) => finding.id === id),
    ),
  });
  return { ...full, before, aware, findings: more, refuted, left: blind.left, isWhole };
}

/** Some finding that refuses is said to be there still: reading the rest as well would change nothing. */
function isUpheld(readings: readonly Reading[], open: readonly LedgerEntry[]): boolean {
  const refusing = new Set(open.filter(({ finding }) => finding.blocking).map(({ finding }) => finding.id));
  return readings.some(({ heard }) =>
    heard.some(
      ({ answer }) =>
        answer.kind === 'complete' &&
        answer.rulings.some(({ id, says }) => refusing.has(id) && (says === 'stands' || says === 'unclear')),
    ),
  );
}

/** The failure models that a reader of all this is asked about. */
export function select(
  { models }: Pick<Opened, 'models'>,
  material: Material,
  mode: FailureModel['mode'],
): { readonly chosen: readonly FailureModel[]; readonly left: readonly LeftOut[] } {
  const files = material.files
    .filter(({ withheld }) => withheld === '')
    .map(({ edit, sides }) => selectFileOf(edit.path, sides));
  return selectModels(models.models, { files, facts: material.facts, tokens: FAILURE_MODEL_TOKENS, mode });
}

/** Files that are not as the last round has read them, and those in which something is open. */
function whatMoved(material: Material, last: Round, open: readonly LedgerEntry[]): ReadonlySet<Path> | null {
  const read = new Map(last.files.map(({ path, oid }) => [path, oid]));
  const unseen = new Set(
    last.manifest.files
      .filter(({ shown, added, removed, excused }) => !excused && shown < added + removed)
      .map(({ path }) => path),
  );
  const moved = material.files
    .filter(({ edit }) => read.get(edit.path) !== oidOf(edit) || unseen.has(edit.path))
    .map(({ edit }) => edit.path);
  const only = new Set([...moved, ...open.map(({ finding }) => finding.path)]);
  return material.files.every(({ edit }) => only.has(edit.path)) ? null : only;
}

type Task = {
  readonly failureModels: readonly FailureModel[];
  readonly open: readonly LedgerEntry[];
  readonly only: ReadonlySet<Path> | null;
};
type ReadBy = { readonly choice: Choice; readonly readings: readonly Reading[] };

/** As many foreign vendors as it takes; who fails is replaced by the next that the choice allows, and by nobody else. */
async function readBy(opened: Opened, { desk, material, held }: Work, task: Task): Promise<ReadBy> {
  const readings: Reading[] = [];
  const down = new Set<string>();
  for (;;) {
    const choice = choiceFor(opened, down);
    const complete = completeOf(readings);
    if (isEnough(choice, complete) || held.signal.aborted) return { choice: choiceFor(opened, new Set()), readings };
    const done = new Set(readings.map(({ reviewer }) => reviewer.name));
    const next = nextReaders(choice, done, complete);
    if (next.length === 0) return { choice: choiceFor(opened, new Set()), readings };
    held.tell(`asking ${next.join(', ')}`, spentOf(readings, next.length));
    const found = await Promise.all(
      opened.reviewers
        .filter(({ name }) => next.includes(name))
        .map((reviewer) =>
          readWith(desk, reviewer, { purpose: task.open.length > 0 ? 'follow-up' : 'blind', material, ...task }),
        ),
    );
    readings.push(...found);
    for (const { reviewer, complete: isComplete } of found) if (!isComplete) down.add(reviewer.name);
  }
}

/** Of vendors that have not read it yet, as many as are still needed. */
function nextReaders(
  { order, needed }: Choice,
  done: ReadonlySet<string>,
  complete: readonly string[],
): readonly string[] {
  const vendors = new Set(order.filter(({ name }) => complete.includes(name)).map(({ vendor }) => vendor));
  const next: string[] = [];
  for (const { name, vendor } of order) {
    if (vendors.size >= needed) break;
    if (done.has(name) || vendors.has(vendor)) continue;
    vendors.add(vendor);
    next.push(name);
  }
  return next;
}

/** What the author says of it, held against what it does: apart from the reading that must not know it. */
async function readAware(
  opened: Opened,
  { desk, material, held }: Work,
  { readings }: ReadBy,
): Promise<Reading | null> {
  const reader = readings.find(({ complete }) => complete)?.reviewer;
  const models = select(opened, material, 'aware').chosen;
  if (reader === undefined || held.signal.aborted || material.messages.length === 0 || models.length === 0) return null;
  held.tell(`asking ${reader.name} about the author's words`, spentOf(readings, 1));
  return await readWith(desk, reader, { purpose: 'aware', material, failureModels: models, open: [], only: null });
}

function weigh({ models }: Opened, readings: readonly Reading[], detected: readonly Finding[]): readonly Finding[] {
  const said = readings.map(({ reviewer, heard }) => ({
    reviewer: reviewer.name,
    vendor: reviewer.vendor,
    model: reviewer.model,
    claims: heard.flatMap(({ answer }) => answer.claims),
  }));
  return findingsOf(mergeClaims(said), { models: models.models, detected, hash: sha256 });
}

export function completeOf(readings: readonly Reading[]): readonly string[] {
  return readings.filter(({ complete }) => complete).map(({ reviewer }) => reviewer.name);
}

function spentOf(readings: readonly Reading[], asking: number): Spent {
  const calls = readings.flatMap(({ heard }) => heard.map(({ call }) => call));
  const { input, output } = sumTokens(calls);
  return {
    done: calls.length,
    of: calls.length + asking,
    tokens: input + output,
    money: calls.reduce((sum, { money }) => sum + money, 0),
  };
}

export function sumTokens(calls: readonly CallRecord[]): Tokens {
  return calls.reduce(
    (sum, { tokens }) => ({
      input: sum.input + tokens.input,
      cached: sum.cached + tokens.cached,
      output: sum.output + tokens.output,
    }),
    { input: 0, cached: 0, output: 0 },
  );
}
