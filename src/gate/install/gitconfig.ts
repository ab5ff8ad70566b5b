import { join } from 'node:path';
import { EVENTS } from './hook-files.ts';
import type { Layout } from './layout.ts';
import type { Place } from './manifest.ts';

/** git runs hooks that its configuration names from 2.54 on; an older one ignores the section. */
export function hasConfigHooks([major, minor]: Layout['gitVersion']): boolean {
  return major > 2 || (major === 2 && minor >= 54);
}

export function includedPath(layout: Layout): string {
  return join(layout.ours, 'gitconfig');
}

/**
 * Added at the very end of `.git/config`: the last value wins, and `git config core.hooksPath`, which husky runs on every
 * `npm install`, rewrites its own line and leaves ours last.
 */
export function includeBlock(layout: Layout): string {
  return `# Written by guardrail init; guardrail uninstall takes it out.\n[include]\n\tpath = ${quoted(includedPath(layout))}\n`;
}

export function includedText(layout: Layout, place: Place, hooks: string): string {
  const path = place === 'hookspath' ? `[core]\n\thooksPath = ${quoted(hooks)}\n` : '';
  const sections = hasConfigHooks(layout.gitVersion) ? EVENTS.map((event) => configHook(event, hooks)) : [];
  return `# Written by guardrail init; guardrail uninstall takes it out.\n${path}${sections.join('')}`;
}

/** As well as the file in the hooks folder, which runs the hooks that were here before: this one runs ours alone. */
function configHook(event: string, hooks: string): string {
  const file = join(hooks, event);
  const shell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  const command = `guardrail_chained=${shell(file)} ${shell(file)}`;
  return `[hook "guardrail-${event}"]\n\tcommand = ${quoted(command)}\n\tevent = ${event}\n`;
}

/** git's own quoting: everything between double quotes, with backslash and double quote escaped. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
