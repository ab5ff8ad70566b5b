import { measureCheck } from './check.mjs';
import { measureCommands } from './commands.mjs';
import { measureCommit } from './commit.mjs';
import { measureDaemon } from './daemon.mjs';
import { measureDecision } from './decision.mjs';
import { measureFacts } from './facts.mjs';
import { measureGrowth } from './growth.mjs';
import { measureLog } from './log.mjs';
import { measurePush } from './push.mjs';
import { measureRebase } from './rebase.mjs';
import { measureReviewSheets } from './review-sheets.mjs';
import { measureScale } from './scale.mjs';
import { measureStats } from './stats.mjs';

export const sections = {
  commands: measureCommands,
  commit: measureCommit,
  daemon: measureDaemon,
  rebase: measureRebase,
  push: measurePush,
  growth: measureGrowth,
  decision: measureDecision,
  log: measureLog,
  stats: measureStats,
  scale: measureScale,
  check: measureCheck,
  facts: measureFacts,
  'review-sheets': measureReviewSheets,
};
