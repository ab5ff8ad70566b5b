import type { ActorKind } from '../model/actor.ts';
import { ACTOR_KINDS, isRefusal, type Level, type Levels, levels, sayLevels, stricter } from '../model/level.ts';
import type { RuleContract } from './contract.ts';
import {
  type Ground,
  groundOf,
  IS_NOISY,
  IS_TRUSTED,
  loses,
  type Losers,
  percent,
  sayShare,
  shown,
  type Turn,
} from './ground.ts';
import { isTold } from './laws.ts';

/**
 * One step, and never two: deny becomes ask, ask becomes warn. Who is wrong more often than right steps down wherever it stands; one that is only
 * noisy may still ask. One that warns and is right steps up to ask.
 */
export function turnRule(contract: RuleContract, losers: Losers): Turn | null {
  const { heard, levels: from, held } = contract;
  const loser = held === '' ? groundOf(heard.filter(isTold), loses(losers)) : null;
  if (loser !== null) {
    const turn = turned(contract, loser, stepDown(from, concerned(loser), 'warn'), 'wrong');
    if (turn !== null) return turn;
  }
  const noise = held === '' ? groundOf(heard, IS_NOISY) : null;
  if (noise !== null) {
    const turn = turned(contract, noise, stepDown(from, concerned(noise), 'ask'), 'wrong');
    if (turn !== null) return turn;
  }
  const trusted = groundOf(heard, IS_TRUSTED);
  return trusted === null ? null : turned(contract, trusted, stepUp(from, concerned(trusted)), 'right');
}

/** To whom it was said: of the others nobody knows whether it is wrong. */
function concerned({ heard }: Ground): ReadonlySet<ActorKind> {
  return new Set(heard.map(({ who }) => who));
}

function stepDown(from: Levels, who: ReadonlySet<ActorKind>, floor: Level): Levels {
  const down = mapLevels(from, (level, kind) => (who.has(kind) && isAbove(level, floor) ? below(level) : level));
  // a person is never refused what an agent may do
  return isAbove(down.human, down.agent) ? { ...down, human: down.agent } : down;
}

function stepUp(from: Levels, who: ReadonlySet<ActorKind>): Levels {
  const up = mapLevels(from, (level, kind) => (who.has(kind) && !isRefusal(level) ? 'ask' : level));
  return isAbove(up.human, up.agent) ? { ...up, agent: up.human } : up;
}

function mapLevels(from: Levels, to: (level: Level, kind: ActorKind) => Level): Levels {
  const [agent = from.agent, human = from.human, bot = from.bot, unknown = from.unknown] = ACTOR_KINDS.map((kind) =>
    to(from[kind], kind),
  );
  return { agent, human, bot, unknown };
}

function isAbove(level: Level, floor: Level): boolean {
  return level !== floor && stricter(level, floor) === level;
}

function below(level: Level): Level {
  return levels[levels.indexOf(level) - 1] ?? level;
}

function turned({ id, levels: from }: RuleContract, ground: Ground, to: Levels, says: 'right' | 'wrong'): Turn | null {
  if (sayLevels(from) === sayLevels(to)) return null;
  const what = says === 'wrong' ? 'noise' : 'right';
  return {
    signal: says === 'wrong' ? 'noise' : 'bug',
    knob: { kind: 'rule-level', rule: id },
    contract: id,
    from: sayLevels(from),
    to: sayLevels(to),
    why: `${sayShare(ground.tally, says)} of what it says is ${what} (${percent(ground.sure)} sure)`,
    ...shown(ground, says),
  };
}
