import { interleave } from './measure.mjs';
import { ms, ratio, table } from './report.mjs';
import { branchStream } from './world.mjs';

const ROUNDS = 5;
const REFS = 500;

/** `git push` to a bare repository beside it: one branch of 20 commits, and 500 branches of one commit each. */
export function measurePush(world) {
  const bare = pushing(world, 'push-bare', false);
  const guarded = pushing(world, 'push-guarded', true);
  const times = interleave(ROUNDS, [
    onePush('bare, 1 ref, 20 commits', bare, 'topic'),
    onePush('guardrail, 1 ref, 20 commits', guarded, 'topic'),
    onePush('bare, 500 refs', bare, 'many/*'),
    onePush('guardrail, 500 refs', guarded, 'many/*'),
  ]);
  const baselineOf = (name) => times[name.replace('guardrail', 'bare')];
  table([
    ['git push', 'median', 'to bare', 'added'],
    ...Object.entries(times).map(([name, time]) => [
      name,
      ms(time),
      ratio(time, baselineOf(name)),
      ms(time - baselineOf(name)),
    ]),
  ]);
}

function pushing(world, name, isGuarded) {
  const repository = world.newRepository(name, 100);
  if (isGuarded) repository.guard();
  repository.clone(`${name}.git`);
  repository.git('remote', 'add', 'origin', `../${name}.git`);
  repository.git('fetch', '--quiet', 'origin');
  repository.imported(branchStream('topic', 'refs/heads/main', 20, 5));
  const many = Array.from({ length: REFS }, (_, i) => branchStream(`many/b${i}`, 'refs/heads/main', 1, 1));
  repository.imported(many.join(''));
  return repository;
}

function onePush(name, repository, refs) {
  const forget = () => {
    for (const [place, prefix] of [
      [`--git-dir=../${repository.root.split('/').at(-1)}.git`, 'refs/heads/'],
      ['--git-dir=.git', 'refs/remotes/origin/'],
    ]) {
      const found = repository.git(place, 'for-each-ref', '--format=delete %(refname)', prefix + refs.split('/')[0]);
      if (found !== '') repository.run('git', [place, 'update-ref', '--stdin'], { input: `${found}\n` });
    }
  };
  return {
    name,
    prepare: forget,
    run: () => repository.git('push', '--quiet', 'origin', `refs/heads/${refs}:refs/heads/${refs}`),
  };
}
