import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../system/files.ts';
import type { Environment } from '../system/git.ts';
import { userPaths } from '../system/paths.ts';

/** What starts the daemon at login, where somebody wants that: it starts by itself whenever a hook has missed it. */
export type Unit = { readonly path: string; readonly text: string; readonly next: readonly string[] };

export type Program = {
  readonly node: string;
  readonly entry: string;
  readonly socket: string;
  readonly port: number | null;
};

const LABEL = 'dev.guardrail.daemon';

export function unitFor(platform: string, env: Environment, program: Program): Unit {
  const words = [program.node, program.entry, 'daemon', 'run', '--stay', '--socket', program.socket];
  const argv = program.port === null ? words : [...words, '--http', String(program.port)];
  return platform === 'darwin' ? launchd(env, argv) : systemd(env, argv);
}

function systemd(env: Environment, argv: readonly string[]): Unit {
  const path = join(userPaths(env).config, '..', 'systemd', 'user', 'guardrail.service');
  const body = `[Unit]
Description=guardrail: judges commits and tool calls without waiting for a process to start

[Service]
ExecStart=${argv.map(systemdWord).join(' ')}
Restart=on-failure
RestartSec=5

[Install]
WantedBy=default.target
`;
  const next = ['systemctl --user daemon-reload', 'systemctl --user enable --now guardrail.service'];
  return { path, text: signed('#', '', body), next };
}

/** systemd.service(5): C-like quoting; `%` begins a specifier and `$` a variable. */
function systemdWord(word: string): string {
  const quoted = word
    .replaceAll(/["\\]/g, '\\$&')
    .replaceAll('%', '%%')
    .replaceAll('$', () => '$$');
  return `"${quoted}"`;
}

function launchd(env: Environment, argv: readonly string[]): Unit {
  const path = join(env['HOME'] ?? '/', 'Library', 'LaunchAgents', `${LABEL}.plist`);
  const words = argv.map((word) => `    <string>${xml(word)}</string>\n`).join('');
  const body = `<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${LABEL}</string>
  <key>ProgramArguments</key>
  <array>
${words}  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
</dict>
</plist>
`;
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${signed('<!--', ' -->', body)}`;
  return { path, text, next: [`launchctl bootstrap gui/$(id -u) '${path}'`] };
}

function xml(word: string): string {
  return word.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The first lines of ours say what the rest was when we wrote it. */
function signed(open: string, close: string, body: string): string {
  return `${open} Written by guardrail daemon install; ${sha256(body)}${close}\n${body}`;
}

/** `ours` is what an install wrote, untouched; anything else stays where it is. */
export function unitState(path: string): 'absent' | 'ours' | 'changed' {
  if (!existsSync(path)) return 'absent';
  const text = readFileSync(path, 'utf8');
  const [, hash = '', body = ''] =
    /Written by guardrail daemon install; ([0-9a-f]{64})[^\n]*\n([\s\S]*)$/.exec(text) ?? [];
  return hash !== '' && sha256(body) === hash ? 'ours' : 'changed';
}
