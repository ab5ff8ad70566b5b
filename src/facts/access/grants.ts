import type { Observation } from '../analyzer.ts';
import type { ResourceChange } from '../resource.ts';
import { type Document, documentsOf } from './documents.ts';
import { type About, type Gain, gainsOf, written } from './policy-document.ts';
import type { Policy, Statement } from './policy-statement.ts';
import { widen } from './seen.ts';

type Sort = Document['sort'];
type Side = Readonly<Record<Sort, readonly Document[]>>;
type Pair = { readonly change: ResourceChange; readonly before: Side; readonly after: Side };

/** What the policy documents of a set of resources allow that they did not allow before. */
export function grantsOf(changes: readonly ResourceChange[]): readonly Observation[] {
  const pairs = changes.flatMap(pairOf);
  const moving = pairs.map((pair) => ({ pair, gone: newsIn(pair, 'before'), come: newsIn(pair, 'after') }));
  return [
    ...changes.flatMap(brokenIn),
    ...pairs.flatMap((pair) => {
      const others = moving.filter((one) => one.pair !== pair);
      const about = {
        allowedElsewhere: others.flatMap(({ gone }) => gone),
        deniedElsewhere: others.flatMap(({ come }) => come),
      };
      return (['trust', 'grant'] as const).flatMap((sort) => ofSort(pair, sort, about, changes));
    }),
  ];
}

function pairOf(change: ResourceChange): readonly Pair[] {
  const before = sideOf(change, 'before');
  const after = sideOf(change, 'after');
  const same = JSON.stringify(readable(before)) === JSON.stringify(readable(after));
  return same ? [] : [{ change, before, after }];
}

function sideOf(change: ResourceChange, side: 'before' | 'after'): Side {
  const { documents } = documentsOf(change.type, change[side]);
  const ofKeys = /kms|key/i.test(change.type) ? documents.map(onItself) : documents;
  return {
    trust: ofKeys.filter(({ sort }) => sort === 'trust'),
    grant: ofKeys.filter(({ sort }) => sort === 'grant'),
  };
}

/** In the policy of a key the resource is the key, whatever is written. */
function onItself(document: Document): Document {
  const statements = document.policy.statements.map((statement): Statement => ({
    ...statement,
    resources: { form: 'in', patterns: ['*'], open: false },
  }));
  return { ...document, policy: { ...document.policy, statements } };
}

/** Without places, so that a change of order alone is none. */
function readable(side: Side): readonly string[] {
  return [...side.trust, ...side.grant]
    .flatMap(({ sort, policy }) => [sort + String(policy.unknown), ...policy.statements.map(written)])
    .sort();
}

/** The statements that stand on this side only. */
function newsIn({ before, after }: Pair, side: 'before' | 'after'): readonly Statement[] {
  const all = (one: Side): readonly Statement[] =>
    [...one.trust, ...one.grant].flatMap(({ policy }) => policy.statements);
  const [here, there] = side === 'before' ? [before, after] : [after, before];
  const known = new Set(all(there).map(written));
  return all(here).filter((statement) => !known.has(written(statement)));
}

function ofSort(
  { change, before, after }: Pair,
  sort: Sort,
  elsewhere: Omit<About, 'fresh'>,
  changes: readonly ResourceChange[],
): readonly Observation[] {
  if (change.after === null && goesWithItsOwner(change, changes)) return [];
  const [then, now] = [joined(before[sort]), joined(after[sort])];
  const about: About = { ...elsewhere, fresh: before[sort].length === 0 };
  return distinct(gainsOf(then, now, about)).map((gain) => {
    const documents = gain.how === 'deny' ? before[sort] : after[sort];
    return widen(change, atOf(documents, gain), gain.how, gain);
  });
}

/** Statements of several documents are counted on, a hundred thousand for each document. */
const STRIDE = 100_000;

function joined(documents: readonly Document[]): Policy {
  return {
    statements: documents.flatMap(({ policy }, document) =>
      policy.statements.map((one): Statement => ({ ...one, index: document * STRIDE + one.index })),
    ),
    unknown: documents.some(({ policy }) => policy.unknown),
  };
}

function atOf(documents: readonly Document[], { statement }: Gain): readonly string[] {
  const document = documents[Math.floor(statement / STRIDE)];
  if (!document) return [];
  const place = String(statement % STRIDE);
  return document.at[0] === 'statement' ? ['statement', place] : [...document.at, 'Statement', place];
}

function distinct(gains: readonly Gain[]): readonly Gain[] {
  return [...new Map(gains.map((gain) => [`${gain.how} ${gain.because}`, gain])).values()];
}

/** A bucket that goes takes its policy along, and what the policy denied. Only a policy that goes alone sets something free. */
function goesWithItsOwner({ type }: ResourceChange, changes: readonly ResourceChange[]): boolean {
  if (!/polic/i.test(type)) return true;
  const owner = OWNERS.find(([policy]) => policy.test(type))?.[1];
  return owner !== undefined && changes.some((one) => one.after === null && owner.test(one.type));
}

const OWNERS: readonly (readonly [policy: RegExp, owner: RegExp])[] = [
  [/^aws_s3_bucket_policy$|S3::BucketPolicy$/, /^aws_s3_bucket$|S3::Bucket$/],
  [/^aws_sqs_queue_policy$|SQS::QueuePolicy$/, /^aws_sqs_queue$|SQS::Queue$/],
  [/^aws_sns_topic_policy$|SNS::TopicPolicy$/, /^aws_sns_topic$|SNS::Topic$/],
  [/^aws_kms_key_policy$/, /^aws_kms_key$/],
  [/^aws_ecr_repository_policy$/, /^aws_ecr_repository$/],
  [
    /^aws_secretsmanager_secret_policy$|SecretsManager::ResourcePolicy$/,
    /secretsmanager_secret$|SecretsManager::Secret$/,
  ],
  [/^aws_iam_\w*policy$|IAM::(\w*)Policy$/, /^aws_iam_(role|user|group)$|IAM::(Role|User|Group)$/],
  [/^data\.aws_iam_policy_document$/, /^aws_/],
];

function brokenIn(change: ResourceChange): readonly Observation[] {
  const { edit, subject, after } = change;
  return documentsOf(change.type, after).broken.map(({ at, why }) => {
    const line = after?.lineOf(at) ?? null;
    const range = line === null ? (after?.range ?? null) : { from: line, to: line };
    return { kind: 'unreadable', subject, edit, range, attributes: { what: `policy of ${change.name}`, why } };
  });
}
