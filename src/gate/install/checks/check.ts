import type { Io } from '../../../system/io.ts';
import type { Git } from '../../../system/git.ts';
import type { Layout } from '../layout.ts';
import type { Manifest } from '../manifest.ts';

export type Row = {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What to type or do; null when all is well. */
  readonly fix: string | null;
};

export type Scene = {
  readonly git: Git;
  readonly io: Io;
  readonly layout: Layout;
  readonly manifest: Manifest;
};

/** One thing that can be wrong with an installation. It reads and never mends. */
export type Check = (scene: Scene) => Promise<readonly Row[]>;

export function fine(name: string, detail: string): Row {
  return { name, ok: true, detail, fix: null };
}

export function wrong(name: string, detail: string, fix: string): Row {
  return { name, ok: false, detail, fix };
}

export const AGAIN = 'guardrail init';
