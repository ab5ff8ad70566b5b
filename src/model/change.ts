import type { Call } from './call.ts';
import type { Actor } from './actor.ts';
import type { Weighed } from './risk.ts';

/**
 * A path is bytes. Valid UTF-8 is kept as it is; every other byte b becomes the lone surrogate U+DC00+b, so that each
 * path survives the round trip and two different paths are never the same string. Escape before showing (speak/escape.ts).
 */
export type Path = string;
export type Oid = string;

/** `100644` `100755` file · `120000` symlink · `160000` submodule. */
export type Mode = '100644' | '100755' | '120000' | '160000';

export type FileVersion = {
  readonly oid: Oid;
  readonly mode: Mode;
  /** Bytes; null for a submodule, and where git does not have the object. */
  readonly size: number | null;
};

export type Lines = { readonly added: number; readonly removed: number } | 'binary' | 'unknown';
export type Truth = boolean | 'unknown';

/** One file before and after. A rename is one edit, its old name in `from`. */
export type Edit = {
  readonly status: 'add' | 'modify' | 'delete' | 'rename';
  readonly path: Path;
  readonly from: Path | null;
  readonly before: FileVersion | null;
  readonly after: FileVersion | null;
  readonly lines: Lines;
  /** Does the file (under its old name) exist on a protected branch? */
  readonly landed: Truth;
  /** Lock, generated or vendored file, as the rules' reading marks it: apart from limits. */
  readonly generated: boolean;
  /** Commits of the range that touch it; empty while it is not committed. */
  readonly commits: readonly Oid[];
  /** Who wrote it: never empty. */
  readonly authors: readonly Actor[];
};

/**
 * `net`: what a range changes in the end; `history`: what one of its commits adds; `whole`: one snapshot that is both, as in
 * a staged commit. A fact kind counts in one of the two (DESIGN.md, "What counts as the change").
 */
export type Part = {
  /** `index`, a full ref name, or a commit id. */
  readonly id: string;
  readonly scope: 'net' | 'history' | 'whole';
  /** For people: a branch name, or `a1b2c3d subject of the commit`. */
  readonly title: string;
  readonly branch: string | null;
  readonly edits: readonly Edit[];
  /** The snapshots that were compared and the protected tips, where git holds them: unchanged siblings are read from here. */
  readonly trees?: { readonly before: Oid; readonly after: Oid; readonly landed: readonly Oid[] };
  /** What an agent's tool would do besides editing files. */
  readonly call?: Call;
  /**
   * Does a spec that counts stand behind it? Missing where no rule asks. `later`: the same commit is judged again with its message,
   * which may still name one.
   */
  readonly spec?: 'some' | 'none' | 'unknown' | 'later';
  /** How likely it needs mending, and what that asks for. Missing where no rule asks. */
  readonly risk?: Weighed;
};

/** One line of a push. Zero object ids are already null here. */
export type RefUpdate = {
  readonly ref: string;
  readonly before: Oid | null;
  readonly after: Oid | null;
  readonly movement: 'create' | 'delete' | 'forward' | 'rewrite' | 'unknown' | 'none';
  readonly protected: boolean;
  /** A rewrite whose old tip is what we last fetched: what `--force-with-lease` checks. */
  readonly lease: Truth;
  /** How many commits by others vanish from the remote. */
  readonly foreign: number | 'unknown';
  readonly commits: readonly Oid[];
};

/** What could be looked at and what could not, printed with every verdict. */
export type Coverage = {
  readonly refs: number;
  readonly commits: number;
  readonly files: number;
  readonly bytes: number;
  /** Whatever should have been read and was not, with its reason. Policy says what that costs. */
  readonly unread: readonly Unread[];
};
export type Unread = { readonly what: string; readonly path: Path | null; readonly why: string };

export type Change = {
  readonly inlet: 'staged' | 'push' | 'range' | 'receive' | 'paths' | 'patch' | 'plan' | 'tool' | 'case';
  /** Identity of the repository (ULID of its config, else its origin). */
  readonly repo: string;
  /** Milliseconds since 1970, given by the shell: the policy room has no clock. */
  readonly at: number;
  readonly branch: string | null;
  readonly operator: Actor;
  readonly parts: readonly Part[];
  readonly refs: readonly RefUpdate[];
  readonly coverage: Coverage;
  /** A rebase, cherry-pick or revert is under way: the commit gate records, the push decides. */
  readonly replay: boolean;
};
