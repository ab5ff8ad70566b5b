import type { Gate } from '../../gate/open.ts';
import { planLevels } from '../../gate/promotion.ts';
import type { Rows } from '../../log/open.ts';
import { readLevels, sayLevels } from '../../model/level.ts';
import { UsageError } from '../../system/usage.ts';
import type { Patch, Turning } from './file-here.ts';
import { draftOfBug, withoutDraft } from './patch-case.ts';
import { askUnder, withoutQuestion } from './patch-criterion.ts';
import { setInModel } from './patch-model.ts';

const AGAIN = 'guardrail tune';

/**
 * The change that a proposal is. INVARIANT: it is made against what lies here now and read back before it counts, and a file with changes that
 * nobody has committed is left alone: the proposal was worked out from the last commit.
 */
export async function patchOf(gate: Gate, log: Rows, turning: Turning, isUndo: boolean): Promise<Patch> {
  const patch = await makePatch(gate, log, turning, isUndo);
  // what was accepted may be taken back before anybody has committed it
  if (!isUndo) await checkCommitted(gate, patch.path);
  return patch;
}

async function makePatch(gate: Gate, log: Rows, turning: Turning, isUndo: boolean): Promise<Patch> {
  const { knob, from, to } = turning;
  switch (knob.kind) {
    case 'rule-level':
      return await patchLevels(gate, knob.rule, from, to);
    case 'confidence':
    case 'blocks':
      return await setInModel(gate, knob.failureModel, knob.kind, { from, to });
    case 'criterion':
      return isUndo ? await withoutQuestion(gate, turning) : await askUnder(gate, log, turning);
    case 'case':
      return isUndo ? await withoutDraft(gate, turning) : await draftOfBug(gate, log, knob.finding, to);
  }
}

async function patchLevels(gate: Gate, rule: string, from: string, to: string): Promise<Patch> {
  const levels = readLevels(to);
  if (levels === null) throw new UsageError(`tune: "${to}" are no levels of a rule`, AGAIN);
  const plan = await planLevels(gate, rule, () => levels);
  if (sayLevels(plan.from) !== from)
    throw new UsageError(`tune: ${rule} is at ${sayLevels(plan.from)} by now, not at ${from}: look again`, AGAIN);
  return plan;
}

async function checkCommitted({ git }: Gate, path: string): Promise<void> {
  const status = await git.text(['status', '--porcelain', '--untracked-files=all', '--', `:(literal)${path}`]);
  if (status === '') return;
  throw new UsageError(
    `tune: ${path} has changes that are not committed, and what is proposed was worked out without them`,
    `git diff -- ${path}`,
  );
}
