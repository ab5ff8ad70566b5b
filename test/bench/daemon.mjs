import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withHusky } from './commit.mjs';
import { interleave, median } from './measure.mjs';
import { figure, line, ms, ratio, table } from './report.mjs';

const ROUNDS = 40;
const FILES = 300;
const ON = { GUARDRAIL_DAEMON: 'on' };
const PEERS = ['lefthook@2.2.2', 'cc-safety-net@2.4.5'];

/** What somebody waits for at the prompt, and an agent at each of its calls, while the daemon runs. */
export async function measureDaemon(world) {
  const peers = installPeers(world);
  const guarded = world.newRepository('daemon-guarded', FILES);
  guarded.guard();
  const name = /^engine='(.*)\/guardrail\.cjs'$/m.exec(
    readFileSync(join(guarded.root, '.git/hooks/guardrail.env'), 'utf8'),
  )[1];
  const daemon = (...words) =>
    guarded.run(process.execPath, [join(name, 'guardrail.cjs'), 'daemon', ...words], { more: ON, mayFail: true });
  daemon('start', '--port', '0');
  const status = () => JSON.parse(daemon('status', '--json').stdout.toString());
  try {
    measureCommits(world, guarded, peers);
    await measureCalls(world, guarded, peers, status());
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    const { rss, pid } = status();
    const before = ticksOf(pid);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    figure('memory of the daemon after this, idle', rss / (1 << 20), 80, ' MB');
    figure('processor it takes while nobody asks', ((ticksOf(pid) - before) / 500) * 100, 1, ' %');
  } finally {
    daemon('stop');
  }
}

function measureCommits(world, guarded, peers) {
  const bare = world.newRepository('daemon-bare', FILES);
  const husky = withHusky(world.newRepository('daemon-husky', FILES));
  const lefthook = peers === null ? null : withLefthook(world.newRepository('daemon-lefthook', FILES), peers);
  const commit = (name, repository, more = {}) => ({
    name,
    prepare: (round) => repository.stage(1, `${name}${round}`),
    run: () => repository.run('git', ['commit', '--quiet', '--message', 'work'], { more }),
  });
  const times = interleave(ROUNDS, [
    commit('bare', bare),
    commit('husky', husky),
    ...(lefthook === null ? [] : [commit('lefthook', lefthook, peers.env)]),
    commit('daemon', guarded, ON),
    commit('alone', guarded),
  ]);
  const rows = [
    ['no hook', 'bare'],
    ['husky no-op', 'husky'],
    ['lefthook no-op', 'lefthook'],
    ['guardrail, daemon', 'daemon'],
    ['guardrail, no daemon', 'alone'],
  ].filter(([, name]) => times[name] !== undefined);
  const added = (name) => times[name] - times.bare;
  table([
    ['git commit', 'median', 'added', 'to bare', 'added, to lefthook'],
    ...rows.map(([says, name]) => [
      says,
      ms(times[name]),
      ms(added(name)),
      ratio(times[name], times.bare),
      times.lefthook === undefined ? '-' : ratio(added(name), added('lefthook')),
    ]),
  ]);
  if (times.lefthook !== undefined)
    figure('added by the daemon, in lefthook no-ops', added('daemon') / added('lefthook'), 1, 'x');
}

