import { type Effect, widens } from './effect.ts';
import { worldEffect } from './services.ts';
import { argument, type Task } from './task.ts';

/** Lines that a task writes into a configuration, and that open what was closed. */
export function openedByLines(task: Task): readonly Effect[] {
  return LINES.test(task.module) ? linesOf(task).flatMap(opened) : [];
}

const LINES = /^(lineinfile|blockinfile|copy|replace|template|ini_file)$/;

function linesOf(task: Task): readonly string[] {
  const texts = ['line', 'block', 'content', 'replace'].flatMap((name) => (task.args.get(name) ?? '').split('\n'));
  const pair = task.module === 'ini_file' ? [`${argument(task, 'option')} ${argument(task, 'value')}`] : [];
  return argument(task, 'state') === 'absent' ? [] : [...texts, ...pair].slice(0, 2000);
}

/** A line of a configuration that opens what was closed. */
function opened(line: string): readonly Effect[] {
  const row = OPEN_LINES.find(([pattern]) => pattern.test(line));
  return row ? [row[1](line.trim().slice(0, 60))] : [];
}

type Made = (line: string) => Effect;
const OPEN_LINES: readonly (readonly [line: RegExp, made: Made])[] = [
  [
    /^\s*PermitRootLogin\s+yes/i,
    (line) =>
      widens(
        {
          type: 'sshd',
          name: 'PermitRootLogin',
          certainty: 'likely',
          because: `"${line}": root may log in with a password`,
          remedy: 'PermitRootLogin prohibit-password',
        },
        'privilege',
      ),
  ],
  [
    /^\s*PasswordAuthentication\s+yes/i,
    (line) =>
      widens(
        {
          type: 'sshd',
          name: 'PasswordAuthentication',
          certainty: 'likely',
          because: `"${line}": whoever guesses a password logs in`,
          remedy: 'PasswordAuthentication no',
        },
        'privilege',
      ),
  ],
  [
    /^\s*PermitEmptyPasswords\s+yes/i,
    (line) =>
      widens(
        {
          type: 'sshd',
          name: 'PermitEmptyPasswords',
          certainty: 'likely',
          because: `"${line}": an account without a password is open`,
          remedy: 'PermitEmptyPasswords no',
        },
        'public',
      ),
  ],
  [
    /^\s*[^#\s]+\s+ALL\s*=.*NOPASSWD:\s*ALL/i,
    (line) =>
      widens(
        {
          type: 'sudoers',
          name: line.split(/\s/)[0] ?? 'sudo',
          certainty: 'likely',
          because: 'it may run everything as root without a password',
          remedy: 'Name the commands that are needed',
        },
        'admin',
      ),
  ],
  [
    /^\s*host\w*\s+\S+\s+\S+\s+(0\.0\.0\.0\/0|::\/0|all)\s+/i,
    (line) =>
      worldEffect(
        {
          type: 'pg_hba',
          name: 'pg_hba.conf',
          certainty: 'likely',
          because: `"${line}": the database answers every address`,
        },
        '5432',
        true,
      ),
  ],
  [
    /^\s*(host|local)\w*\s.*\strust\s*$/i,
    (line) =>
      widens(
        {
          type: 'pg_hba',
          name: 'pg_hba.conf',
          certainty: 'likely',
          because: `"${line}": nobody is asked for a password`,
          remedy: 'scram-sha-256',
        },
        'public',
      ),
  ],
  [
    /^\s*(bind(-address|_ip|Ip)?|listen_addresses|network\.host)\s*[:= ]\s*['"]?(0\.0\.0\.0|\*|::)['"]?\s*$/,
    (line) =>
      worldEffect(
        {
          type: 'configuration',
          name: line.split(/[\s:=]/)[0] ?? '',
          certainty: 'possible',
          because: `"${line}": it listens on every address of the host`,
        },
        'unknown',
        true,
      ),
  ],
  [
    /^\s*protected-mode\s+no/i,
    (line) =>
      widens(
        {
          type: 'redis',
          name: 'protected-mode',
          certainty: 'likely',
          because: `"${line}": redis asks nobody for a password`,
          remedy: 'protected-mode yes',
        },
        'public',
      ),
  ],
];
