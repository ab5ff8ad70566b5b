// `npm run demo`: the main job in a scratch repository that is made and removed. No account, no key, nothing of yours is read.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../dist/guardrail.mjs', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'guardrail-demo-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

const bin = join(scratch, 'bin');
const shop = join(scratch, 'shop');
const home = join(scratch, 'home');
for (const folder of [bin, shop, home]) mkdirSync(folder);
writeFileSync(join(bin, 'guardrail'), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`);
chmodSync(join(bin, 'guardrail'), 0o755);

// all that a child may know: no variable of whoever started the demo
const person = {
  PATH: [bin, dirname(process.execPath), process.env.PATH ?? '/usr/bin:/bin'].join(delimiter),
  HOME: home,
  GIT_CONFIG_NOSYSTEM: '1',
  GUARDRAIL_DAEMON: 'off', // it would outlive the scratch folder; every hook judges by itself, with the same verdict
  TERM: process.env.TERM ?? 'dumb',
  ...(process.env.NO_COLOR === undefined && process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
};
const gemini = { ...person, GEMINI_CLI: '1' };
const agent = { ...person, CLAUDECODE: '1', GUARDRAIL_ROLE: 'marketing' };

quietly(person, 'git config --global user.name Demo && git config --global user.email demo@shop.example');
quietly(person, 'git config --global init.defaultBranch main && git config --global advice.detachedHead false');
quietly(
  person,
  `git init -q --bare ${join(scratch, 'remote.git')} && git init -q && git remote add origin ../remote.git`,
);
write('infra/main.tf', 'resource "aws_db_instance" "orders" {\n  deletion_protection = true\n}\n');
write('content/home.md', '# Shop\n');
write('.github/CODEOWNERS', '/infra/ @shop/platform\n');
write(
  '.guardrail/config.yaml',
  `version: 1
repo: 01JDEM0SH0P000000000000000
extends: [recommended]
protected: [main]
roles:
  marketing:
    who: { agent: claude-code, env: { GUARDRAIL_ROLE: marketing } }
    may: { paths: ["content/**"] }
`,
);
quietly(
  person,
  'git add . && git commit -qm "Open the shop" && git push -q origin main && git remote set-head origin main',
);

chapter('A clone is guarded with one command');
show(person, 'guardrail init --yes', 0);

chapter('An agent is about to run something: what it would start is judged before it happens');
call('make report && git push --force origin main', 1);
call('git log --oneline | grep -c "push --force"', 0);
show(person, `guardrail explain --command 'X="rm -rf"; cd /tmp/../; echo ~ | xargs $X'`, 0);

chapter('An agent whose role is content/ edits the infrastructure: refused, with a way on');
write('infra/main.tf', 'resource "aws_db_instance" "orders" {\n}\n');
write('content/sale.md', '# Winter sale\n');
show(agent, 'git switch -q -c sale && git add . && git commit -m "Prepare the sale"', 1);

chapter('It follows the refusal, and the rest passes');
show(
  agent,
  'git restore --staged -- infra/main.tf && git restore infra/main.tf && git commit -m "Prepare the sale"',
  0,
);

chapter('Another agent renames the database: a plan would destroy it, and the refusal holds the block that is missing');
quietly(person, 'git switch -q -c names main');
write('infra/main.tf', 'resource "aws_db_instance" "orders_db" {\n  deletion_protection = true\n}\n');
show(gemini, 'git add . && git commit -m "Call the database by its name"', 1);
write(
  'infra/main.tf',
  'resource "aws_db_instance" "orders_db" {\n  deletion_protection = true\n}\n\nmoved {\n  from = aws_db_instance.orders\n  to   = aws_db_instance.orders_db\n}\n',
);
show(gemini, 'git add . && git commit -m "Call the database by its name"', 0);

chapter('Two branches are pushed; one was made in a clone that nobody guards. Only its commits are named');
quietly(
  person,
  `git clone -q ../remote.git ../unguarded && cd ../unguarded && git switch -q -c cleanup && git rm -q .github/CODEOWNERS &&
  git commit -qm "Tidy up

Co-Authored-By: Claude <noreply@anthropic.com>" && cd ../shop && git fetch -q ../unguarded cleanup:cleanup`,
);
const push = show(person, 'git push origin sale cleanup', 1);

