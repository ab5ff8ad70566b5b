import type { Truth } from '../../../model/change.ts';
import type { Environment } from '../../environment.ts';
import { type Deed, type Said, type Table, findDeed } from '../deeds.ts';
import type { Certainty } from '../effects.ts';
import type { Effect } from '../family.ts';
import { type SystemChange, changesSystem } from './change.ts';

export type SystemDeed = Deed & {
  readonly how: SystemChange['how'];
  readonly because: string;
  readonly remedy?: string;
  readonly critical?: Truth;
  readonly reversible?: Truth;
  readonly certainty?: Certainty;
};

/** What others stand on and what comes back: half of the levels are said by these two. */
export const GRAVE = { critical: true, reversible: false } as const;
export const CRITICAL = { critical: true, reversible: true } as const;
export const LOST = { critical: false, reversible: false } as const;

export function systemEffects(table: Table<SystemDeed>, said: Said, environment: Environment): readonly Effect[] {
  const row = findDeed(table, said);
  if (!row) return [];
  const { how, because, remedy = '', critical = false, reversible = true, certainty = 'certain' } = row;
  // the third word of `net user clerk …` may be a password
  const shown = how === 'account' ? said.options.words.slice(0, 2).join(' ') : said.words;
  const subject = `${said.run.tool} ${shown}`.trim().slice(0, 80);
  const technology = 'machine';
  return [changesSystem({ technology, subject, how, because, remedy, critical, reversible, certainty, environment })];
}
