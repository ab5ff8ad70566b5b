import { createHash, randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../model/actor.ts';
import type { Oid } from '../model/change.ts';
import type { Json, NewEvent } from '../model/event.ts';
import { isRefusal, levels } from '../model/level.ts';
import type { Ruling, Verdict } from '../model/verdict.ts';
import { riskJson } from './risk-json.ts';

/** What the verdict itself does not say, and what cannot be found out later. */
export type VerdictContext = {
  readonly checkout: string;
  readonly operator: Actor;
  readonly authors: readonly Actor[];
  readonly role: string | null;
  /** `pre-commit`, `pre-push`; null when a person asked (`check`), which counts neither as a wait nor as a try. */
  readonly hook: string | null;
  /** How long somebody waited for it. */
  readonly ms: number;
  /** The pure inputs by object id, from which the verdict can be recomputed. */
  readonly objects: {
    readonly tree: Oid | null;
    readonly base: Oid | null;
    readonly head: Oid | null;
    readonly commits: readonly Oid[];
    readonly refs: readonly { readonly ref: string; readonly before: Oid | null; readonly after: Oid | null }[];
    /** What a tool call leaves in each file, by which a commit finds who wrote it. */
    readonly files?: readonly { readonly path: string; readonly oid: Oid }[];
  };
};

/** A codemod may break one rule in 100,000 files: the first say which, the rest are counted. Refusals come first. */
const MOST_RULINGS = 1_000;
const MOST_COMMITS = 500;

/** Every run is an event, also one that found nothing: without those there is no rate of anything. */
export function verdictEvent(verdict: Verdict, context: VerdictContext): NewEvent {
  const salt = randomBytes(16).toString('hex');
  const actor = mainActor(context.operator, context.authors);
  const operator = actorJson(context.operator);
  const authors = context.authors.slice(0, 50).map(actorJson);
  const rulings = verdict.rulings.toSorted((a, b) => levels.indexOf(b.level) - levels.indexOf(a.level));
  return {
    ts: verdict.at,
    repo: verdict.repo,
    checkout: context.checkout,
    actor: actorName(actor),
    kind: 'verdict',
    subject: verdict.branch ?? '',
    payload: {
      ms: Math.round(context.ms * 10) / 10, // no wait is not the same as no time known
      ...lean({
        level: verdict.level,
        inlet: verdict.inlet,
        hook: context.hook,
        branch: verdict.branch,
        role: context.role,
        session: actor.session,
        engine: verdict.engine,
        rules: verdict.rules,
        node: process.versions.node,
        operator: isDeepStrictEqual(authors, [operator]) ? null : operator,
        authors,
        salt: rulings.length === 0 ? null : salt,
        rulings: rulings.slice(0, MOST_RULINGS).map((ruling) => rulingJson(ruling, salt)),
        omitted: omitted(rulings.slice(MOST_RULINGS)),
        coverage: lean({
          ...verdict.coverage,
          unread: verdict.coverage.unread.slice(0, 100).map((unread) => ({ ...unread })),
        }),
        unread: verdict.coverage.unread.length,
        looked: { ...verdict.looked },
        reviews: verdict.reviews.map(({ id, key, loop, round, outcome, refuses }) => ({
          id,
          key,
          loop,
          round,
          outcome,
          refuses,
        })),
        ...(verdict.risks === undefined ? {} : { risk: verdict.risks.map((risk) => riskJson(risk, verdict.rulings)) }),
        notes: verdict.notes.slice(0, 100),
        objects: lean({
          ...context.objects,
          commits: context.objects.commits.slice(0, MOST_COMMITS),
          commitCount: context.objects.commits.length > MOST_COMMITS ? context.objects.commits.length : 0,
          refs: context.objects.refs.slice(0, MOST_COMMITS).map((ref) => ({ ...ref })),
          ...(context.objects.files === undefined
            ? {}
            : { files: context.objects.files.slice(0, MOST_COMMITS).map((file) => ({ ...file })) }),
        }),
      }),
    },
  };
}

type Fields = { readonly [key: string]: Json };

/**
 * INVARIANT: a key that is missing says none: null, nought or an empty list, and of `operator` that it is the one author. Most of what
 * a day writes is that nothing was found, and a log of a million verdicts is a third smaller without it. What reads payloads
 * (projections/payload.ts) always took a missing key so; what is not a count, such as `level`, is never left out.
 */
function lean(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isNone(value)));
}

function isNone(value: Json): boolean {
  return value === null || value === 0 || value === false || (Array.isArray(value) && value.length === 0);
}

/** No text of the change: path, lines, and a salted hash of the two blobs, checkable by whoever has the repository. */
function rulingJson(ruling: Ruling, salt: string): Fields {
  const { fact } = ruling;
  return lean({
    id: ruling.id,
    rule: ruling.rule,
    policy: ruling.policy,
    reading: ruling.reading,
    level: ruling.level,
    raised: ruling.raised,
    kind: fact.kind,
    subject: fact.subject,
    path: fact.where.path,
    line: fact.where.range?.from ?? null,
    evidence: createHash('sha256')
      .update(`${salt}:${fact.evidence.before ?? ''}:${fact.evidence.after ?? ''}`)
      .digest('hex'),
    approvals: ruling.approved.map((approval) => approval.id),
    answers: isRefusal(ruling.raised) && !isRefusal(ruling.level),
  });
}

/** Rule and level -> how many rulings did not fit. */
function omitted(rest: readonly Ruling[]): readonly Fields[] {
  const counts = new Map<string, { rule: string; level: string; raised: string; n: number }>();
  for (const { rule, level, raised } of rest) {
    const key = `${rule}\n${level}\n${raised}`;
    counts.set(key, { rule, level, raised, n: (counts.get(key)?.n ?? 0) + 1 });
  }
  return [...counts.values()];
}

/** Roles and levels follow the authors, the operator joins as a suspect: the most suspect of them names the event. */
function mainActor(operator: Actor, authors: readonly Actor[]): Actor {
  const all = [...authors, operator];
  const first = (kind: Actor['kind']): Actor | undefined => all.find((actor) => actor.kind === kind);
  return first('agent') ?? first('unknown') ?? first('bot') ?? operator;
}

/** `agent:claude-code`, `human:ana@shop.example`, `bot:renovate`, `unknown`. */
export function actorName(actor: Actor): string {
  const name = actor.kind === 'human' ? (actor.email ?? actor.name) : actor.agent;
  return name === null || name === '' ? actor.kind : `${actor.kind}:${name}`;
}

function actorJson(actor: Actor): Fields {
  return lean({
    kind: actor.kind,
    agent: actor.agent,
    vendors: actor.vendors,
    session: actor.session,
    name: actor.name,
    email: actor.email,
    evidence: actor.evidence,
  });
}
