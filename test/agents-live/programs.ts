import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Packages of the registry, and how the tests call them. Claude Code twice: one version that knows `onFailure`, one that does not. */
const PACKAGES = {
  'claude-code': '@anthropic-ai/claude-code@2.1.329',
  'claude-code before onFailure': '@anthropic-ai/claude-code@2.1.197',
  codex: '@openai/codex@0.169.0',
  'gemini-cli': '@google/gemini-cli@0.61.0',
  copilot: '@github/copilot@1.0.102',
  opencode: 'opencode-ai@1.18.33',
} as const;
export type Name = keyof typeof PACKAGES;
export const NAMES = Object.keys(PACKAGES) as readonly Name[];

/** Not below /tmp, where Codex wants no home; kept between runs, since together they weigh over a gigabyte. */
export const CACHE: string = process.env['GUARDRAIL_AGENTS_CACHE'] ?? join(homedir(), '.cache', 'guardrail-agents');

/** Folder of programs to put first in PATH; null where it could not be installed, with the reason on the screen. */
export function install(name: Name): string | null {
  const wanted = PACKAGES[name];
  const folder = join(CACHE, wanted.replaceAll(/[@/]/g, '_'));
  const bin = join(folder, 'node_modules', '.bin');
  if (existsSync(join(folder, 'done'))) return bin;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  const { status, stderr } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--silent', wanted], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (status !== 0) {
    console.warn(`could not install ${wanted}: ${stderr.slice(0, 300)}`);
    return null;
  }
  writeFileSync(join(folder, 'done'), readFileSync(join(folder, 'package.json')));
  return bin;
}

export function pathWith(bin: string): string {
  return [bin, process.env['PATH'] ?? ''].join(delimiter);
}
