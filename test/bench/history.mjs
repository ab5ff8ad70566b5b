import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CLI } from './world.mjs';

const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** Each commit of a repository by what was known of it on its day, and whether it was mended later; read by the engine, on a clone. */
export async function judgedHistory(world, path, { openHistory, openLog, outcomesByCommit }) {
  const clone = join(world.folder, 'history');
  run('git', ['clone', '--quiet', '--no-checkout', '--shared', path, clone], world.folder, world.env);
  const said = run(process.execPath, [CLI, 'outcomes', 'sync', '--blame', '--json'], clone, world.env);
  const synced = JSON.parse(said);
  if (synced.kind !== 'synced') throw new Error(`read the history of ${path}: ${synced.why}`);
  const history = openHistory(world.env, synced.repo, { readOnly: true });
  const log = await openLog({ env: world.env, readOnly: true });
  try {
    const features = history.features(EVER);
    const commits = history.commits(EVER, outcomesByCommit(log, synced.repo));
    return commits.flatMap(({ oid, ts, weight }) => {
      const own = features.get(oid);
      return own === undefined ? [] : [{ ts, features: own, bad: weight >= 0.5 }];
    });
  } finally {
    log.close();
    history.close();
  }
}

function run(program, args, cwd, env) {
  const ran = spawnSync(program, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (ran.error) throw ran.error;
  if (ran.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${ran.status}\n${ran.stderr}`);
  return ran.stdout;
}
