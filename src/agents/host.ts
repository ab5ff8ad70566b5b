import type { Use } from '../model/call.ts';
import type { Level } from '../model/level.ts';

/** What an agent tells its hook, in one vocabulary for all of them. */
export type HostEvent = {
  readonly kind: 'before-tool' | 'after-tool' | 'session-start' | 'session-end' | 'prompt' | 'stop' | 'other';
  /** As the agent calls it, for answers that must repeat it: `PreToolUse`. */
  readonly name: string;
  readonly session: string | null;
  /** Absolute; null where the payload names none or none that could be one. */
  readonly cwd: string | null;
  readonly model: string | null;
  /** Kind or id of the subagent that acts, where the agent says so. */
  readonly subagent: string | null;
  /** How the agent itself treats permissions: `bypassPermissions`. */
  readonly mode: string | null;
  readonly transcript: string | null;
  /** The agent's name of the tool and of this one use of it. */
  readonly tool: string | null;
  readonly use: string | null;
  /** What the tool would do or has done; empty where it only looks. */
  readonly uses: readonly Use[];
};

export type { Replacement, Use } from '../model/call.ts';

/** What is to be said to the agent: the verdict on a tool, or words for its context at the start of a session. */
export type Said = {
  readonly level: Level;
  /** For the agent: what happened, why, the next step. Empty where there is nothing to say. */
  readonly text: string;
  /** One line for the person beside it. */
  readonly short: string;
};

/** What the hook process prints and how it ends. */
export type Reply = { readonly stdout: string; readonly stderr: string; readonly exit: number };

/** How the shim is called: `/home/dev/.local/share/guardrail/agent`, no spaces to quote where it can be helped. */
export type Shim = {
  readonly path: string;
  /** Loopback endpoint where HTTP was asked for; the token is named by its variable. */ readonly http: string | null;
};

/** A file of settings of the agent, and what we write into it. Text in, text out: formatting is kept, foreign entries are kept. */
export type Settings = {
  /** Path below the user's home, and below a repository; null where the agent knows no such place. */
  readonly user: string | null;
  readonly repository: string | null;
  /** A variable that puts one folder of `user` elsewhere: `CLAUDE_CONFIG_DIR` stands for `.claude`. */
  readonly moved?: { readonly variable: string; readonly folder: string };
  /** With our hooks in it; the very text where they are there already. Throws SettingsError where it cannot be read (comments, syntax). */
  readonly add: (text: string | null, shim: Shim) => string;
  /** Without our hooks; null where nothing else is left in it. */
  readonly remove: (text: string, shim: Shim) => string | null;
  /** Ours is there, whole, and nothing in the file turns it off; else in words what is wrong. */
  readonly check: (text: string, shim: Shim) => readonly string[];
};

export class SettingsError extends Error {}

/** The language of one agent. INVARIANT: nothing here ever answers "allow" where that would skip the user's own prompt. */
export type Host = {
  readonly settings: readonly Settings[];
  /** Folders or files below the home, and in a repository, that show the agent is used. */
  readonly found: {
    readonly home: readonly string[];
    readonly repository: readonly string[];
    readonly program: string | null;
  };
  /** The payload of one event; `event` is what the settings passed to the shim. Throws where it is no payload of this agent. */
  readonly read: (payload: unknown, event: string | null) => HostEvent;
  readonly answer: (event: HostEvent, said: Said) => Reply;
  /** Where we could not look: blocks, in words of this agent; also for a payload that could not be read. */
  readonly fail: (why: string) => Reply;
  /** What a person must know: where this host fails open, what must be trusted by hand. Shown by doctor. */
  readonly limits: readonly string[];
};
