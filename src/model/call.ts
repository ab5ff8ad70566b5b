import type { Oid } from './change.ts';
import type { Json } from './event.ts';

export type Shell = 'sh' | 'powershell' | 'cmd';

/** One thing an agent's tool is about to do that is no edit of a file: those are the edits of the part. */
export type Action =
  | { readonly kind: 'command'; readonly text: string; readonly shell: Shell }
  | { readonly kind: 'read'; readonly path: string }
  /** A file outside the repository, which no edit of the change shows: absolute. */
  | { readonly kind: 'write'; readonly path: string }
  /** A tool of an MCP server, or one that nobody here knows: then the server is empty. */
  | { readonly kind: 'tool'; readonly server: string; readonly tool: string; readonly arguments: Json };

/** Where a call would take effect. Paths are absolute and written with `/`; null where nobody told us. */
export type Scene = {
  readonly cwd: string | null;
  /** Top of the working tree around it. */
  readonly root: string | null;
  readonly home: string | null;
  /** Variables of the agent that decide where a command acts: `KUBECONFIG`, `AWS_PROFILE`, `TF_WORKSPACE`. */
  readonly variables: Readonly<Record<string, string>>;
  /** Of the repository around it, as far as they are known: a push to one of these is no push to a branch of one's own. */
  readonly branch: string | null;
  readonly protected: readonly string[];
};

/** An agent's tool call, as it would run. */
export type Call = {
  /** Hash over all that it does, so that an approval is for this call and no other. */
  readonly id: Oid;
  readonly actions: readonly Action[];
  readonly scene: Scene;
};

export type Replacement = { readonly old: string; readonly new: string; readonly all: boolean };

/** What a tool would do, as the agent says it. Paths as the agent wrote them: absolute, or relative to its folder. */
export type Use =
  | { readonly kind: 'command'; readonly text: string; readonly shell: Shell; readonly cwd?: string }
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  | { readonly kind: 'replace'; readonly path: string; readonly replacements: readonly Replacement[] }
  /** `*** Begin Patch` … of apply_patch. */
  | { readonly kind: 'patch'; readonly text: string }
  | {
      readonly kind: 'notebook';
      readonly path: string;
      readonly cell: string | null;
      readonly source: string;
      readonly mode: 'replace' | 'insert' | 'delete';
    }
  | { readonly kind: 'delete'; readonly path: string }
  | { readonly kind: 'move'; readonly path: string; readonly to: string }
  | { readonly kind: 'read'; readonly path: string }
  /** A tool of an MCP server, or one that is not known here: then the server is empty. */
  | { readonly kind: 'tool'; readonly server: string; readonly tool: string; readonly arguments: Json };

/** One program that a command line would start, as `explain` shows it. */
export type Started = {
  readonly words: readonly string[];
  readonly line: number;
  readonly cwd: string | null;
  /** `sudo`, `ssh web1`, `script deploy.sh`: outermost first. */
  readonly through: readonly string[];
  readonly certainty: 'certain' | 'likely' | 'possible';
};
