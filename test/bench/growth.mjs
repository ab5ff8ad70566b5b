import { fastest, interleave } from './measure.mjs';
import { figure, ms, table } from './report.mjs';
import { branchStream } from './world.mjs';

const ROUNDS = 5;

/** What a push costs as it grows. `--dry-run` runs the hook and sends nothing, so it can be asked again. */
export function measureGrowth(world) {
  const repository = world.newRepository('growth', 10_000);
  repository.guard();
  repository.clone('growth.git');
  repository.git('remote', 'add', 'origin', '../growth.git');
  repository.git('fetch', '--quiet', 'origin');
  grow(repository, 'commits', [10, 20, 40, 80], (commits) => ({ commits, files: 5 }));
  grow(repository, 'files', [100, 1_000, 10_000], (files) => ({ commits: 1, files }));
}

function grow(repository, what, sizes, sizeOf) {
  const variants = sizes.map((size) => {
    const { commits, files } = sizeOf(size);
    const branch = `${what}-${size}`;
    repository.imported(branchStream(branch, 'refs/heads/main', commits, files));
    return { name: String(size), run: () => push(repository, branch) };
  });
  const times = interleave(ROUNDS, [{ name: 'nothing', run: () => push(repository, 'main') }, ...variants], fastest);
  const rows = sizes.map((size, step) => {
    const before = sizes[step - 1];
    const own = times[size] - times.nothing;
    const growth = before === undefined ? null : own / (times[before] - times.nothing);
    return { size, time: times[size], own, step: before === undefined ? null : size / before, growth };
  });
  table([
    [what, 'git push --dry-run', 'above an empty push', 'per one', 'grew', 'for'],
    ...rows.map(({ size, time, own, step, growth }) => [
      String(size),
      ms(time),
      ms(own),
      ms(own / size),
      growth === null ? '' : `${growth.toFixed(1)}x`,
      step === null ? '' : `${step}x`,
    ]),
  ]);
  const perOne = rows.map(({ own, size }) => own / size);
  const steepness = (perOne.at(-1) ?? 0) / Math.max(...perOne.slice(0, -1));
  // growth with the square of the size would make one cost 2 or 10 times as much at the last step; half is left to noise
  figure(`growth with ${what}, one at the largest size to one before`, steepness, 1.5, 'x');
}

function push(repository, branch) {
  repository.git('push', '--quiet', '--dry-run', 'origin', `${branch}:refs/heads/new-${branch}`);
}
