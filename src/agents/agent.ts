import type { Host } from './host.ts';

/**
 * One agent or bot: how it is recognised. All of it is claimed by somebody and none of it is proof, so a mark may add a
 * suspect and never clears one. Growth is one file, its line in index.ts and its cases in test/agents/cases.ts.
 */
export type Agent = {
  readonly id: string;
  readonly kind: 'agent' | 'bot';
  readonly title: string;
  /** Whose model writes the lines; `['unknown']` where the user picks the model, empty for a bot without one. */
  readonly vendors: readonly string[];
  /** Further names under which notes, `AI_AGENT` and `Assisted-by:` know it, in lower case. */
  readonly aliases?: readonly string[];
  /** Each entry is a mark of its own; all variables of an entry must hold. `true`: set to anything but nothing, 0 or false. */
  readonly env?: readonly Readonly<Record<string, string | true>>[];
  /** Variables that hold its session. */
  readonly session?: readonly string[];
  /** What its process is called, exactly. */
  readonly processes?: readonly string[];
  /** The npm or Python package that an interpreter runs, as it stands in the path of the script. */
  readonly packages?: readonly string[];
  /** Whole addresses, in lower case. People work at the same domains. */
  readonly addresses?: readonly string[];
  /** Accounts of GitHub apps with their number, null where we do not know it: `claude[bot]`. */
  readonly apps?: Readonly<Record<string, number | null>>;
  /** Whole author names that no person has: `Devin AI`. */
  readonly names?: readonly string[];
  /** Trailers that only it writes, in lower case. */
  readonly trailers?: readonly string[];
  /** Lines it leaves in the footer of a message. */
  readonly lines?: readonly RegExp[];
  /** How it asks before it uses a tool, where it does. */
  readonly host?: Host;
};
