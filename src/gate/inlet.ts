import { readFile } from 'node:fs/promises';
import type { PlanFile } from '../changes/plan.ts';
import { UsageError } from '../system/usage.ts';
import type { Io } from '../system/io.ts';

/** What is to be judged, as it comes in. */
export type Inlet =
  | { readonly kind: 'staged'; readonly message: string | null }
  | { readonly kind: 'push'; readonly remote: string | null; readonly url: string; readonly stdin: Buffer }
  | { readonly kind: 'receive'; readonly stdin: Buffer }
  | { readonly kind: 'range'; readonly base: string; readonly head: string }
  | { readonly kind: 'paths'; readonly paths: readonly string[] }
  | { readonly kind: 'patch'; readonly patch: Buffer }
  | { readonly kind: 'plan'; readonly plan: PlanFile };

/** What `check` and `explain` were pointed at: nothing is the index, `A..B` a range, anything else files. */
export async function inletOf(words: readonly string[], patch: string | null, io: Io): Promise<Inlet> {
  if (patch !== null) return { kind: 'patch', patch: patch === '-' ? await io.stdin() : await readFile(patch) };
  const [first, ...rest] = words;
  if (first === undefined) return { kind: 'staged', message: null };
  const range = /^(.*?)\.\.\.?(.*)$/.exec(first);
  if (range === null) return { kind: 'paths', paths: words };
  if (rest.length > 0) throw new UsageError(`${words.join(' ')}: one range at a time`, 'guardrail check BASE..HEAD');
  const [, base = '', head = ''] = range;
  return { kind: 'range', base: base === '' ? 'HEAD' : base, head: head === '' ? 'HEAD' : head };
}
