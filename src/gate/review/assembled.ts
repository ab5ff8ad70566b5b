import type { Finding } from '../../model/finding.ts';
import type {
  CallRecord,
  Manifest,
  Round,
  RoundInputs,
  RoundWaiver,
  Shown,
  Sitting,
  Weight,
} from '../../model/review.ts';
import { conclude, type HeardSitting } from '../../review/conclude.ts';
import { isOpen } from '../../review/ledger.ts';
import type { Material } from '../../review/material.ts';
import { saidBy } from '../../review/said.ts';
import { summarise } from '../../review/stops.ts';
import { engine } from '../../system/engine.ts';
import { sha256 } from '../../system/files.ts';
import { newUlid } from '../../system/ulid.ts';
import type { Desk } from './asking.ts';
import { vanished } from './lines.ts';
import type { Opened } from './opened.ts';
import type { Past } from './past.ts';
import { type Read, sumTokens } from './read-round.ts';
import type { Reading } from './reading.ts';
import { bearingOf, choiceFor } from './settled.ts';
import { oidOf, patchOf } from './subject.ts';

export type Assembling = {
  readonly desk: Desk;
  readonly material: Material;
  readonly past: Past;
  readonly read: Read;
  readonly sketch: readonly string[];
  readonly ms: number;
  readonly waivers: readonly RoundWaiver[];
  readonly detected: readonly Finding[];
};

/** Everything a round came to, as it is remembered. What it means for a push is settled for each push. */
export function assemble(opened: Opened, assembling: Assembling): Round {
  const { desk, material, past, read, sketch, ms } = assembling;
  const { gate, subject, models, spec } = opened;
  const calls = callsOf(read);
  const manifest = shownTo(read, past.last, material);
  const spent = calls.some(({ cause }) => cause === 'budget');
  const tree = patchOf(subject.part.edits);
  const inputs = inputsOf(opened, assembling);
  const sittings = heardIn(read);
  const concluded = conclude({
    ...inputs,
    n: desk.round,
    tree,
    before: past.last?.ledger ?? [],
    earlier: past.rounds.map((round) =>
      summarise({ n: round.round, tree: round.tree, reading: round.reading, spent: round.spent }, round.ledger),
    ),
    stopped: past.stopped ? (past.last?.stop ?? null) : null,
    findings: read.findings,
    sittings,
    waived: inputs.waivers.map(({ target, because }) => ({ id: target, because })),
    manifest,
    spent,
    canAsk: inputs.available.length > 0,
  });
  const told = new Set([past.loop, ...concluded.ledger.map(({ finding }) => finding.id)]);
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
    spent,
    ...concluded,
    said: saidBy(concluded.ledger, desk.round, sittings),
    manifest,
    reasons: opened.specSays,
    calls,
    sketch,
    files: material.files.map(({ edit }) => ({ path: edit.path, oid: oidOf(edit) })),
    left: read.left,
    tokens: sumTokens(calls),
    money: calls.reduce((sum, { money }) => sum + money, 0),
    ms: Math.round(ms),
    inputs: { ...inputs, waivers: inputs.waivers.filter(({ target }) => told.has(target)) },
  };
}

function inputsOf(opened: Opened, { material, past, read, waivers, detected }: Assembling): RoundInputs {
  const open = past.ledger.filter(isOpen).map(({ finding }) => finding);
  return {
    after: opened.subject.tree,
    from: past.last?.id ?? null,
    stopped: past.stopped,
    whole: read.isWhole,
    authors: opened.authors.map(({ kind, agent, vendors, evidence }) => ({ kind, agent, vendors, evidence })),
    available: opened.reviewers.map(({ name, vendor, model }) => ({ name, vendor, model })),
    choice: choiceFor(opened, new Set()),
    nobody: opened.nobody,
    rounds: opened.subject.rules.rounds,
    sittings: sittingsOf(read).map(({ part, reading }) => asSitting(part, reading)),
    detected,
    weights: weightsOf(read),
    brought: past.brought,
    vanished: vanished(material, open),
    waivers,
    bearing: bearingOf(opened),
  };
}

type Sat = { readonly part: Sitting['part']; readonly reading: Reading };

/** In this order their calls are remembered. */
function sittingsOf({ before, readings, aware, refuted }: Read): readonly Sat[] {
  const of = (part: Sitting['part'], all: readonly Reading[]): readonly Sat[] =>
    all.map((reading) => ({ part, reading }));
  return [
    ...of('moved', before),
    ...of('last', readings),
    ...of('aware', aware === null ? [] : [aware]),
    ...of('refute', refuted),
  ];
}

function asSitting(part: Sitting['part'], { reviewer, heard }: Reading): Sitting {
  return { reviewer: reviewer.name, vendor: reviewer.vendor, model: reviewer.model, part, calls: heard.length };
}

function heardIn(read: Read): readonly HeardSitting[] {
  return sittingsOf(read).map(({ part, reading }) => {
    const { reviewer, vendor, model } = asSitting(part, reading);
    return { reviewer, vendor, model, part, answers: reading.heard.map(({ answer }) => answer) };
  });
}

function callsOf(read: Read): readonly CallRecord[] {
  return sittingsOf(read).flatMap(({ reading }) => reading.heard.map(({ call }) => call));
}

/** Of the failure models that were asked about: of no other can a finding be. */
function weightsOf(read: Read): readonly Weight[] {
  const asked = sittingsOf(read).flatMap(({ reading }) => reading.heard.flatMap(({ topic }) => topic.failureModels));
  return [...new Map(asked.map(({ id, blocks, confidence }) => [id, { id, blocks, confidence }])).values()];
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
