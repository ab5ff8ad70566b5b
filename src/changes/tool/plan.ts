import { isAbsolute, join } from 'node:path';
import type { Use } from '../../model/call.ts';
import type { Mode } from '../../model/change.ts';
import { type OnDisk, readDisk, realPath } from './disk.ts';
import { editNotebook } from './notebook.ts';
import { applyChunks, parsePatch, type PatchStep } from './patch.ts';

/** What becomes of one file: its text, gone, or nobody can tell. */
export type After =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unclear'; readonly why: string };

export type FilePlan = { readonly path: string; readonly now: OnDisk; readonly after: After; readonly mode: Mode };

/** Edits of a tool call as before and after, by their real path. A use that the tool itself will reject plans nothing. */
export function planFiles(uses: readonly Use[], cwd: string): ReadonlyMap<string, FilePlan> {
  const plans = new Map<string, FilePlan>();
  const desk: Desk = {
    at: (path) => realPath(isAbsolute(path) ? path : join(cwd, path)),
    open: (path) => plans.get(path) ?? opened(path),
    put: (path, after) => void plans.set(path, { ...(plans.get(path) ?? opened(path)), after }),
  };
  for (const use of uses) plan(use, desk);
  return plans;
}

type Desk = {
  readonly at: (path: string) => string;
  readonly open: (path: string) => FilePlan;
  readonly put: (path: string, after: After) => void;
};

function opened(path: string): FilePlan {
  const now = readDisk(path);
  return { path, now, after: afterOf(now), mode: now.mode };
}

function afterOf({ content }: OnDisk): After {
  switch (content.kind) {
    case 'text':
      return { kind: 'text', text: content.text };
    case 'absent':
      return { kind: 'gone' };
    case 'binary':
      return { kind: 'unclear', why: 'it is binary' };
    case 'unreadable':
      return { kind: 'unclear', why: content.why };
  }
}

function plan(use: Use, desk: Desk): void {
  switch (use.kind) {
    case 'write':
      return desk.put(desk.at(use.path), { kind: 'text', text: use.text });
    case 'delete':
      return desk.put(desk.at(use.path), { kind: 'gone' });
    case 'move':
      return move(desk, desk.at(use.path), desk.at(use.to));
    case 'replace':
      return edit(desk, desk.at(use.path), (text) => replaceAll(text, use.replacements));
    case 'notebook':
      return edit(desk, desk.at(use.path), (text) => editNotebook(text, use) ?? unclear('it has no such cell'));
    case 'patch':
      return patch(use.text, desk);
    case 'command':
    case 'read':
    case 'tool':
      return;
  }
}

function unclear(why: string): After {
  return { kind: 'unclear', why };
}

function edit(desk: Desk, path: string, change: (text: string) => string | After | null): void {
  const { after } = desk.open(path);
  if (after.kind === 'unclear') return desk.put(path, after);
  const text = change(after.kind === 'gone' ? '' : after.text);
  if (text !== null) desk.put(path, typeof text === 'string' ? { kind: 'text', text } : text);
}

function move(desk: Desk, from: string, to: string): void {
  const { after } = desk.open(from);
  if (after.kind === 'gone') return;
  desk.put(to, after);
  desk.put(from, { kind: 'gone' });
}

/** Null where a text to be replaced is not there: the tool refuses the call itself. */
function replaceAll(text: string, replacements: Extract<Use, { kind: 'replace' }>['replacements']): string | null {
  let edited = text;
  for (const { old, new: fresh, all } of replacements) {
    if (old === '') edited = text === '' ? fresh : edited;
    else if (!edited.includes(old)) return null;
    else edited = all ? edited.replaceAll(old, () => fresh) : edited.replace(old, () => fresh);
  }
  return edited;
}

function patch(text: string, desk: Desk): void {
  for (const step of parsePatch(text)) apply(step, desk);
}

function apply(step: PatchStep, desk: Desk): void {
  const path = desk.at(step.path);
  if (step.kind === 'add') return desk.put(path, { kind: 'text', text: step.text });
  if (step.kind === 'delete') return desk.put(path, { kind: 'gone' });
  edit(desk, path, (old) => applyChunks(old, step.chunks) ?? unclear('a part of the patch does not fit it'));
  if (step.to !== null) move(desk, path, desk.at(step.to));
}
