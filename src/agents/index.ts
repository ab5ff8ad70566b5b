import type { Agent } from './agent.ts';
import { aider } from './aider.ts';
import { amp } from './amp.ts';
import { antigravity } from './antigravity.ts';
import { augment } from './augment.ts';
import { claudeCode } from './claude-code.ts';
import { cline } from './cline.ts';
import { coderabbit } from './coderabbit.ts';
import { codex } from './codex.ts';
import { copilot } from './copilot.ts';
import { copilotAutofix } from './copilot-autofix.ts';
import { crush } from './crush.ts';
import { cursor } from './cursor.ts';
import { devin } from './devin.ts';
import { droid } from './droid.ts';
import { ellipsis } from './ellipsis.ts';
import { geminiCli } from './gemini-cli.ts';
import { geminiCodeAssist } from './gemini-code-assist.ts';
import { generic } from './generic.ts';
import { goose } from './goose.ts';
import { greptile } from './greptile.ts';
import { jules } from './jules.ts';
import { junie } from './junie.ts';
import { kiro } from './kiro.ts';
import { opencode } from './opencode.ts';
import { openhands } from './openhands.ts';
import { qodoMerge } from './qodo-merge.ts';
import { qwenCode } from './qwen-code.ts';
import { replit } from './replit.ts';
import { sourcery } from './sourcery.ts';
import { allcontributors } from './bots/allcontributors.ts';
import { crowdin } from './bots/crowdin.ts';
import { dependabot } from './bots/dependabot.ts';
import { depfu } from './bots/depfu.ts';
import { geminiCliRobot } from './bots/gemini-cli-robot.ts';
import { githubActions } from './bots/github-actions.ts';
import { githubMergeQueue } from './bots/github-merge-queue.ts';
import { greenkeeper } from './bots/greenkeeper.ts';
import { imgbot } from './bots/imgbot.ts';
import { mergify } from './bots/mergify.ts';
import { preCommitCi } from './bots/pre-commit-ci.ts';
import { pyup } from './bots/pyup.ts';
import { releasePlease } from './bots/release-please.ts';
import { renovate } from './bots/renovate.ts';
import { scalaSteward } from './bots/scala-steward.ts';
import { semanticRelease } from './bots/semantic-release.ts';
import { snyk } from './bots/snyk.ts';
import { stainless } from './bots/stainless.ts';
import { weblate } from './bots/weblate.ts';

export const agents: readonly Agent[] = [
  aider,
  amp,
  antigravity,
  augment,
  claudeCode,
  cline,
  coderabbit,
  codex,
  copilot,
  copilotAutofix,
  crush,
  cursor,
  devin,
  droid,
  ellipsis,
  geminiCli,
  geminiCodeAssist,
  generic,
  goose,
  greptile,
  jules,
  junie,
  kiro,
  opencode,
  openhands,
  qodoMerge,
  qwenCode,
  replit,
  sourcery,
  allcontributors,
  crowdin,
  dependabot,
  depfu,
  geminiCliRobot,
  githubActions,
  githubMergeQueue,
  greenkeeper,
  imgbot,
  mergify,
  preCommitCi,
  pyup,
  releasePlease,
  renovate,
  scalaSteward,
  semanticRelease,
  snyk,
  stainless,
  weblate,
];
