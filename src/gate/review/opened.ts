import { createHash } from 'node:crypto';
import { uniqueActors } from '../../changes/edits.ts';
import type { Actor } from '../../model/actor.ts';
import type { ReviewerRule } from '../../model/review.ts';
import type { FailureModels } from '../../policy/failure-model.ts';
import type { Spec } from '../../review/material.ts';
import { sha256 } from '../../system/files.ts';
import { type InForce, failureModelsInForce } from '../failure-models/in-force.ts';
import type { Gate } from '../open.ts';
import { protectedTip, type Place } from '../readings.ts';
import { readSpec } from './spec.ts';
import { diffOf, type Subject } from './subject.ts';
import { closedConfig, type UserConfig, readUserConfig, usableReviewers } from './user-config.ts';

/** A subject with everything its review rests on, read once. */
export type Opened = {
  readonly gate: Gate;
  readonly subject: Subject;
  readonly models: FailureModels;
  /** Failure models that cannot be read: the review is inconclusive, and these sentences say why. */
  readonly broken: readonly string[];
  readonly spec: Spec | null;
  /** What is to be said of it, or of there being none: one sentence each. */
  readonly specSays: readonly string[];
  readonly user: UserConfig;
  /** Those that the rules and the user both let read something of it. */
  readonly reviewers: readonly ReviewerRule[];
  /** Why none of those that the rules name is left to be asked; empty where some are. */
  readonly nobody: string;
  /** Who may have written it; the operator joins as a suspect. */
  readonly authors: readonly Actor[];
  readonly key: string;
};

export async function openReview(gate: Gate, subject: Subject): Promise<Opened> {
  const [models, { spec, says }, { user, problem }] = await Promise.all([
    modelsOf(gate, subject),
    readSpec(gate, subject),
    userOf(gate),
  ]);
  const usable = usableReviewers(subject.rules.reviewers, user);
  const reviewers = usable.filter(({ mayRead }) => subject.part.edits.some(({ path }) => mayRead(path)));
  return {
    gate,
    subject,
    models,
    broken: models.kind === 'read' ? [] : models.problems,
    spec,
    specSays: says,
    user,
    reviewers,
    nobody: reviewers.length > 0 || subject.rules.reviewers.length === 0 ? '' : whyNobody(problem, usable),
    authors: authorsOf(subject),
    key: keyOf(subject, models, spec, reviewers),
  };
}

async function userOf({ env }: Gate): Promise<{ readonly user: UserConfig; readonly problem: string }> {
  try {
    return { user: await readUserConfig(env), problem: '' };
  } catch (error) {
    // a review that nobody may read is still one by detectors, and says why
    return { user: closedConfig(env), problem: error instanceof Error ? error.message : String(error) };
  }
}

function whyNobody(problem: string, usable: readonly ReviewerRule[]): string {
  if (problem !== '') return `Your own configuration cannot be read, so nobody is asked: ${problem}.`;
  return usable.length === 0
    ? 'Your own configuration turns off every reviewer that the rules name.'
    : 'No reviewer may read any of these paths (reviewers: paths, not).';
}

async function modelsOf(gate: Gate, { branch, tree }: Subject): Promise<InForce> {
  const tip = await protectedTip(gate, []);
  const landed: readonly Place[] = tip === null ? [] : [{ name: tip.branch, tree: tip.oid }];
  return await failureModelsInForce(gate, { landed, own: { name: branch ?? 'the tree', tree } });
}

function authorsOf({ part, change }: Subject): readonly Actor[] {
  const { operator } = change;
  return uniqueActors([
    ...part.edits.flatMap((edit) => edit.authors),
    ...(operator.kind === 'human' ? [] : [operator]),
  ]);
}

/**
 * What a verdict is about and rests on. A rebase that leaves the touched files alone keeps it. The authors are not in it: whether those
 * who have read it are foreign to them is worked out anew for each push, which may know more of them than the commit did.
 */
function keyOf(subject: Subject, models: FailureModels, spec: Spec | null, reviewers: readonly ReviewerRule[]): string {
  const parts = [
    diffOf(subject.part.edits),
    subject.rulesHash,
    models.hash,
    spec === null ? '' : `${spec.path}\n${sha256(spec.text)}`,
    ...reviewers.map(({ name, vendor, model, via, url, paths }) =>
      JSON.stringify([name, vendor, model, via, url, paths]),
    ),
  ];
  return createHash('sha256').update(parts.join('\n\0\n')).digest('hex');
}
