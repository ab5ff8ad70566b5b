/** Who. `unknown` means the evidence contradicts itself or names nobody: then any vendor may have written it. */
export type ActorKind = 'agent' | 'human' | 'bot' | 'unknown';

export type Actor = {
  readonly kind: ActorKind;
  /** Registry id of the agent (`claude-code`) or bot (`renovate`), when one is named. */
  readonly agent: string | null;
  /** Vendors whose model may have written the lines; empty for humans and bots, `['unknown']` when it cannot be told. */
  readonly vendors: readonly string[];
  readonly session: string | null;
  readonly name: string | null;
  readonly email: string | null;
  /** Only variables whose name starts with GUARDRAIL_: what a process claims may narrow a role, never widen it. */
  readonly env: Readonly<Record<string, string>>;
  /** Why we think so, in words a person can check: `CLAUDECODE=1 in the hook's environment`. */
  readonly evidence: readonly string[];
};
