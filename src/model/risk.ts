/** What of a change's size, place and history tells how likely it needs mending (14 factors of Kamei 2013, of which seven carry it). */
export type Features = {
  readonly linesAdded: number;
  readonly linesDeleted: number;
  readonly files: number;
  /** It says of itself that it mends something. */
  readonly isFix: boolean;
  /** Mean days since each of its files was changed last; null where none was there before. */
  readonly ageDays: number | null;
  /** Changes of before to its files. */
  readonly changes: number;
  /** Commits of before by its author; of an agent, in this area. */
  readonly experience: number;
};

/** Minutes that are lost if it goes wrong, by how far it reaches. */
export type Blast = 'local' | 'service' | 'shared' | 'irreversible';

/** What a change needs before it lands, the least first. */
export const NEEDS = ['none', 'review', 'owner', 'senior', 'two'] as const;
export type Need = (typeof NEEDS)[number];

export type Risk = {
  readonly features: Features;
  /** By the shipped prior alone, and with what this repository has taught. */
  readonly prior: number;
  readonly p: number;
  /** With the author's record: what is decided by. */
  readonly upper: number;
  readonly blast: Blast;
  readonly record: TrackRecord | null;
  readonly need: Need;
  /** The rule of thumb that put it higher than the sum: a path, a verb, the audit's coin. Empty where none did. */
  readonly floor: string;
  /** Commits, of how many pushes of how many hours, that were judged as one. */
  readonly union: { readonly commits: number; readonly hours: number };
  /** Line by line, with numbers: what `explain` prints. */
  readonly formula: readonly string[];
};

/** How commits of one sort have turned out: agent, model and area. */
export type TrackRecord = {
  readonly agent: string;
  readonly model: string;
  readonly area: string;
  readonly commits: number;
  /** Of those, how many would have shown by now if they were bad. */
  readonly matured: number;
  readonly bad: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
  /** Clean matured commits until it needs less; null where nothing would change. */
  readonly toNext: number | null;
};