async function measureCalls(world, guarded, peers, status) {
  const payload = JSON.stringify({
    session_id: 's',
    cwd: guarded.root,
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command: 'git status && ls -la src' },
    tool_use_id: 'toolu_1',
  });
  const shim = await installShim(world);
  const call = (name, client, more) => ({
    name,
    prepare: () => setClient(shim, client),
    run: () => guarded.run('sh', [shim, 'claude-code', 'PreToolUse'], { input: payload, more }),
  });
  const clients = ['nc', 'curl'].filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0);
  const safety = peers === null ? [] : [join(peers.folder, 'node_modules/cc-safety-net/dist/bin/cc-safety-net.js')];
  const times = interleave(ROUNDS, [
    { name: 'sh', run: () => guarded.run('sh', ['-c', 'cat >/dev/null'], { input: payload }) },
    ...clients.map((client) => call(client, client, ON)),
    call('node', 'nc', {}),
    ...safety.map((file) => ({
      name: 'cc-safety-net',
      run: () => guarded.run(process.execPath, [file, 'hook', '--claude-code'], { input: payload, mayFail: true }),
    })),
  ]);
  const http = status.port === null ? null : await measureHttp(world, status.port, payload);
  const rows = [...Object.entries(times), ...(http === null ? [] : [['HTTP', http]])];
  const beside = times['cc-safety-net'] ?? times.node;
  table([
    ["an agent's hook", 'median', times['cc-safety-net'] === undefined ? 'to node' : 'to cc-safety-net'],
    ...rows.map(([name, time]) => [name, ms(time), ratio(time, beside)]),
  ]);
  if (times.nc !== undefined) figure('hook through nc', times.nc, 8, ' ms');
  if (times.curl !== undefined) figure('hook through curl', times.curl, 15, ' ms');
  if (http !== null) figure('hook by HTTP', http, 2, ' ms');
}

/** As an agent does it: one connection that stays open. */
async function measureHttp(world, port, payload) {
  const [token] = readFileSync(join(world.env.XDG_STATE_HOME, 'guardrail/http-token'), 'utf8').split('\n');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times = [];
  for (let round = 0; round <= 100; round += 1) {
    const started = performance.now();
    await new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const asked = request(
        { host: '127.0.0.1', port, method: 'POST', path: '/v1/hook/claude-code', headers, agent },
        (answer) => {
          if (answer.statusCode !== 200) reject(new Error(`HTTP ${answer.statusCode}`));
          answer.resume().once('end', resolve);
        },
      );
      asked.once('error', reject);
      asked.end(payload);
    });
    if (round > 5) times.push(performance.now() - started);
  }
  agent.destroy();
  return median(times);
}

async function installShim(world) {
  const { installAgentShim } = await world.load('src/gate/install/agent-shim.ts');
  return await installAgentShim(world.env, fileURLToPath(new URL('../../dist', import.meta.url)));
}

function setClient(shim, client) {
  const file = join(shim, '..', 'agent.env');
  const text = readFileSync(file, 'utf8');
  const program = spawnSync('sh', ['-c', `command -v ${client}`])
    .stdout.toString()
    .trim();
  writeFileSync(
    file,
    text.replace(/^client=.*$/m, `client=${client}`).replace(/^program=.*$/m, `program='${program}'`),
  );
}

/** Outside of our dependencies, and with a home of their own. Null where there is no registry. */
function installPeers(world) {
  const folder = join(world.folder, 'peers');
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const env = { ...process.env, HOME: home };
  const ran = spawnSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder, ...PEERS],
    { env },
  );
  if (ran.status !== 0) {
    line(`not compared: npm could not install ${PEERS.join(' and ')}`);
    return null;
  }
  const bin = [`lefthook-${process.platform}-${process.arch}`]
    .map((one) => join(folder, 'node_modules', one, 'bin'))
    .find(existsSync);
  const path = [...(bin === undefined ? [join(folder, 'node_modules/.bin')] : [bin]), world.env.PATH].join(':');
  return { folder, env: { PATH: path } };
}

/** The Go program itself, found in PATH: what its npm wrapper costs is not held against it. */
function withLefthook(repository, { env }) {
  repository.write('lefthook.yml', 'output: false\npre-commit:\n  commands:\n    nothing:\n      run: "true"\n');
  repository.run('lefthook', ['install', '--force'], { more: env });
  repository.git('add', '--all');
  repository.run('git', ['commit', '--quiet', '--message', 'lefthook'], { more: env });
  if (!existsSync(join(repository.root, '.git/hooks/pre-commit'))) throw new Error('lefthook wrote no hooks');
  return repository;
}

/** Hundredths of a second of processor time. */
function ticksOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
