import { levels, readLevels } from '../model/level.ts';
import type { Proposal, Turned } from '../model/tuning.ts';
import { dayName } from './calendar.ts';

const DAY_MS = 86_400_000;
/** One knob a week of one contract: with two at once nobody could tell which of them did what. */
const PACE_DAYS = 7;
/** Whoever turns to and fro follows chance. */
const REVERSAL_DAYS = 28;
const CERTAIN = 0.99;

type Wanted = Pick<Proposal, 'contract' | 'from' | 'to' | 'sure'> & { readonly knob: Pick<Proposal['knob'], 'kind'> };

/** Why this must not be turned now; empty where it may. A case that is added turns nothing. */
export function waitOf({ contract, knob, from, to, sure }: Wanted, turned: readonly Turned[], now: number): string {
  if (knob.kind === 'case') return '';
  const own = turned.filter((one) => one.knob !== 'case' && wholeOf(one.contract) === wholeOf(contract));
  const last = own.findLast(({ ts }) => now - ts < PACE_DAYS * DAY_MS);
  if (last !== undefined) {
    const again = dayName(Math.floor(last.ts / DAY_MS) + PACE_DAYS);
    return `${wholeOf(contract)} was turned on ${dayName(Math.floor(last.ts / DAY_MS))} (${last.id}): one knob a week, so that its effect can be told; again from ${again}`;
  }
  const way = sense(knob.kind, from, to);
  const other = own.findLast((one) => now - one.ts < REVERSAL_DAYS * DAY_MS && wayOf(one) * way < 0);
  if (other !== undefined && sure <= CERTAIN) {
    const again = dayName(Math.floor(other.ts / DAY_MS) + REVERSAL_DAYS);
    return `it was turned the other way on ${dayName(Math.floor(other.ts / DAY_MS))} (${other.id}): back before ${again} only if 99 % sure, and this is ${Math.floor(sure * 100)} %`;
  }
  return '';
}

/** `specs/a/spec.md#FR-1` is a part of its spec. */
function wholeOf(contract: string): string {
  return contract.split('#', 1)[0] ?? contract;
}

/** Below 0 it becomes milder, above stricter. What was taken back went the other way. */
function wayOf({ knob, from, to, undone }: Turned): number {
  return (undone ? -1 : 1) * sense(knob, from, to);
}

export function sense(knob: Turned['knob'], from: string, to: string): number {
  switch (knob) {
    case 'rule-level':
      return rankOf(to) - rankOf(from);
    case 'confidence':
      return Number(from) - Number(to); // a higher bar lets more pass
    case 'blocks':
      return BLOCKS.indexOf(to) - BLOCKS.indexOf(from);
    case 'criterion':
    case 'case':
      return 0;
  }
}

const BLOCKS: readonly string[] = ['never', 'detector', 'reviewer', 'both'];

function rankOf(text: string): number {
  const read = readLevels(text);
  return read === null ? 0 : Object.values(read).reduce((sum, level) => sum + levels.indexOf(level), 0);
}
