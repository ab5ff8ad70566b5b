import type { Scene, Shell } from '../../model/call.ts';
import type { Content } from '../../model/content.ts';

/** One word as the program would get it. What cannot be told without running stands as it is written: `$DIR/build`. */
export type Word = {
  readonly text: string;
  /** No part of it is a guess: no variable, substitution or pattern is left in it. */
  readonly known: boolean;
  /** As it stands in the script, quotes and all. */
  readonly source: string;
  /** An unquoted `*`, `?` or `[` is left in it. */
  readonly glob: boolean;
};

export type Redirect = { readonly operator: string; readonly fd: number | null; readonly target: Word };

/** What it finds on standard input. */
export type Input =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string; readonly known: boolean }
  | { readonly kind: 'file'; readonly path: Word }
  /** The command before the `|`: what it will print cannot be told. */
  | { readonly kind: 'output'; readonly of: Invocation };

/** Through what it runs. `many`: once for each of words nobody knows yet (`xargs`, `find -exec`). */
export type Carrier = {
  readonly kind: 'privilege' | 'remote' | 'container' | 'many' | 'shell' | 'decoded' | 'script' | 'wrapper';
  /** `sudo`, `ssh`, `docker`, `deploy.sh`. */
  readonly by: string;
  /** The host, the container, the file. */
  readonly at: string;
};

/** Text in another language that a program was given to run: `python -c`, `node <<EOF`, `psql -c`, a script on disk. */
export type Program = {
  readonly language: 'python' | 'javascript' | 'ruby' | 'perl' | 'php' | 'awk' | 'sed' | 'sql' | 'powershell' | 'other';
  readonly text: string;
  readonly known: boolean;
  readonly from: 'argument' | 'input' | 'file';
  /** The file it is in, as it is written, where there is one. */
  readonly path?: string;
  /** What prints it, where it is not known: `curl` in `bash -c "$(curl …)"`. */
  readonly of?: Invocation;
};

/** One program that would be started, wherever in the text it stands: behind `sudo`, in `$(…)`, in `bash -c`, in a script it names. */
export type Invocation = {
  /** Without folder and `.exe`, in lower case: `rm`, `terraform`; `''` where it cannot be told. */
  readonly tool: string;
  /** As it is written: `/usr/bin/rm`. */
  readonly program: Word;
  readonly args: readonly Word[];
  /** Line of the text of the call, from 1. */
  readonly line: number;
  readonly shell: Shell;
  /** Where it runs, absolute; null once a `cd` went somewhere unknown. */
  readonly cwd: string | null;
  /** Variables it is known to see: of the scene, of `export`, and before the command itself. */
  readonly env: Readonly<Record<string, string>>;
  /** Those that are written before the command itself: `FOO=1 rm`. */
  readonly assigned: Readonly<Record<string, string>>;
  readonly redirects: readonly Redirect[];
  readonly input: Input;
  /** What reads its output behind a `|`. */
  readonly pipedTo: string | null;
  /** Outermost first. */
  readonly through: readonly Carrier[];
  readonly programs: readonly Program[];
  /** `possible`: in a branch, a function or a trap that may never run. */
  readonly certainty: 'certain' | 'likely' | 'possible';
};

/** What a reading of commands may look at besides the text. */
export type Surroundings = {
  readonly scene: Scene;
  /**
   * A file at an absolute path. Null: not read yet; it is then asked for, and everything is read once more. Files that the text
   * itself writes before (`cat > x.sh <<EOF`) are there already.
   */
  readonly file: (path: string) => Content | null;
};
