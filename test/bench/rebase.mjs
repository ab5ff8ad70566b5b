import { interleave } from './measure.mjs';
import { line, ms, ratio, table } from './report.mjs';
import { branchStream } from './world.mjs';

const PICKS = 40;
const ROUNDS = 5;

/** git runs hooks for every commit that a rebase copies; those that were judged are not judged again before the push. */
export function measureRebase(world) {
  const bare = world.newRepository('rebase-bare', 60);
  const guarded = world.newRepository('rebase-guarded', 60);
  guarded.guard();
  const variants = [
    ['bare', bare],
    ['guardrail', guarded],
  ].map(([name, repository]) => {
    repository.imported(branchStream('topic', 'refs/heads/main', PICKS, 2));
    repository.write('README.md', 'main moves on\n');
    repository.git('add', '--all');
    repository.git('commit', '--quiet', '--message', 'main moves on');
    return {
      name,
      prepare: () => repository.git('checkout', '--quiet', '--force', '-B', 'work', 'topic'),
      run: () => repository.git('rebase', '--quiet', 'main'),
    };
  });
  const times = interleave(ROUNDS, variants);
  table([
    [`git rebase, ${PICKS} picks`, 'median', 'per pick', 'to bare'],
    ...Object.entries(times).map(([name, time]) => [name, ms(time), ms(time / PICKS), ratio(time, times.bare)]),
  ]);
  line(`guardrail adds ${ms((times.guardrail - times.bare) / PICKS)} to a pick`);
}
