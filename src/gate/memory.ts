import { openLog } from '../log/open.ts';
import { unprotectedSince } from '../log/read.ts';
import type { Change } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import type { Gate } from './open.ts';

/** As long as a protection that came off still belongs to the deletion that follows it. */
const DAYS = 30;
const DAY = 24 * 60 * 60 * 1000;

/**
 * A protection dropped in one commit and the thing deleted in a later one are one act, whoever made the second and on whatever
 * branch: each alone looks like daily work. Only what goes is asked about, so most commits open no log for this.
 */
export async function recall(gate: Gate, change: Change, facts: readonly Fact[]): Promise<readonly Fact[]> {
  const gone = new Set(facts.filter(goes).map(({ subject }) => subject));
  if (gone.size === 0) return facts;
  const log = await openLog({ env: gate.env, readOnly: true });
  try {
    const known =
      log.schema === 'ours' ? unprotectedSince(log, change.repo, [...gone], change.at - DAYS * DAY) : NOTHING;
    return facts.map((fact) => (goes(fact) ? withMemory(fact, known.get(fact.subject)) : fact));
  } catch {
    return facts.map((fact) =>
      goes(fact) ? { ...fact, attributes: { ...fact.attributes, unprotected: 'unknown' } } : fact,
    );
  } finally {
    log.close();
  }
}

const NOTHING: ReadonlyMap<string, number> = new Map();

function goes({ kind }: Fact): boolean {
  return kind === 'infra.destroy' || kind === 'infra.replace' || kind === 'infra.scale-zero';
}

function withMemory(fact: Fact, at: number | undefined): Fact {
  if (at === undefined) return fact;
  const day = new Date(at).toISOString().slice(0, 10);
  const because = `${String(fact.attributes['because'] ?? '')}; a protection of it was taken off on ${day}`;
  return { ...fact, attributes: { ...fact.attributes, unprotected: true, because } };
}
