// Runs a program as the child of nobody: `node test/alone.mjs PROGRAM ARGS...`
//
// guardrail reads its own ancestry to see whether an agent started git. A suite or a demo that an agent starts would find
// that agent above every "human" in it. So the program is started by a shell that ends at once: its parent is then init.
// No flag of guardrail is involved: this is the same thing a person does who opens a terminal of their own.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = mkdtempSync(join(tmpdir(), 'guardrail-alone-'));
const [program, ...args] = process.argv.slice(2);
const quoted = [program, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
// the inner shell writes the exit code when the program has ended; the outer one does not wait for it
const script = `( ${quoted} <&3; echo $? >"$0/code" ) 3<&0 & echo $! >"$0/pid"`;
const launcher = spawn('sh', ['-c', script, folder], { stdio: 'inherit', detached: true, env: process.env });
await new Promise((resolve) => launcher.on('exit', resolve));

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(128 + constants.signals[signal]));
for (let code = ''; ; await sleep(50)) {
  code = read('code');
  if (code !== '') end(Number(code));
  if (!isAlive(Number(read('pid')))) end(Number(read('code') || 1));
}

function read(name) {
  try {
    return readFileSync(join(folder, name), 'utf8').trim();
  } catch {
    return ''; // not written yet
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function end(code) {
  const group = launcher.pid; // `detached` made the launcher the leader of a group that its children stay in
  if (isAlive(Number(read('pid'))) && group !== undefined) process.kill(-group, 'SIGTERM');
  rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}
