import { readFileSync } from 'node:fs';
import { agents } from '../../../src/agents/index.ts';
import type { Host } from '../../../src/agents/host.ts';

export const HOSTS: readonly { readonly id: string; readonly host: Host }[] = agents.flatMap(({ id, host }) =>
  host === undefined ? [] : [{ id, host }],
);

export function hostOf(id: string): Host {
  const found = HOSTS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`${id} has no host`);
  return found.host;
}

export type Recorded = { readonly event: string; readonly payload: Record<string, unknown> };

/** What the real program sent to its hook, reduced. */
export function recorded(id: string): readonly Recorded[] {
  const text = readFileSync(new URL(`./recorded/${id}.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { payloads: readonly Recorded[] }).payloads;
}
