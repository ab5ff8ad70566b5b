import type { Actor } from '../model/actor.ts';
import { actorOf } from './identity.ts';
import { suspectsOfMessage } from './message-marks.ts';
import { suspectsOfNote } from './notes.ts';
import { hints, suspectsOfProcess } from './process-marks.ts';
import { asHuman, asUnknown, type Identity, merge } from './suspects.ts';

export type ProcessEvidence = {
  /** Of the hook's own process: a daemon keeps the variables of whoever started it, for ever. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Names or command lines of the processes above, nearest first. */
  readonly ancestry: readonly string[];
  readonly user: Identity;
};

export type CommitEvidence = {
  readonly author: Identity;
  readonly committer: Identity;
  readonly message: string;
  /** Texts of `refs/notes/ai` and Agent Trace records about this commit. */
  readonly notes: readonly string[];
};

/** Whose process runs git. One suspect is named; several that contradict each other are unknown; none is a person. */
export function identifyOperator({ env, ancestry, user }: ProcessEvidence): Actor {
  const suspects = merge(suspectsOfProcess(env, ancestry, user));
  const models = suspects.filter(({ kind }) => kind !== 'bot');
  // a process may claim to be a bot, which must not lift it out of being an agent
  const [first, second] = models.length > 0 ? models : suspects;
  const own = { name: user.name, email: user.email, env: passedOn(env) };
  if (!first) return { ...asHuman(user, hints(env)), env: own.env };
  const evidence = suspects.flatMap((suspect) => suspect.evidence);
  return second ? { ...asUnknown(evidence), ...own } : { ...first, ...own, evidence };
}

/** Who may have written the lines of a commit: one actor for each suspect, never none. */
export function identifyAuthors({ author, committer, message, notes }: CommitEvidence): readonly Actor[] {
  return merge([
    ...actorOf(author, 'author'),
    ...committedBy(committer),
    ...suspectsOfMessage(message),
    ...notes.flatMap(suspectsOfNote),
  ]);
}

/** A person who commits did not write the lines; a program that does may have. GitHub commits as itself for everybody. */
function committedBy(committer: Identity): readonly Actor[] {
  if (committer.email?.toLowerCase() === 'noreply@github.com' || !committer.email) return [];
  return actorOf(committer, 'committer').filter(({ kind }) => kind !== 'human');
}

/** What a process says of itself under our own names may narrow a role; nothing else of its environment goes further. */
export function passedOn(env: ProcessEvidence['env']): Readonly<Record<string, string>> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (name.startsWith('GUARDRAIL_') && value !== undefined) passed[name] = value;
  }
  return passed;
}
