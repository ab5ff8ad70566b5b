import { access, constants, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ReviewRules } from '../../../model/review.ts';
import { choose } from '../../../review/choice.ts';
import { agents } from '../../../agents/index.ts';
import { failureModelsInForce } from '../../failure-models/in-force.ts';
import { codeOf, readState } from '../../../system/files.ts';
import { userPaths } from '../../../system/paths.ts';
import { openGate, type Gate } from '../../open.ts';
import { protectedTip } from '../../readings.ts';
import { type Listed, listReviewers, reviewRules } from '../../review/reviewers.ts';
import { readUserConfig, type UserConfig } from '../../review/user-config.ts';
import { agentStatus } from '../agents-status.ts';
import { isOurHook } from '../hook-files.ts';
import { AGAIN, fine, wrong, type Check, type Row, type Scene } from './check.ts';
import { hooksFolder } from './hooks.ts';

/** Whether another vendor could read what is pushed here. Nothing is sent: `guardrail reviewers --check` does that. */
export const checkReviews: Check = async (scene) => {
  const gate = await openGate(scene.io);
  const [own, { rules }] = await Promise.all([checkOwn(scene), reviewRules(gate)]);
  const models = await checkModels(gate);
  if (own.user === null || rules === null) return [own.row, models];
  const listed = await listReviewers(rules, own.user, scene.io.env);
  const [pairs, background] = await Promise.all([checkPairs(scene, gate, rules, listed), checkBackground(scene)]);
  return [own.row, models, ...listed.map(checkOne), pairs, background];
};

type Own = { readonly row: Row; readonly user: UserConfig | null };

/** It may forbid what a repository allows, so a mistake in it stops every review. */
async function checkOwn({ io }: Scene): Promise<Own> {
  const row = 'your own configuration';
  try {
    const user = await readUserConfig(io.env);
    const found = await stat(user.path).catch(() => null);
    if (found === null) return { user, row: fine(row, `there is none at ${user.path}`) };
    if ((found.mode & 0o022) !== 0)
      return { user, row: wrong(row, `others may write ${user.path}`, `chmod 600 '${user.path}'`) };
    return { user, row: fine(row, user.path) };
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    return { user: null, row: wrong(row, `no review is held while it is so: ${says}`, 'mend that file') };
  }
}

async function checkModels(gate: Gate): Promise<Row> {
  const row = 'failure models';
  const { head } = gate.repository;
  const tip = await protectedTip(gate, []);
  const landed = tip === null ? [] : [{ name: tip.branch, tree: tip.oid }];
  const own = head === null ? null : { name: 'HEAD', tree: head };
  const found = await failureModelsInForce(gate, { landed, own });
  return found.kind === 'read'
    ? fine(row, `${found.models.length} in force`)
    : wrong(row, found.problems.slice(0, 3).join('; '), 'guardrail failure-model lint');
}

function checkOne({ rule, line, allowed }: Listed): Row {
  const row = `reviewer ${rule.name}`;
  if (!allowed) return fine(row, 'your own configuration turns it off');
  if (line.kind === 'missing') return wrong(row, line.why, 'see guardrail reviewers, and docs/reviewers.md');
  return fine(row, `by ${rule.via}; key: ${line.from}`);
}

/** No reviewer at all is a choice; one that can clear nothing of what is written here is a mistake. */
async function checkPairs({ io }: Scene, gate: Gate, rules: ReviewRules, listed: readonly Listed[]): Promise<Row> {
  const row = 'readers of another vendor';
  if (rules.reviewers.length === 0)
    return fine(row, 'none is configured: detectors only; see guardrail reviewers to have one');
  const available = listed
    .filter(({ allowed, line }) => allowed && line.kind === 'line')
    .map(({ rule: { name, vendor, model } }) => ({ name, vendor, model }));
  const here = await agentStatus(io, gate.repository.root ?? io.cwd, gate.operator.agent);
  const found = agents.filter(({ id }) => here.some(({ agent }) => agent === id));
  const blind = found.flatMap(({ title, vendors }) => {
    const choice = choose({ authors: [vendors], available, down: new Set(), independence: 'require' });
    return choice.possible ? [] : [`${title}: ${choice.why}`];
  });
  const [first] = blind;
  if (first === undefined)
    return fine(
      row,
      found.length === 0 ? 'no agent is found here' : `for ${found.map(({ title }) => title).join(', ')}`,
    );
  return wrong(row, first, 'name a reviewer of another vendor under reviewers:');
}

/** A commit's hook hands it over, and whoever reads it says how far it is in a folder of this user. */
async function checkBackground(scene: Scene): Promise<Row> {
  const row = 'review after a commit';
  const hook = await readState(join(hooksFolder(scene), 'post-commit'));
  if (!isOurHook(hook))
    return wrong(row, 'the hook post-commit is not ours: a push would have to wait for its review', AGAIN);
  const folder = join(userPaths(scene.io.env).state, 'reviews');
  const why = await whyNotWritable(folder);
  return why === null ? fine(row, 'begins by itself') : wrong(row, `${folder}: ${why}`, 'let this user write there');
}

/** The folder itself, or the nearest above it that is there. */
async function whyNotWritable(folder: string): Promise<string | null> {
  try {
    await access(folder, constants.W_OK);
    return null;
  } catch (error) {
    const up = dirname(folder);
    if (codeOf(error) === 'ENOENT' && up !== folder) return await whyNotWritable(up);
    return codeOf(error);
  }
}
