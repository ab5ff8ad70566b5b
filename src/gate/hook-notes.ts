import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isRefusal } from '../model/level.ts';
import type { Inlet } from './inlet.ts';
import type { Judged } from './judge.ts';
import type { Gate } from './open.ts';

/** Notes lie in `<git path>/guardrail/`; hooks/guardrail-notes.sh reads them. */
export const NOTES = ['judged', 'message', 'pushed', 'review', 'spec'] as const;

/** Which hook asked, for which git (`pid:start`), about what. */
type Asked = { readonly event: string; readonly caller: string | null; readonly inlet: Inlet };
type Note = { readonly name: (typeof NOTES)[number]; readonly about: string; readonly body: string | Buffer };

/**
 * `<pid:start of git> <passed | refused> <rules hash> <about>` and what else was looked at: the later hooks of this very git
 * need not judge the same again, however many hook managers start them.
 * INVARIANT: it only saves time. Another git, another tree, other lines, or no note at all: judged again.
 */
export async function leaveNote(gate: Gate, { event, caller, inlet }: Asked, judged: Judged): Promise<void> {
  const { tree, verdict } = judged;
  if (event === 'pre-commit') {
    const mayHaveSpec = judged.change.parts.some(({ spec }) => spec === 'later');
    await Promise.all([mark(gate, 'review', judged.hasReviewers), mark(gate, 'spec', mayHaveSpec)]);
  }
  const note = noteOf(event, inlet, tree);
  if (note === null || caller === null || caller === '') return;
  const outcome = isRefusal(verdict.level) ? 'refused' : 'passed';
  const file = await gate.repository.gitPath(`guardrail/${note.name}`);
  const text = Buffer.concat([
    Buffer.from(`${caller} ${outcome} ${verdict.rules} ${note.about}\n`),
    Buffer.from(note.body),
  ]);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { mode: 0o600 }); // the address of a remote may hold a password
  } catch {
    // judged twice, then; doctor has a row for it
  }
}

/**
 * What is left for a later hook of the same commit: hooks/post-commit hands it to the review where the rules name reviewers, and
 * hooks/commit-msg judges it with its message where that may still name the spec that a rule asks for. Else both cost nothing.
 */
async function mark({ repository }: Gate, name: 'review' | 'spec', isWanted: boolean): Promise<void> {
  const file = await repository.gitPath(`guardrail/${name}`);
  if (!isWanted) return await rm(file, { force: true });
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, '', { mode: 0o600 });
  } catch (error) {
    // the push begins the review, then; what nobody would judge again must not pass
    if (name === 'spec') throw error;
  }
}

function noteOf(event: string, inlet: Inlet, tree: string | null): Note | null {
  if (inlet.kind === 'push') {
    return { name: 'pushed', about: `${inlet.remote ?? inlet.url} ${inlet.url}`, body: inlet.stdin };
  }
  if (inlet.kind !== 'staged' || tree === null) return null;
  return event === 'commit-msg'
    ? { name: 'message', about: tree, body: inlet.message ?? '' }
    : { name: 'judged', about: tree, body: '' };
}
