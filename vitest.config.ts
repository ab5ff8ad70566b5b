import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, first: a long one begun at the end would be waited for by one core while the other has nothing to do. */
const LONGEST: readonly string[] = [
  'e2e/everyday',
  'e2e/coexistence',
  'anomalies/daemon',
  'anomalies/git',
  'e2e/init',
  'anomalies/input',
  'e2e/doctor',
  'anomalies/repository',
  'e2e/bypass-matrix',
  'e2e/torture-hooks',
  'e2e/watching',
  'e2e/agents',
  'e2e/watch-quiet',
  'e2e/case-parity',
  'e2e/team',
  'e2e/output',
  'e2e/daemon',
  'e2e/whose-rules',
  'e2e/spec',
  'anomalies/review',
  'e2e/ui',
  'e2e/push-torture',
  'e2e/parity',
  'e2e/hooks',
  'e2e/check',
  'e2e/review',
  'e2e/approve',
  'e2e/verify',
  'e2e/tarball',
  'gate/review/loop',
  'gate/review/failures',
  'gate/review/input',
  'facts/fuzz',
  'learn/trials',
  'learn/tuning',
  'gate/review/secrecy',
  'system/git-answers',
  'gate/risk/sign-off',
  'learn/anchors',
];

/** All of one project, then all of the other: a worker that meets a file of another project is thrown away with all it has loaded. */
function rankOf({ project, moduleId }: TestSpecification): number {
  const at = LONGEST.indexOf(relative('test', moduleId).replace(/\.test\.ts$/, ''));
  const rank = at === -1 ? LONGEST.length : at;
  return project.name === 'git' ? rank : LONGEST.length + 1 + rank;
}

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files); // by size, and what failed the last time first
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

// One process, no isolation: tests share no state and never chdir. `git` starts real programs and has real waits.
export default defineConfig({
  test: {
    pool: 'threads',
    isolate: false,
    sequence: { sequencer: LongestFirst },
    maxWorkers: Math.max(2, availableParallelism()), // the default leaves one core idle, and most of our waiting is for programs
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/anomalies/**', 'test/cases/**', 'test/agents-live/**'],
          testTimeout: 60_000, // a busy machine is no failure
        },
      },
      {
        extends: true,
        test: {
          name: 'git',
          include: ['test/e2e/**/*.test.ts', 'test/anomalies/**/*.test.ts'],
          globalSetup: ['test/helpers/kept-folder.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
