import type { Path } from './change.ts';

/** What of a change's size, place and history tells how likely it needs mending (14 factors of Kamei 2013, of which seven carry it). */
export type Features = {
  readonly linesAdded: number;
  readonly linesDeleted: number;
  readonly files: number;
  /** It says of itself that it mends something. */
  readonly isFix: boolean;
  /** Mean days since each of its files was changed last; null where none was there before, or nobody has counted. */
  readonly ageDays: number | null;
  /** Changes of before to its files. */
  readonly changes: number;
  /** Commits of before by its author; of an agent, in this area. */
  readonly experience: number;
};

/** Minutes that are lost if it goes wrong, by how far it reaches. */
export const BLASTS = ['local', 'service', 'shared', 'irreversible'] as const;
export type Blast = (typeof BLASTS)[number];

/** What a change needs before it lands, the least first. */
export const NEEDS = ['none', 'review', 'owner', 'senior', 'two'] as const;
export type Need = (typeof NEEDS)[number];

/** How far a change reaches, as its facts tell. */
export type Reach = {
  readonly blast: Blast;
  readonly because: string;
  /** Where its code lies: more than one is more than local. */
  readonly areas: readonly string[];
  /** Things that stand on what it takes away. */
  readonly dependents: number;
};

/** One file of a push, as the log keeps it: the same file from the same state twice is one. */
export type PushedFile = {
  readonly path: Path;
  readonly before: string;
  readonly added: number;
  readonly deleted: number;
  /** More than one where there were too many to name each: `path` is then `*`. */
  readonly files: number;
};

export const MANY_FILES = '*';

/** What one push brought, for the union with those that follow. */
export type Pushed = {
  readonly files: readonly PushedFile[];
  readonly isFix: boolean;
  /** Of its author, before it. */
  readonly experience: number;
  readonly commits: number;
};

/** What the minutes say at one reach: what they cost, and what is left to lose. */
export type Weighing = {
  readonly need: Need;
  readonly line: string;
  /** Clean matured commits of its author until it needs less; null where no wait would do. */
  readonly toNext: number | null;
};

/** Whom a push is put down to: of several the agent, as for levels. */
export type PushedBy = {
  readonly agent: string;
  readonly model: string;
  readonly session: string;
  readonly email: string;
  readonly area: string;
};

/** What can be known of a part before its facts are: worked out by the shell, and only where a rule asks. */
export type Weighed =
  | { readonly kind: 'unread'; readonly why: string }
  | {
      readonly kind: 'weighed';
      readonly by: PushedBy;
      readonly own: Pushed;
      /** Of this push and the others of the same day together. */
      readonly features: Features;
      /** By the shipped prior alone, and with what this repository has taught. */
      readonly prior: number;
      readonly p: number;
      /** With the author's record: what is decided by. */
      readonly upper: number;
      readonly record: TrackRecord | null;
      readonly union: Union;
      readonly needs: Readonly<Record<Blast, Weighing>>;
      /** What the configuration asks for of these paths, whatever the sum says. */
      readonly floor: Floor | null;
      readonly audit: Audit;
      /** Of what could not be known, one word each: `history`, `record`. */
      readonly missing: readonly string[];
      readonly formula: readonly string[];
    };

export type Floor = { readonly need: Need; readonly because: string };

/** Pushes of the last hours by the same author that nobody has signed off, judged with this one as one. */
export type Union = {
  readonly pushes: number;
  readonly commits: number;
  readonly hours: number;
  readonly reach: Reach | null;
};

/** By lot a change needs one level more, so that what passes with little can be compared with what was looked at. */
export type Audit = { readonly chance: number; readonly isDrawn: boolean };

export type Risk = {
  /** Of the part it is about. */
  readonly part: string;
  readonly weighed: Weighed;
  /** Of the union, and of this part alone. */
  readonly reach: Reach;
  readonly own: Reach;
  /** Null where it could not be worked out. */
  readonly need: Need | null;
  /** What put it higher than the sum: a path, a verb, the audit's lot. Empty where nothing did. */
  readonly floor: string;
  /** Line by line, with numbers: what `explain` prints. */
  readonly formula: readonly string[];
};

/** Minutes that are lost when it goes wrong, and how often by lot a change needs one level more: where nobody has said otherwise. */
export const LOSS: Readonly<Record<Blast, number>> = { local: 60, service: 300, shared: 2_000, irreversible: 20_000 };
export const AUDIT = 0.03;

/** What a reading of the rules says about it: `risk:` of config.yaml. */
export type RiskRules = {
  readonly loss: Readonly<Record<Blast, number>>;
  readonly audit: number;
  /** As many things standing on what is taken away are shared. */
  readonly shared: number;
  readonly floors: readonly { readonly needs: Need; readonly path: (path: Path) => boolean; readonly shows: string }[];
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
  /** What is decided by: nine in ten that it is no worse, and no better than it may be yet. */
  readonly upper: number;
  /** Share of the repository that it is shrunk to and held against. */
  readonly baseline: number;
  /** Trust that may not rise yet, and why; empty where it may. */
  readonly held: string;
  /** Clean matured commits until it raises no risk any more; null where it raises none, or no wait is long enough. */
  readonly toNext: number | null;
};

export function higherNeed(one: Need, other: Need): Need {
  return NEEDS.indexOf(one) >= NEEDS.indexOf(other) ? one : other;
}

export function oneMore(need: Need): Need {
  return NEEDS[Math.min(NEEDS.length - 1, NEEDS.indexOf(need) + 1)] ?? need;
}
