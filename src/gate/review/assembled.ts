import type { CallRecord, LedgerEntry, Manifest, Round, Shown } from '../../model/review.ts';
import { isEnough } from '../../review/choice.ts';
import { advance, isOpen, type Ruled, standing } from '../../review/ledger.ts';
import type { Material } from '../../review/material.ts';
import { summarise, whyStop } from '../../review/stops.ts';
import { engine } from '../../system/engine.ts';
import { sha256 } from '../../system/files.ts';
import { newUlid } from '../../system/ulid.ts';
import type { Desk } from './asking.ts';
import { vanished } from './lines.ts';
import type { Opened } from './opened.ts';
import type { Past } from './past.ts';
import { completeOf, type Read, sumTokens } from './read-round.ts';
import type { Reading } from './reading.ts';
import { isSpecMissing } from './settled.ts';
import { oidOf, patchOf } from './subject.ts';

export type Assembling = {
  readonly desk: Desk;
  readonly material: Material;
  readonly past: Past;
  readonly read: Read;
  readonly sketch: readonly string[];
  readonly ms: number;
  readonly waived: readonly { readonly id: string; readonly because: string }[];
};

/** Everything a round came to, as it is remembered. What it means for a push is settled for each push. */
export function assemble(opened: Opened, { desk, material, past, read, sketch, ms, waived }: Assembling): Round {
  const { gate, subject, models, spec } = opened;
  const foreign = new Set(read.choice.order.map(({ name }) => name));
  const ledger = ledgerAfter({ desk, material, past, read, waived }, foreign);
  const calls = callsOf(read);
  const complete = completeOf(read.readings);
  const manifest = shownTo(read, past.last, material);
  const reading = howRead(read, complete, manifest);
  const spent = calls.some(({ cause }) => cause === 'budget');
  const tree = patchOf(subject.part.edits);
  const summaries = [
    ...past.rounds.map((round) =>
      summarise({ n: round.round, tree: round.tree, reading: round.reading, spent: round.spent }, round.ledger),
    ),
    summarise({ n: desk.round, tree, reading, spent }, ledger),
  ];
  return {
    v: 1,
    id: `v-${sha256(newUlid(gate.now())).slice(0, 8)}`,
    key: opened.key,
    loop: past.loop,
    round: desk.round,
    repo: desk.repo,
    branch: subject.branch,
    head: subject.head,
    base: subject.base,
    tree,
    at: gate.now(),
    engine,
    rules: subject.rulesHash,
    failureModels: models.hash,
    spec: spec === null ? null : { path: spec.path, hash: sha256(spec.text) },
    outcome: 'pending',
    stop: past.stopped ? (past.last?.stop ?? null) : stopOf(opened, summaries, ledger),
    reading,
    spent,
    complete,
    ledger,
    manifest,
    readers: readersIn(read, foreign),
    reasons: isSpecMissing(opened) ? [] : uncovered(opened),
    calls,
    sketch,
    files: material.files.map(({ edit }) => ({ path: edit.path, oid: oidOf(edit) })),
    left: read.left,
    tokens: sumTokens(calls),
    money: calls.reduce((sum, { money }) => sum + money, 0),
    ms: Math.round(ms),
  };
}

function ruledBy({ reviewer, heard }: Reading, foreign: ReadonlySet<string>): Ruled {
  return {
    reviewer: reviewer.name,
    vendor: reviewer.vendor,
    foreign: foreign.has(reviewer.name),
    rulings: heard.flatMap(({ answer }) => (answer.kind === 'complete' ? answer.rulings : [])),
  };
}

function uncovered({ spec }: Opened): readonly string[] {
  return spec !== null && spec.criteria.length === 0 ? [`The spec ${spec.path} has no acceptance criteria by id.`] : [];
}

/** What enough readers were shown; of files that did not move, what the round before had shown of them. */
function shownTo({ readings, choice, isWhole }: Read, last: Round | null, material: Material): Manifest {
  const whole = readings.filter(({ complete }) => complete);
  const used = whole.length > 0 ? whole : readings;
  const before = new Map((isWhole ? [] : (last?.manifest.files ?? [])).map((file) => [file.path, file]));
  if (used.length === 0) return nobodyRead(material);
  const files = used[0]?.manifest.files ?? [];
  return {
    files: files.map((file): Shown => {
      const each = used.map(({ manifest }) => manifest.files.find(({ path }) => path === file.path) ?? file);
      const worst =
        each.toSorted((a, b) => a.shown - b.shown)[Math.max(0, each.length - Math.max(1, choice.needed))] ?? file;
      const earlier = before.get(file.path);
      return worst.why === 'read in an earlier round' && earlier !== undefined ? earlier : worst;
    }),
  };
}

function nobodyRead({ files }: Material): Manifest {
  return {
    files: files.map(({ edit, withheld }): Shown => {
      const { added, removed } = typeof edit.lines === 'string' ? { added: 0, removed: 0 } : edit.lines;
      return {
        path: edit.path,
        added,
        removed,
        shown: 0,
        why: withheld === '' ? 'no reviewer was asked' : withheld,
        excused: edit.generated,
      };
    }),
  };
}

function isAllSeen({ files }: Manifest): boolean {
  return files.every(({ excused, shown, added, removed }) => excused || shown >= added + removed);
}

/** Where nobody can be asked and nothing stands, there is no loop to end. */
function stopOf(
  { reviewers, subject }: Opened,
  summaries: Parameters<typeof whyStop>[0],
  ledger: readonly LedgerEntry[],
): Round['stop'] {
  if (reviewers.length === 0 && standing(ledger).length === 0) return null;
  return whyStop(summaries, { rounds: subject.rules.rounds });
}

function ledgerAfter(
  { desk, material, past, read, waived }: Omit<Assembling, 'sketch' | 'ms'>,
  foreign: ReadonlySet<string>,
): readonly LedgerEntry[] {
  const before = past.last?.ledger ?? [];
  const open = before.filter(isOpen).map(({ finding }) => finding);
  return advance(before, {
    n: desk.round,
    findings: read.findings,
    rulings: read.readings.map((reading) => ruledBy(reading, foreign)),
    vanished: vanished(material, open),
    refutations: read.refuted.refutations,
    waived,
    detectorsLooked: true,
    needed: read.choice.needed,
  });
}

function callsOf({ readings, aware, refuted }: Read): readonly CallRecord[] {
  const all = [...readings, ...(aware === null ? [] : [aware])];
  return [...all.flatMap(({ heard }) => heard.map(({ call }) => call)), ...refuted.calls];
}

function howRead({ choice, isWhole }: Read, complete: readonly string[], manifest: Manifest): Round['reading'] {
  if (!isEnough(choice, complete)) return complete.length === 0 ? 'none' : 'partial';
  return isWhole && isAllSeen(manifest) ? 'whole' : 'partial';
}

function readersIn({ readings }: Read, foreign: ReadonlySet<string>): Round['readers'] {
  return readings
    .filter(({ complete }) => complete)
    .map(({ reviewer: { name, vendor, model } }) => ({ name, vendor, model, foreign: foreign.has(name) }));
}
