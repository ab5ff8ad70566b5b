import type { Actor } from '../../model/actor.ts';
import { isRecord } from '../../model/json.ts';
import { type ActorWords, type Expected, actorOf, expectations } from './case.ts';

/** The words of a case that came as JSON. Each complaint is the reason of an unreadable case. */
export function expectedFrom(raw: unknown, key: string): Expected {
  const found = expectations.find((one) => one === raw);
  if (found === undefined)
    throw new Error(`"${key}" must be one of ${expectations.join(', ')}, not ${JSON.stringify(raw)}`);
  return found;
}

export function actorFrom(raw: unknown): Actor {
  if (raw === undefined || raw === null) return actorOf({});
  if (typeof raw === 'string') return actorOf({ kind: raw });
  if (!isRecord(raw)) throw new Error('"actor" must be {kind, agent?, role?, vendor?}');
  const words: Record<string, string> = {};
  for (const key of ['kind', 'agent', 'role', 'vendor', 'email'] as const satisfies readonly (keyof ActorWords)[]) {
    const value = raw[key];
    if (typeof value === 'string') words[key] = value;
    else if (value !== undefined && value !== null) throw new Error(`"actor.${key}" must be a text`);
  }
  return actorOf(words);
}
