import { isDeepStrictEqual } from 'node:util';
import { type Blob, lookBlob } from '../../log/blobs.ts';
import type { Log } from '../../log/open.ts';
import { records, text } from '../../log/projections/payload.ts';
import { type KeptRound, keptRounds } from '../../log/reviews.ts';
import { isRecord } from '../../model/json.ts';
import type { CallRecord, LedgerEntry, Round, RoundInputs } from '../../model/review.ts';
import { readAnswer } from '../../review/answer.ts';
import { choose } from '../../review/choice.ts';
import { conclude, findingsIn, type HeardSitting } from '../../review/conclude.ts';
import type { Answer, Asked } from '../../review/exchange.ts';
import { saidBy } from '../../review/said.ts';
import { settleRound } from '../../review/settle-round.ts';
import { type RoundSummary, summarise } from '../../review/stops.ts';
import type { Reply } from '../../review/vendors/reviewer.ts';
import { engine } from '../../system/engine.ts';
import { sha256 } from '../../system/files.ts';
import type { Environment } from '../../system/git.ts';
import { promptHash } from './prompt-hash.ts';

/** One thing that was worked out again, and how it compares with what the log says. */
export type Step = {
  readonly what: string;
  /** `lost`: what it rests on was deleted, or an older guardrail did not keep it. */
  readonly kind: 'same' | 'differs' | 'lost';
  readonly says: string;
};
export type Replayed = {
  readonly id: string;
  readonly loop: string;
  readonly round: number;
  readonly kind: 'equal' | 'differs' | 'incomplete';
  readonly outcome: string;
  readonly steps: readonly Step[];
};

/** Works each verdict out again from what the log keeps. No network, no repository: what was read is what the readers were shown. */
export function replayReviews(log: Log, env: Environment, id: string): readonly Replayed[] {
  return keptRounds(log, env, id).map((kept) => {
    const steps = replayOne(log, env, kept);
    const kind = steps.some((step) => step.kind === 'differs')
      ? 'differs'
      : steps.some((step) => step.kind === 'lost')
        ? 'incomplete'
        : 'equal';
    const { id: own, loop, round, outcome } = kept;
    return { id: own, loop, round, kind, outcome, steps };
  });
}

function replayOne(log: Log, env: Environment, kept: KeptRound): readonly Step[] {
  const whole = lostOr('the record of the round', kept.blob);
  if (whole !== null) return [whole];
  const { value } = kept;
  if (value === null) return [lost('the record of the round', 'an engine of another kind wrote it')];
  const first = [told('the record of the round', agrees(kept, value), 'its event in the chain says otherwise')];
  const { inputs } = value;
  if (inputs === undefined) return [...first, lost('what it rests on', 'an older guardrail did not keep it')];
  const calls = value.calls.map((call, index) => replayCall(env, call, index + 1));
  const steps = [...first, ...calls.map(({ step }) => step)];
  const answers = calls.flatMap(({ answer }) => answer ?? []);
  if (answers.length < calls.length) return [...steps, lost('the verdict', 'not all answers are there any more')];
  return [...steps, ...replayRound(log, env, { ...value, inputs }, answers)];
}

/** What the chain counts, which nobody can delete, is what the words say. */
function agrees({ counted }: KeptRound, round: Round): boolean {
  const { id, key, loop, tree, outcome, money } = round;
  const states = records(counted, 'ledger').map((entry) => `${text(entry, 'id')} ${text(entry, 'state')}`);
  const said = { id, key, loop, tree, outcome, money, stop: round.stop?.kind ?? '', calls: round.calls.length };
  return (
    Object.entries(said).every(([name, value]) => counted[name] === value) &&
    isDeepStrictEqual(
      states,
      round.ledger.map(({ finding, state }) => `${finding.id} ${state}`),
    )
  );
}

type Replied = { readonly step: Step; readonly answer: Answer | null };

function replayCall(env: Environment, call: CallRecord, n: number): Replied {
  const what = `call ${n}, ${call.purpose} by ${call.reviewer}`;
  const [asked, answered] = [lookBlob(env, call.asked), lookBlob(env, call.answered ?? '')];
  const missing = lostOr(`${what}: the question`, asked) ?? lostOr(`${what}: the answer`, answered);
  const question: unknown = parse(asked);
  const said: unknown = parse(answered);
  if (missing !== null) return { step: missing, answer: null };
  if (!isAsked(question) || !isSaid(said))
    return { step: lost(what, 'an older guardrail kept too little of it'), answer: null };
  const answer = readAnswer(said.outcome.reply, question);
  const cause = answer.kind === 'complete' ? '' : answer.cause;
  const isSame =
    isDeepStrictEqual(JSON.parse(JSON.stringify(answer)), said.answer) &&
    answer.kind === call.outcome &&
    cause === call.cause &&
    promptHash(question.question) === call.more?.prompt;
  const counts = `${count(answer)}, as remembered`;
  return { step: told(what, isSame, `now ${answer.kind} ${cause}, ${count(answer)}`, counts), answer };
}

function count(answer: Answer): string {
  const aside = answer.kind === 'complete' ? `, ${answer.setAside.length} set aside` : ` (${answer.cause})`;
  return `${answer.kind}${aside}, ${answer.claims.length} that stand`;
}

type WithInputs = Round & { readonly inputs: RoundInputs };

