import type { Json, NewEvent } from '../model/event.ts';
import { OPEN_STATES } from '../model/finding.ts';
import type { CallRecord, LedgerEntry, Round, RoundInputs, RoundWaiver } from '../model/review.ts';
import type { Environment } from '../system/git.ts';
import { keepBlob } from './blobs.ts';

type Where = { readonly repo: string; readonly checkout: string; readonly actor: string; readonly ts: number };

/** A round's verdict. Its words lie in a blob; the chain holds what can be counted and recomputed. */
export function reviewEvent(env: Environment, where: Where, round: Round): NewEvent {
  return {
    ...where,
    kind: 'review',
    subject: round.branch ?? '',
    payload: {
      id: round.id,
      key: round.key,
      loop: round.loop,
      round: round.round,
      branch: round.branch,
      head: round.head,
      base: round.base,
      tree: round.tree,
      engine: round.engine,
      rules: round.rules,
      failureModels: { hash: round.failureModels },
      spec: round.spec === null ? null : { ...round.spec },
      outcome: round.outcome,
      stop: round.stop?.kind ?? '',
      ledger: round.ledger.map((entry) => entryJson(entry, saidOf(round, entry))),
      manifest: {
        files: round.manifest.files.length,
        lines: round.manifest.files.reduce((sum, { added, removed }) => sum + added + removed, 0),
        shown: round.manifest.files.reduce((sum, { shown }) => sum + shown, 0),
      },
      readers: round.readers.map((reader) => ({ ...reader })),
      calls: round.calls.length,
      tokens: round.tokens.input + round.tokens.output,
      money: round.money,
      ms: round.ms,
      reading: round.reading,
      spent: round.spent,
      ...(round.inputs === undefined ? {} : inputsJson(round.inputs)),
      blob: keepBlob(env, JSON.stringify(round)),
    },
  };
}

/** Nobody, where only a detector or the reading with the author's words did. Missing where it is not new, or was not kept. */
function saidOf({ said, round }: Round, { finding, since }: LedgerEntry): readonly string[] | undefined {
  return said === undefined || since !== round ? undefined : (said[finding.id] ?? []);
}

/** `said`: the blind readers that said it. */
function entryJson(
  { finding, state, since, last, reopened }: LedgerEntry,
  said: readonly string[] | undefined,
): { readonly [key: string]: Json } {
  const { by } = finding;
  return {
    id: finding.id,
    failureModel: finding.failureModel,
    path: finding.path,
    side: finding.side,
    line: finding.line,
    severity: finding.severity,
    blocking: finding.blocking,
    confidence: finding.confidence,
    criterion: finding.criterion,
    state,
    open: OPEN_STATES.includes(state),
    since,
    last,
    reopened,
    finder: by.kind === 'detector' ? by.detector : by.reviewer,
    vendor: by.kind === 'detector' ? '' : by.vendor,
    model: by.kind === 'detector' ? '' : by.model,
    ...(said === undefined ? {} : { said: [...said] }),
  };
}

/** What can be counted of how the reviewer was chosen; the words, and who the authors are taken for, lie in the blob. */
function inputsJson({ after, from, authors, choice, bearing }: RoundInputs): NewEvent['payload'] {
  return {
    after,
    from,
    authors: authors.map(({ kind, agent, vendors }) => ({ kind, agent, vendors: [...vendors] })),
    chosen: choice.order.map(({ name }) => name),
    needed: choice.needed,
    independence: bearing.independence,
    binds: bearing.binds,
  };
}

/** One question to a reviewer. `topic` says what was asked of whom about what: asked once, it need not be asked again. */
export function callEvent(
  where: Where,
  call: CallRecord,
  of: { readonly loop: string; readonly round: number; readonly topic: string },
): NewEvent {
  const { tokens, more, ...rest } = call;
  const also = more === undefined ? {} : { ...more, errors: [...more.errors], prompt: { hash: more.prompt } };
  return { ...where, kind: 'call', subject: call.reviewer, payload: { ...of, ...rest, ...tokens, ...also } };
}

/** The target is `f-…`, or `l-…` for all of a loop; the key, of the review it was given for: a loop is answered for as it stands. */
export type Waiver = RoundWaiver;

export function waiverEvent(where: Where, waiver: Waiver): NewEvent {
  return { ...where, kind: 'waiver', subject: waiver.target, payload: { ...waiver } };
}
