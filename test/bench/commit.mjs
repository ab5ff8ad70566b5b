import { existsSync } from 'node:fs';
import { interleave } from './measure.mjs';
import { figure, ms, ratio, table } from './report.mjs';

const ROUNDS = 15;
const FILES = 300;

/** `git commit`, whole: what somebody waits for at the prompt. */
export function measureCommit(world) {
  const bare = world.newRepository('commit-bare', FILES);
  const husky = withHusky(world.newRepository('commit-husky', FILES));
  const guarded = world.newRepository('commit-guarded', FILES);
  guarded.guard();
  const branch = withBranch(guarded);
  const commit = (name, repository, files) => ({
    name,
    prepare: (round) => repository.stage(files, `${name.length}${round}`),
    run: () => repository.git('commit', '--quiet', '--message', 'work'),
  });
  const times = interleave(ROUNDS, [
    commit('bare', bare, 1),
    commit('husky', husky, 1),
    commit('guardrail', guarded, 1),
    commit('branch', branch, 1),
    commit('bare 100', bare, 100),
    commit('guardrail 100', guarded, 100),
  ]);
  table([
    ['git commit', 'median', 'to bare', 'to husky no-op'],
    ...[
      ['1 file, no hook', 'bare'],
      ['1 file, husky no-op', 'husky'],
      ['1 file, guardrail', 'guardrail'],
      ['1 file, guardrail, on a branch of a clone', 'branch'],
      ['100 files, no hook', 'bare 100'],
      ['100 files, guardrail', 'guardrail 100'],
    ].map(([says, name]) => [says, ms(times[name]), ratio(times[name], times.bare), ratio(times[name], times.husky)]),
  ]);
  figure('guardrail, in husky no-ops', times.guardrail / times.husky, 3.5, 'x');
  const own = times['bare 100'] - times.bare; // git itself takes longer for more files
  figure('100 files to 1, less what git itself adds', (times['guardrail 100'] - own) / times.guardrail, 1.5, 'x');
}

/** Husky as its own `init` leaves it, with a hook that does nothing. */
export function withHusky(repository) {
  const husky = new URL('../../node_modules/husky/index.js', import.meta.url).href;
  repository.run(process.execPath, ['--input-type=module', '-e', `(await import('${husky}')).default()`]);
  repository.write('.husky/pre-commit', 'exit 0\n');
  if (!existsSync(`${repository.root}/.husky/_/pre-commit`)) throw new Error('husky wrote no hooks');
  repository.git('add', '--all');
  repository.git('commit', '--quiet', '--message', 'husky');
  return repository;
}

/** The everyday case of a team: two readings of the rules, the branch's and the one last fetched. */
function withBranch(guarded) {
  const clone = guarded.clone('commit-branch');
  clone.git('switch', '--quiet', '--create', 'topic');
  clone.git('commit', '--quiet', '--allow-empty', '--message', 'begin');
  clone.guard();
  return clone;
}