function replayRound(log: Log, env: Environment, round: WithInputs, answers: readonly Answer[]): readonly Step[] {
  const { inputs } = round;
  const past = pastOf(log, env, round);
  if (typeof past === 'string') return [lost('the ledger', past)];
  const sittings = sittingsOf(inputs, answers);
  const findings = findingsIn(sittings, { models: inputs.weights, detected: inputs.detected, hash: sha256 });
  const concluded = conclude({
    ...inputs,
    n: round.round,
    tree: round.tree,
    before: past.before,
    earlier: past.earlier,
    stopped: inputs.stopped ? past.stop : null,
    findings,
    sittings,
    waived: inputs.waivers.map(({ target, because }) => ({ id: target, because })),
    manifest: round.manifest,
    spent: round.calls.some(({ cause }) => cause === 'budget'),
    canAsk: inputs.available.length > 0,
  });
  const settled = settleRound({ ...round, ...concluded }, { ...inputs, underWay: false });
  const choice = choose({
    authors: inputs.authors.map(({ vendors }) => vendors),
    available: inputs.available,
    down: new Set(),
    independence: inputs.bearing.independence,
    ...(inputs.nobody === undefined ? {} : { nobody: inputs.nobody }),
  });
  const money = round.calls.reduce((sum, call) => sum + call.money, 0);
  const version = round.engine === engine ? '' : ` (judged by ${round.engine}, worked out by ${engine})`;
  return [
    same('the choice of readers', choice, inputs.choice),
    same('the ledger', concluded.ledger, round.ledger),
    ...(round.said === undefined
      ? []
      : [same('who said it', saidBy(concluded.ledger, round.round, sittings), round.said)]),
    same('who read it', [concluded.readers, concluded.complete], [round.readers, round.complete]),
    same('how much was read', concluded.reading, round.reading),
    same('the stop', concluded.stop, round.stop),
    same('what it cost', money, round.money),
    told(
      'the verdict',
      settled.outcome === round.outcome,
      `now ${settled.outcome}, then ${round.outcome}${version}`,
      `${settled.outcome}${version}`,
    ),
  ];
}

type PastRounds = {
  readonly before: readonly LedgerEntry[];
  readonly earlier: readonly RoundSummary[];
  readonly stop: Round['stop'];
};

/** A sentence where a round before is not there any more: its ledger is what this one went on from. */
function pastOf(log: Log, env: Environment, { loop, id, inputs }: WithInputs): PastRounds | string {
  const rounds = keptRounds(log, env, loop);
  const earlier = rounds.slice(
    0,
    Math.max(
      0,
      rounds.findIndex((one) => one.id === id),
    ),
  );
  const [from] = inputs.from === null ? [] : keptRounds(log, env, inputs.from);
  if (inputs.from !== null && (from === undefined || from.value === null))
    return `the round before it, ${inputs.from}, is not there any more`;
  const gone = earlier.find(({ value }) => value === null);
  if (gone !== undefined) return `an earlier round, ${gone.id}, is not there any more`;
  return {
    before: from?.value?.ledger ?? [],
    earlier: earlier.flatMap(({ value }) =>
      value === null
        ? []
        : [summarise({ n: value.round, tree: value.tree, reading: value.reading, spent: value.spent }, value.ledger)],
    ),
    stop: from?.value?.stop ?? null,
  };
}

function sittingsOf({ sittings }: RoundInputs, answers: readonly Answer[]): readonly HeardSitting[] {
  let next = 0;
  return sittings.map(({ calls, ...sitting }) => {
    const own = answers.slice(next, next + calls);
    next += calls;
    return { ...sitting, answers: own };
  });
}

function lostOr(what: string, blob: Blob): Step | null {
  if (blob.kind === 'kept') return null;
  return blob.kind === 'deleted'
    ? lost(what, 'it was deleted')
    : { what, kind: 'differs', says: 'it is not what was written: its hash does not match the one in the chain' };
}

function lost(what: string, says: string): Step {
  return { what, kind: 'lost', says };
}

function same(what: string, now: unknown, then: unknown): Step {
  return told(what, isDeepStrictEqual(JSON.parse(JSON.stringify(now)), then), `now ${cut(now)}, then ${cut(then)}`);
}

function told(what: string, isSame: boolean, otherwise: string, says = 'as remembered'): Step {
  return isSame ? { what, kind: 'same', says } : { what, kind: 'differs', says: otherwise };
}

const SHOWN = 160;

function cut(value: unknown): string {
  const said = JSON.stringify(value);
  return said.length <= SHOWN ? said : `${said.slice(0, SHOWN)}…`;
}

function parse(blob: Blob): unknown {
  return blob.kind === 'kept' ? JSON.parse(blob.text) : null;
}

/** Their hashes were compared: what is left to ask is whether an engine of our kind wrote them. */
function isAsked(value: unknown): value is Asked {
  return isRecord(value) && isRecord(value['question']) && isRecord(value['sheet']) && Array.isArray(value['open']);
}

type Said = { readonly outcome: { readonly reply: Reply }; readonly answer: unknown };

function isSaid(value: unknown): value is Said {
  return (
    isRecord(value) && isRecord(value['outcome']) && isRecord(value['outcome']['reply']) && isRecord(value['answer'])
  );
}
