import type { Check } from './check.ts';
import { checkDaemon } from './daemon.ts';
import { checkDrill } from './drill.ts';
import { checkDriver, checkEngine, checkNode, checkVersion } from './engine.ts';
import { checkChain, checkConfigHooks, checkHooks, checkHooksPath, checkSubmodules } from './hooks.ts';
import { checkHome, checkLog, checkMarker } from './log.ts';
import { checkReviews } from './reviews.ts';
import { checkRules } from './rules.ts';

/** In the order a person mends things. */
export const checks: readonly Check[] = [
  checkHooks,
  checkHooksPath,
  checkConfigHooks,
  checkChain,
  checkSubmodules,
  checkEngine,
  checkVersion,
  checkNode,
  checkDriver,
  checkDaemon,
  checkHome,
  checkLog,
  checkMarker,
  checkRules,
  checkReviews,
  checkDrill,
];
