import { readAnchored } from '../log/anchors.ts';
import { busiestRepositories, readCalibrationRows } from '../log/calibration.ts';
import { openHistory } from '../log/history.ts';
import type { Rows } from '../log/open.ts';
import { outcomesByCommit, outcomesOf } from '../log/outcomes.ts';
import { readPairs } from '../log/said.ts';
import type { Span } from '../log/statements.ts';
import { readTrials } from '../log/trials.ts';
import { readTurned } from '../log/tuned.ts';
import type { Calibration } from '../model/calibration.ts';
import type { CalibrationRows } from '../model/calibration-rows.ts';
import type { PastCommit } from '../model/outcome.ts';
import type { Proposal } from '../model/tuning.ts';
import { calibrationOf } from '../stats/calibration.ts';
import { everAsked } from '../stats/ever-asked.ts';
import { seeded } from '../stats/random.ts';
import type { Environment } from '../system/git.ts';

/** Of all repositories of a user, those that judged most: each has a history of its own to read. */
const MOST_REPOSITORIES = 10;
/** What chance would show is drawn: the same log says the same twice. */
const SEED = 20_260_115;
/** A commit of before says nothing that one of these does not. */
const WEIGHED_MS = 3 * 365 * 86_400_000;

/** What can be trusted, and how far. Proposals need the rules in force, which are a repository's affair: whoever has one brings them. */
export function readCalibration(
  log: Rows,
  env: Environment,
  span: Span,
  proposals: readonly Proposal[] = [],
): Calibration {
  return calibrationOf(readRows(log, env, span, proposals), seeded(SEED));
}

export function readRows(
  log: Rows,
  env: Environment,
  span: Span,
  proposals: readonly Proposal[] = [],
): CalibrationRows {
  const repos = span.repo === null ? busiestRepositories(log, span, MOST_REPOSITORIES) : [span.repo];
  const rows = readCalibrationRows(log, span);
  return {
    ...span,
    ...rows,
    statements: everAsked(rows.statements, span.now),
    trials: readTrials(log, span),
    said: readPairs(log, span),
    commits: repos.flatMap((repo) => commitsOf(log, env, { repo, now: span.now })),
    outcomes: repos
      .flatMap((repo) => outcomesOf(log, repo))
      .filter(({ withdrawn, weight, ts }) => !withdrawn && weight > 0 && ts >= span.from && ts <= span.now),
    tuned: readTurned(log, span),
    proposals,
    anchored: readAnchored(log),
  };
}

/** Nothing where its history was never read: guardrail outcomes sync. */
function commitsOf(
  log: Rows,
  env: Environment,
  { repo, now }: { readonly repo: string; readonly now: number },
): readonly PastCommit[] {
  const history = openHistory(env, repo, { readOnly: true });
  try {
    return history.commits({ from: now - WEIGHED_MS, to: now }, outcomesByCommit(log, repo));
  } finally {
    history.close();
  }
}
