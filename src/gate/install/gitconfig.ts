import { join, relative } from 'node:path';
import { EVENTS } from './hook-files.ts';
import type { Layout } from './layout.ts';
import type { Place } from './manifest.ts';

const SIGNED = '# Written by guardrail init; guardrail uninstall takes it out.\n';
const INCLUDED = 'gitconfig';
const LINKED = 'gitconfig-linked';

/** git runs hooks that its configuration names from 2.54 on; an older one ignores the section. */
export function hasConfigHooks([major, minor]: Layout['gitVersion']): boolean {
  return major > 2 || (major === 2 && minor >= 54);
}

/**
 * Added at the very end of `.git/config`: the last value wins, and `git config core.hooksPath`, which husky runs on every
 * `npm install`, rewrites its own line and leaves ours last.
 *
 * A clone may be moved, so the main working tree gets names relative to itself: git takes `include.path` from the file that
 * says it, and `core.hooksPath` from the root of the working tree. In a linked worktree neither leads anywhere (`.git` is a
 * file there, and `git worktree add` copies these lines into its own configuration), so it gets an absolute name, last.
 */
export function includeBlock(layout: Layout): string {
  const linked = quoted(join(layout.ours, LINKED));
  return `${SIGNED}[include]\n\tpath = guardrail/${INCLUDED}\n[includeIf "gitdir:worktrees/*"]\n\tpath = ${linked}\n`;
}

/** What those two lines lead to: file in our folder -> its text. */
export function includedFiles(layout: Layout, place: Place, hooks: string): ReadonlyMap<string, string> {
  const setting = (path: string): string => (place === 'hookspath' ? `[core]\n\thooksPath = ${quoted(path)}\n` : '');
  const named = hasConfigHooks(layout.gitVersion) ? EVENTS.map((event) => configHook(event, layout, hooks)) : [];
  return new Map([
    [
      INCLUDED,
      `${SIGNED}${setting(layout.movable === null ? hooks : relative(layout.movable, hooks))}${named.join('')}`,
    ],
    [LINKED, `${SIGNED}${setting(hooks)}`],
  ]);
}

/**
 * As well as the file in the hooks folder, so that whoever writes over that one or leads git elsewhere is not rid of us. It runs
 * ours alone, and hooks/guardrail-notes.sh sees to it that the second of the two judges nothing again.
 * Only git 2.54 and newer reads this section, and no test of ours runs one: what is shown is that the two do not judge twice.
 */
function configHook(event: string, layout: Layout, hooks: string): string {
  const file = `"$(git rev-parse --git-common-dir)"/${relative(layout.common, hooks)}/${event}`;
  return `[hook "guardrail-${event}"]\n\tcommand = ${quoted(`guardrail_chained=all ${file}`)}\n\tevent = ${event}\n`;
}

/** git's own quoting: everything between double quotes, with backslash and double quote escaped. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
