// `npm run test:nodes`: the packed tarball under each Node we promise, installed with install scripts blocked, with an empty
// HOME and no compiler in sight: a clone is guarded, a forbidden commit refused, and the log has both verdicts.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const versions = process.argv.length > 2 ? process.argv.slice(2) : ['20', '22', '24', '26'];
const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const scratch = mkdtempSync(join(tmpdir(), 'guardrail-nodes-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

const npmHome = process.env.HOME ?? scratch; // only the download of npm packages knows this user's npm, proxy and certificate settings
must('npm', ['pack', '--silent', '--pack-destination', scratch], root, npmEnv(process.execPath));
const tarball = join(scratch, readdirSync(scratch).find((name) => name.endsWith('.tgz')) ?? '');
let passed = 0;

for (const version of versions) {
  const node = nodeOf(version);
  const folder = join(scratch, `node-${version}`);
  const home = join(folder, 'home');
  const repo = join(folder, 'repo');
  const tools = join(folder, 'tools');
  for (const each of [home, repo, tools]) mkdirSync(each, { recursive: true });
  // installed by this very Node, so that npm chooses the optional packages that fit it; PATH without cc, make or python
  writeFileSync(join(repo, 'package.json'), '{ "private": true }\n');
  const npmCli = join(dirname(dirname(process.execPath)), 'lib/node_modules/npm/bin/npm-cli.js');
  must(node, [npmCli, 'install', '--ignore-scripts', '--no-audit', '--no-fund', tarball], repo, npmEnv(node));

  const env = { PATH: `${dirname(node)}:/usr/bin:/bin`, HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
  const git = (...args) => must('git', args, repo, env);
  writeFileSync(join(repo, '.gitignore'), 'node_modules/\n');
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Demo');
  git('config', 'user.email', 'demo@shop.example');
  const cli = join(repo, 'node_modules/.bin/guardrail');
  must(cli, ['init', '--yes'], repo, env);
  git('add', '.');
  git('commit', '--quiet', '--message', 'Begin');
  writeFileSync(
    join(repo, 'id_rsa'),
    `-----BEGIN RSA ${'PRIVATE'} KEY-----\nMIIEpAIBAAKCAQEA04up8hoqzS\n-----END RSA ${'PRIVATE'} KEY-----\n`,
  );
  git('add', 'id_rsa');
  rmSync(join(repo, 'node_modules'), { recursive: true, force: true }); // the hooks must not need it
  const refused = run('git', ['commit', '--quiet', '--message', 'Keys'], repo, { ...env, CLAUDECODE: '1' });
  if (refused.status === 0) fail(`Node ${version}: a private key was committed`);
  const engine = join(home, '.local/share/guardrail/engines');
  const [copied = ''] = readdirSync(engine).filter((name) => name !== 'compiled');
  const copy = join(engine, copied, 'guardrail.mjs');
  const verified = must(node, [copy, 'log', 'verify'], repo, env).trim();
  const verdicts = JSON.parse(must(node, [copy, 'log', '--json'], repo, env));
  const { rows } = JSON.parse(run(node, [copy, 'doctor', '--json'], repo, env).stdout);
  const driver = rows.find((row) => row.name === 'database driver')?.detail ?? 'no driver';
  const count = JSON.stringify(verdicts).match(/"level"/g)?.length ?? 0;
  if (count < 2) fail(`Node ${version}: the log holds ${count} verdicts`);
  console.log(`ok   Node ${must(node, ['--version'], repo, env).trim()} logs with ${driver}; ${verified}`);
  passed += 1;
}
console.log(`${passed} passed, ${versions.length - passed} failed`);

/** This Node, or one from the npm registry: the binary comes as an ordinary package. */
function nodeOf(version) {
  if (process.versions.node.startsWith(`${version}.`)) return process.execPath;
  const folder = join(scratch, `get-${version}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  must(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', `node-${platform}@${version}`],
    folder,
    npmEnv(process.execPath),
  );
  return join(folder, 'node_modules', `node-${platform}`, 'bin/node');
}

function npmEnv(node) {
  const network = Object.entries(process.env).filter(([name]) =>
    /^(npm_config_|https?_proxy$|no_proxy$|SSL_CERT|NODE_EXTRA_CA)/i.test(name),
  );
  return { ...Object.fromEntries(network), PATH: `${dirname(node)}:/usr/local/bin:/usr/bin:/bin`, HOME: npmHome };
}

function run(program, args, cwd, env) {
  return spawnSync(program, args, { cwd, env, encoding: 'utf8', timeout: 300_000, maxBuffer: 64 << 20 });
}

function must(program, args, cwd, env) {
  const ran = run(program, args, cwd, env);
  if (ran.status !== 0)
    fail(`${program} ${args.join(' ')}: ${ran.error?.message ?? `exit ${ran.status}`}\n${ran.stdout}${ran.stderr}`);
  return ran.stdout;
}

function fail(why) {
  console.error(`not ok ${why}`);
  process.exit(1);
}
