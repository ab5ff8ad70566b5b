import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { keepBlob, readBlob } from '../../log/blobs.ts';
import { openLog } from '../../log/open.ts';
import { callEvent } from '../../log/review-event.ts';
import { callOn } from '../../log/reviews.ts';
import { actorName } from '../../log/verdict-event.ts';
import type { FailureModel } from '../../model/failure-model.ts';
import { isRecord } from '../../model/json.ts';
import type { CallMore, CallRecord, ReviewerRule } from '../../model/review.ts';
import { ask, type Outcome } from '../../review/ask.ts';
import { readAnswer } from '../../review/answer.ts';
import type { Budget } from '../../review/budget.ts';
import type { Answer, Asked, Sheet, Told } from '../../review/exchange.ts';
import type { Spec } from '../../review/material.ts';
import { priceOf, PRICES_AS_OF } from '../../review/price.ts';
import { makeCanary } from '../../review/prompt/canary.ts';
import { compose } from '../../review/prompt/compose.ts';
import { languagesOf } from '../../review/prompt/language.ts';
import { vendors } from '../../review/vendors/index.ts';
import { versionOf } from '../../system/engine.ts';
import type { Gate } from '../open.ts';
import { promptHash } from './prompt-hash.ts';
import { secretsIn, withoutSecrets } from './secrets-in.ts';
import { lineTo } from './line.ts';
import type { UserConfig } from './user-config.ts';

/** What a question is about, whoever is asked. */
export type Topic = {
  readonly purpose: Asked['purpose'];
  readonly sheet: Sheet;
  readonly failureModels: readonly FailureModel[];
  readonly spec: Spec | null;
  readonly open: readonly Told[];
  readonly messages: readonly string[];
};
export type Heard = {
  readonly reviewer: ReviewerRule;
  readonly topic: Topic;
  readonly answer: Answer;
  readonly call: CallRecord;
};

/** What asking needs of the round it belongs to. */
export type Desk = {
  readonly gate: Gate;
  readonly repo: string;
  readonly loop: string;
  readonly round: number;
  readonly key: string;
  readonly budget: Budget;
  readonly hmac: (text: string) => string;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly user: UserConfig;
};

/**
 * One question to one reviewer, remembered as soon as it is answered. A round that was cut off asks again only what had no whole answer.
 */
export async function askOne(desk: Desk, reviewer: ReviewerRule, topic: Topic): Promise<Heard> {
  const name = topicName(desk, reviewer, topic);
  const known = await remembered(desk, name);
  const seed = known?.seed ?? randomBytes(12).toString('hex');
  const asked = questionOf(desk, reviewer, topic, seed);
  const sent = known === null ? await send(desk, reviewer, asked) : { outcome: known.outcome, host: known.call.host };
  // INVARIANT: what is judged is what is kept, or nobody could judge it again
  const outcome = withoutSecretsIn(sent.outcome);
  const answer = readAnswer(outcome.reply, asked);
  const call = known?.call ?? recordOf(desk, reviewer, { asked, outcome, answer, seed, host: sent.host });
  if (known === null) await keep(desk, call, name);
  return { reviewer, topic, answer, call };
}

/** An echo of what we sent holds no secrets; what a server makes up may look like one. */
function withoutSecretsIn(outcome: Outcome): Outcome {
  const { reply } = outcome;
  return reply.kind === 'said' ? { ...outcome, reply: { ...reply, text: withoutSecrets(reply.text) } } : outcome;
}

type Sent = { readonly outcome: Outcome; readonly host: string };

async function send(desk: Desk, reviewer: ReviewerRule, { question }: Asked): Promise<Sent> {
  const nowhere = (why: string): Sent => ({ outcome: missing(why), host: reviewer.url ?? reviewer.via });
  const load = Object.hasOwn(vendors, reviewer.via) ? vendors[reviewer.via] : undefined;
  if (load === undefined) return nowhere(`there is no way called "${reviewer.via}" to reach a model`);
  const { vendor } = await load();
  const line = lineTo(desk.user, reviewer, vendor, desk.gate.env);
  if (line.kind === 'missing') return nowhere(line.why);
  const outcome = await ask(vendor, question, {
    line: line.line,
    deadlineMs: desk.deadlineMs,
    budget: desk.budget,
    price: priceOf(reviewer),
    sleep: async (ms, signal) => {
      await sleep(ms, undefined, { signal }).catch(() => undefined); // an end that was asked for is no failure
    },
    now: desk.gate.now,
    signal: desk.signal,
  });
  return { outcome, host: hostOf(line.line.url) ?? reviewer.via };
}

/** Of a server its host; of a program its path. */
function hostOf(url: string | null): string | null {
  return url !== null && URL.canParse(url) ? new URL(url).host : url;
}

/**
 * What is asked of whom about what, and nothing that changes from try to try. INVARIANT: all that a question is made of, or an answer
 * about other words would be taken for one about these: a message can be amended and leave the change as it is.
 */
