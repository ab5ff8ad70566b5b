import type { ActorKind } from './actor.ts';

/** `ask` means a person must approve. */
export type Level = 'allow' | 'warn' | 'ask' | 'deny';

export const levels: readonly Level[] = ['allow', 'warn', 'ask', 'deny'];

export function stricter(a: Level, b: Level): Level {
  return levels.indexOf(a) >= levels.indexOf(b) ? a : b;
}

/** A verdict at ask or deny does not pass. */
export function isRefusal(level: Level): boolean {
  return level === 'ask' || level === 'deny';
}

/** At which level a rule speaks to whom. */
export type Levels = Readonly<Record<ActorKind, Level>>;

export const ACTOR_KINDS: readonly ActorKind[] = ['agent', 'human', 'bot', 'unknown'];

/** `deny`, or `{agent: deny, human: ask}`: a kind that is left out has the agent's level. */
export function writtenLevels(to: Levels): Level | Readonly<Record<string, Level>> {
  const others = ACTOR_KINDS.filter((kind) => kind !== 'agent' && to[kind] !== to.agent);
  return others.length === 0
    ? to.agent
    : Object.fromEntries(['agent' as const, ...others].map((kind) => [kind, to[kind]]));
}

/** `deny`, or `agent deny, human ask`. */
export function sayLevels(some: Levels): string {
  const level = writtenLevels(some);
  return typeof level === 'string'
    ? level
    : Object.entries(level)
        .map(([kind, one]) => `${kind} ${one}`)
        .join(', ');
}

/** What `sayLevels` wrote; null of anything else. */
export function readLevels(text: string): Levels | null {
  const pairs = text.split(', ').map((part): readonly [string, Level | undefined] => {
    const [kind = '', word] = part.includes(' ') ? part.split(' ') : ['agent', part];
    return [kind, levels.find((level) => level === word)];
  });
  const said = new Map(pairs);
  const agent = said.get('agent');
  if (agent === undefined || pairs.some(([, level]) => level === undefined)) return null;
  const of = (kind: ActorKind): Level => said.get(kind) ?? agent;
  return { agent, human: of('human'), bot: of('bot'), unknown: of('unknown') };
}
