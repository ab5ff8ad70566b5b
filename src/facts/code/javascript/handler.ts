import type { Bit } from './bits.ts';
import type { Func } from './functions.ts';

/** A `catch` and what it stands behind. */
export type Handler = {
  readonly bit: Bit;
  /** What was tried, and what is done about it. */
  readonly tried: string;
  readonly done: string;
  readonly bare: string;
  readonly notes: string;
  readonly param: string;
  readonly func: Func | null;
};

/** Somebody is told of it. */
export const LOGS: RegExp =
  /\b(console\s*\.\s*\w+|(?:\w+\.)*(?:log|logger|logging|_log|LOG|Log|LOGGER|winston|pino|Sentry|telemetry|reporter|monitor)\b|captureException|captureMessage|report\w*|warn|notify\w*|track\w*|onError|handleError|setError|toast|dispatch|emit|reject|record\w*|push)\b/;