function topicName({ key, loop }: Desk, reviewer: ReviewerRule, topic: Topic): string {
  const { name, vendor, model, via, url } = reviewer;
  const { purpose, sheet, failureModels, spec, open, messages } = topic;
  const questions = failureModels.map(({ id, question, evidence, severity }) => [id, question, evidence, severity]);
  const told = open.map((one) => [one.id, one.path, one.line, one.title, one.quote, one.why]);
  const parts = [
    loop,
    key,
    [name, vendor, model, via, url],
    purpose,
    sheet.text,
    questions,
    spec?.text,
    told,
    messages,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

export function questionOf(desk: Pick<Desk, 'hmac'>, reviewer: ReviewerRule, topic: Topic, seed: string): Asked {
  const canary = topic.purpose === 'refute' ? null : makeCanary(seed, languagesOf(topic.sheet.paths));
  return compose({
    ...topic,
    nonce: createHash('sha256').update(`nonce ${seed}`).digest('hex').slice(0, 20),
    canary,
    model: reviewer.model,
    mostOutput: reviewer.answer,
    secretsIn,
    hmac: desk.hmac,
  });
}

function missing(why: string): Outcome {
  const reply = { kind: 'failed', cause: 'not-configured', why, retryAfter: null, requestId: null } as const;
  return { reply, tries: 0, ms: 0, tokens: { input: 0, cached: 0, output: 0 }, money: 0, errors: [reply.cause] };
}

type Known = { readonly seed: string; readonly outcome: Outcome; readonly call: CallRecord };

type Answered = {
  readonly asked: Asked;
  readonly outcome: Outcome;
  readonly answer: Answer;
  readonly seed: string;
  readonly host: string;
};

function recordOf(desk: Desk, reviewer: ReviewerRule, answered: Answered): CallRecord {
  const { asked, outcome, answer, seed, host } = answered;
  const { reply, tokens, money, ms, tries } = outcome;
  const call = {
    purpose: asked.purpose,
    reviewer: reviewer.name,
    vendor: reviewer.vendor,
    model: reviewer.model,
    served: reply.kind === 'said' ? reply.served : null,
    host,
    outcome: answer.kind,
    cause: answer.kind === 'complete' ? '' : answer.cause,
    tokens,
    money,
    ms,
    tries,
    requestId: reply.requestId,
    asked: keepBlob(desk.gate.env, JSON.stringify(asked)),
    more: moreOf(desk, reviewer, answered),
  };
  return { ...call, answered: keepBlob(desk.gate.env, JSON.stringify({ seed, outcome, answer, call })) };
}

function moreOf({ deadlineMs }: Desk, reviewer: ReviewerRule, { asked, outcome }: Answered): CallMore {
  const { question } = asked;
  const { reply } = outcome;
  const shown = [question.prefix, question.prompt].join('\n');
  return {
    by: speakerOf(reviewer.via),
    mostOutput: question.mostOutput,
    deadlineMs,
    end: reply.kind === 'said' ? reply.end : '',
    errors: outcome.errors,
    redactions: shown.match(/‹secret:/g)?.length ?? 0,
    priced: pricedBy(reviewer),
    prompt: promptHash(question),
  };
}

/** Packages by which servers are spoken to; the others are asked without one, or are programs. */
const SDKS: Readonly<Record<string, string>> = {
  anthropic: '@anthropic-ai/sdk',
  openai: 'openai',
  'openai-compatible': 'openai',
};

/** Who speaks to it: with another program it may be another reader. */
export function speakerOf(via: string): string {
  const sdk = SDKS[via];
  return sdk === undefined ? via : `${sdk} ${versionOf(sdk)}`;
}

function pricedBy(reviewer: ReviewerRule): string {
  if (reviewer.price !== null) return 'configuration';
  return priceOf(reviewer) === null ? 'unknown' : `table of ${PRICES_AS_OF}`;
}

async function keep({ gate, repo, loop, round }: Desk, call: CallRecord, topic: string): Promise<void> {
  const log = await openLog({ env: gate.env });
  const where = {
    repo,
    checkout: gate.repository.root ?? gate.repository.gitDir,
    actor: actorName(gate.operator),
    ts: gate.now(),
  };
  log.append([callEvent(where, call, { loop, round, topic })], await gate.repository.gitPath('guardrail/spool'));
  log.close();
}

/** Its words may have been deleted since: then it is asked again. */
async function remembered({ gate }: Desk, topic: string): Promise<Known | null> {
  const log = await openLog({ env: gate.env, readOnly: true });
  try {
    const answered = callOn(log, topic)?.['answered'];
    const text = typeof answered === 'string' ? readBlob(gate.env, answered) : null;
    const known: unknown = text === null ? null : JSON.parse(text);
    return isKnown(known) && typeof answered === 'string' ? { ...known, call: { ...known.call, answered } } : null;
  } finally {
    log.close();
  }
}

function isKnown(value: unknown): value is Known {
  return isRecord(value) && typeof value['seed'] === 'string' && isRecord(value['outcome']) && isRecord(value['call']);
}
