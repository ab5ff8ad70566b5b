import type { Finding } from './finding.ts';
import type { KubeObject } from './manifest.ts';

/** What stands around an object after the change, as far as it was read. */
export type Scene = {
  readonly objects: () => readonly KubeObject[];
  /** Whether the change moves files from one folder to the other. */
  readonly movedFolder: (from: string, to: string) => boolean;
};

/** What one change of one object does. Both are the same object for the cluster. */
export type Check = (before: KubeObject, after: KubeObject, scene: Scene) => readonly Finding[];
