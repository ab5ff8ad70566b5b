import type { Level } from './level.ts';
import type { Label } from './label.ts';

/** Rows of the daily roll-ups, summed over what was asked for: what `stats` is made from. */
export type Tally = {
  /** First and last day, counted from 1970 in UTC. */
  readonly from: number;
  readonly to: number;
  readonly repo: string | null;
  readonly days: readonly DayRow[];
  readonly groups: readonly GroupRow[];
  readonly rules: readonly RuleRow[];
  readonly counts: readonly { readonly name: string; readonly n: number }[];
  readonly latency: readonly LatencyRow[];
  readonly refusals: readonly RefusalRow[];
  /** Minutes from a refusal to the approval that answered it. */
  readonly waits: readonly number[];
  readonly labels: readonly LabelRow[];
};

type Counted = { readonly level: Level; readonly raised: Level; readonly n: number };
type DayRow = Counted & { readonly day: number };
export type GroupRow = Counted & {
  readonly repo: string;
  readonly actorKind: string;
  readonly agent: string;
  readonly role: string;
  /** Milliseconds in hooks. */
  readonly ms: number;
};
type RuleRow = Counted & { readonly rule: string; readonly rulings: number };
type LatencyRow = { readonly hook: string; readonly bucket: number; readonly n: number };
export type RefusalRow = {
  readonly rule: string;
  /** `given up`: nothing followed for a week. `open`: not that long ago. */
  readonly outcome: 'approved' | 'redone' | 'given up' | 'open';
  readonly n: number;
  readonly tries: number;
  /** Minutes people, not agents, spent until their refused change passed. */
  readonly minutes: number;
};
type LabelRow = { readonly rule: string; readonly says: Label; readonly n: number };
