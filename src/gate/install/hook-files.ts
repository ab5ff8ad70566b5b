import { join } from 'node:path';
import { readBytes, textFile, type FileState } from '../../system/files.ts';
import { engineEntry } from './engine-copy.ts';
import type { Reach } from './reach.ts';
import type { Place } from './manifest.ts';

/** The events we judge or keep for later work. */
export const EVENTS = ['pre-commit', 'prepare-commit-msg', 'commit-msg', 'post-commit', 'pre-push'] as const;

/** Passed on where our folder stands in for another one. A reference-transaction hook costs on every ref, so it only follows one that is there. */
export const PASSED_ON = [
  'applypatch-msg',
  'pre-applypatch',
  'post-applypatch',
  'pre-merge-commit',
  'pre-rebase',
  'post-rewrite',
  'post-checkout',
  'post-merge',
  'pre-auto-gc',
  'push-to-checkout',
  'sendemail-validate',
] as const;
export const PASSED_ON_IF_THERE = [
  'reference-transaction',
  'post-index-change',
  'pre-receive',
  'update',
  'proc-receive',
  'post-receive',
  'post-update',
] as const;

/** Sourced by our hooks. */
export const SHARED = ['guardrail.sh', 'guardrail-notes.sh', 'guardrail-engine.sh', 'guardrail-node.sh'] as const;
export const SETTINGS = 'guardrail.env';
export const CHAINED = '.guardrail-chained';
const SOURCES_US = '. "${0%/*}/guardrail.sh"';

export type HookFiles = ReadonlyMap<string, FileState>;

/** What lies in the hooks folder besides the hooks of others: name -> file. */
export async function hookFiles(
  shipped: string,
  reach: Reach,
  place: Place,
  delegates: readonly string[],
): Promise<HookFiles> {
  const files = new Map<string, FileState>();
  for (const name of [...EVENTS, ...SHARED]) {
    const bytes = await readBytes(join(shipped, name));
    if (bytes === null)
      throw new Error(`read ${join(shipped, name)}: guardrail's own hook is missing; install guardrail again`);
    files.set(name, { kind: 'file', mode: isShared(name) ? 0o644 : 0o755, bytes });
  }
  files.set(SETTINGS, textFile(`${settingsOf(reach)}place=${place}\n`, 0o644));
  for (const name of delegates) files.set(name, textFile(DELEGATE, 0o755));
  return files;
}

function isShared(name: string): boolean {
  return SHARED.some((one) => one === name);
}

const DELEGATE = `#!/bin/sh
# guardrail judges nothing here: this runs the hook of the folder that core.hooksPath named before.
${SOURCES_US}
chain "$@"
`;

/** What a shell is told: which engine, and how to reach its daemon. */
export function settingsOf({ engine, node, socket, client }: Reach): string {
  return `# Written by guardrail init; guardrail uninstall takes it out.
engine=${quote(engineEntry(engine))}
node=${quote(node)}
socket=${client === null ? "''" : quote(socket)}
client=${client?.kind ?? "''"}
program=${quote(client?.program ?? '')}
`;
}

export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Does this file run our gate? Also a copy of ours that another manager has renamed. */
export function isOurHook(state: FileState): boolean {
  return state.kind === 'file' && state.bytes.includes(SOURCES_US);
}
