import { fastest, interleave } from './measure.mjs';
import { line, ms, table } from './report.mjs';
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
  const worst = Math.max(...rows.map(({ step, growth }) => (growth === null ? 0 : growth / step)));
  // a step that costs more than its size says is not linear; a fifth is left to the noise of a busy machine
  line(
    `growth with ${what}, worst step against its size: ${worst.toFixed(2)}, at most 1.2: ${worst <= 1.2 ? 'within target' : 'over target'}`,
  );
}

function push(repository, branch) {
  repository.git('push', '--quiet', '--dry-run', 'origin', `${branch}:refs/heads/new-${branch}`);
}
