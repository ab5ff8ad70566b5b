import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { figure, line, ms, ratio, table } from './report.mjs';

const CLI = fileURLToPath(new URL('../../dist/guardrail.cjs', import.meta.url));
const ROWS = ['everyday', 'destructive'].map((name) =>
  fileURLToPath(new URL(`../commands/rows/${name}.jsonl`, import.meta.url)),
);
const PEER = 'cc-safety-net@2.4.5';

/**
 * The decision itself, in one warm process: our rows, or those of GUARDRAIL_BENCH_COMMANDS (a .jsonl of {command, expected}). The peer is
 * asked the same in a process of its own.
 */
export async function measureCommands(world) {
  const file = join(world.folder, 'commands.jsonl');
  const given = process.env['GUARDRAIL_BENCH_COMMANDS'];
  writeFileSync(
    file,
    (given === undefined ? ROWS : [resolve(given)]).map((one) => readFileSync(one, 'utf8').trim()).join('\n'),
  );
  const ours = askOurs(world, file);
  const peer = askPeer(world, file);
  const rows = [['guardrail', ours], ...(peer === null ? [] : [['cc-safety-net', peer]])];
  table([
    ['one decision', 'p50', 'p99', 'longest', 'to the peer', 'as expected'],
    ...rows.map(([name, { times, agree }]) => [
      name,
      ms(at(times, 0.5)),
      ms(at(times, 0.99)),
      ms(at(times, 1)),
      peer === null ? '-' : ratio(at(times, 0.5), at(peer.times, 0.5)),
      `${agree} of ${times.length}`,
    ]),
  ]);
  figure('decision, p50', at(ours.times, 0.5), 0.5, ' ms');
  figure('decision, p99', at(ours.times, 0.99), 5, ' ms');
}

function askOurs(world, file) {
  const ran = spawnSync(process.execPath, [CLI, 'policy', 'test', file, '--json'], {
    cwd: world.folder,
    env: world.env,
    maxBuffer: 1 << 28,
  });
  const { cases } = JSON.parse(ran.stdout.toString());
  const agree = cases.filter(
    ({ expected, got }) => (expected === 'block') === (got === 'ask' || got === 'deny'),
  ).length;
  return { times: cases.map((one) => one.ms).sort((a, b) => a - b), agree };
}

/** Null where there is no registry. */
function askPeer(world, file) {
  const folder = join(world.folder, 'peer');
  mkdirSync(join(folder, 'home'), { recursive: true });
  const env = { ...process.env, HOME: join(folder, 'home') };
  const installed = spawnSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder, PEER],
    { env },
  );
  if (installed.status !== 0) {
    line(`not compared: npm could not install ${PEER}`);
    return null;
  }
  writeFileSync(join(folder, 'ask.mjs'), ASK);
  const ran = spawnSync(process.execPath, [join(folder, 'ask.mjs'), file, folder], {
    env: world.env,
    maxBuffer: 1 << 28,
  });
  const { times, agree } = JSON.parse(ran.stdout.toString());
  return { times: times.sort((a, b) => a - b), agree };
}

const ASK = `
import { readFileSync } from 'node:fs';
import { checkCommand } from 'cc-safety-net/api';
const [, , file, cwd] = process.argv;
const rows = readFileSync(file, 'utf8').trim().split('\\n').map((line) => JSON.parse(line));
let agree = 0;
const times = rows.map(({ command, expected }) => {
  const started = performance.now();
  const { kind } = checkCommand({ command, cwd });
  if ((expected === 'block') === (kind === 'deny')) agree += 1;
  return performance.now() - started;
});
process.stdout.write(JSON.stringify({ times, agree }));
`;

function at(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