const [id] = /r-[0-9a-z]{7}/.exec(push) ?? [];
if (id === undefined) fail('the push was refused without a reason to approve');
chapter('A person at a terminal approves exactly that, with a reason and an end');
showAtTerminal(`guardrail approve ${id} --because "the owners move to another file today" --for 2h`, 'approve\n');
show(person, 'git push origin sale cleanup', 0);

chapter(
  'An error that lets everybody in: nothing is destroyed, so the commit passes. What is pushed is reviewed first',
);
quietly(person, 'git switch -q -c access main');
write('src/access.ts', access('return true;'));
show(gemini, 'git add . && git commit -m "Do not stop readers when the policy service is down"', 0);
const held = show(gemini, 'git push origin access', 1);
const [loop] = /l-[0-9a-f]{8}/.exec(held) ?? [];
if (loop === undefined) fail('the push was refused without a review');

chapter(
  'It settles the finding, and the next round sees that it is gone; no model of another vendor was asked, and that is said',
);
write('src/access.ts', access('throw new Error(`ask whether ${user} may read ${file}`, { cause: error });', 'error'));
show(gemini, 'git add . && git commit -m "Say so when nobody can be asked" && git push origin access', 0);

chapter('What was remembered');
show(person, 'guardrail stats', 0);
show(person, 'guardrail log verify', 0);
show(person, `guardrail log replay ${loop}`, 0);

chapter('Was it right? A person says so; how far a rule can be trusted is said with its count, or what is missing');
show(person, `guardrail label ${id} right --because "it is a gate"`, 0);
show(person, 'guardrail stats --by rule', 0);
console.log('\nThe scratch repository is removed again. In yours: npx guardrail init');

/** Who may read a file, and what happens where nobody can tell. */
function access(otherwise, caught) {
  return `declare const policy: { check(user: string, file: string): Promise<{ allowed: boolean }> };

export async function mayRead(user: string, file: string): Promise<boolean> {
  try {
    return (await policy.check(user, file)).allowed;
  } catch${caught === undefined ? '' : ` (${caught})`} {
    ${otherwise}
  }
}
`;
}

function chapter(title) {
  console.log(`\n== ${title}\n`);
}

function write(path, text) {
  mkdirSync(dirname(join(shop, path)), { recursive: true });
  writeFileSync(join(shop, path), text);
}

function quietly(env, command) {
  const ran = run(env, command);
  if (ran.status !== 0) fail(`${command}\n${ran.stdout}${ran.stderr}`);
}

/** Shows a command and all it prints; the demo fails when it ends otherwise than the story says. */
function show(env, command, expected) {
  console.log(`${env === person ? '' : 'agent '}$ ${command}`);
  const ran = run(env, `${command} 2>&1`);
  console.log(ran.stdout.replace(/^/gm, '  ').trimEnd());
  if ((ran.status === 0) !== (expected === 0)) fail(`expected exit ${expected}, got ${ran.status}`);
  return ran.stdout;
}

/** As an agent's settings call it: the tool call on standard input, the answer on standard output. */
function call(command, expected) {
  const asked = { v: 1, event: 'before-tool', session: 'demo', cwd: shop, tool: 'command', command };
  write('../call.json', JSON.stringify(asked));
  console.log(`agent wants to run: ${command}`);
  const ran = run(agent, 'guardrail agent generic < ../call.json 2>&1');
  const { decision, reason } = JSON.parse(ran.stdout);
  console.log(`  ${decision}${reason === '' ? '' : `\n${reason.replace(/^/gm, '  ')}`}`);
  if ((ran.status === 0) !== (expected === 0)) fail(`expected exit ${expected}, got ${ran.status}`);
}

/** An approval needs a person at a terminal: script(1) gives it a real one, and the answer is typed into it. */
function showAtTerminal(command, typed) {
  console.log(`$ ${command}`);
  const words =
    process.platform === 'darwin' ? ['-q', '/dev/null', 'sh', '-c', command] : ['-qec', command, '/dev/null'];
  const ran = spawnSync('script', words, { cwd: shop, env: person, encoding: 'utf8', input: typed, timeout: 60_000 });
  console.log(`${ran.stdout ?? ''}`.replaceAll('\r', '').replace(/^/gm, '  ').trimEnd());
  if (ran.status !== 0) fail(`the approval ended with ${ran.status}: ${ran.error?.message ?? ran.stderr}`);
}

function run(env, command) {
  return spawnSync('sh', ['-c', command], { cwd: shop, env, encoding: 'utf8', timeout: 60_000 });
}

function fail(why) {
  console.error(`demo: ${why}`);
  process.exit(1);
}
