import { statSync } from 'node:fs';
import { watch } from 'chokidar';

/** Something in one of the folders changed: which folder, and the name in it. */
export type OnChange = (folder: string, name: string) => void;

export type Folders = {
  /** From now on these and no others; what is missing is tried again the next time. */
  readonly keep: (wanted: readonly string[]) => void;
  readonly count: () => number;
  readonly close: () => Promise<void>;
};

/**
 * chokidar gives every file a watch of its own, which a tree of 50,000 files cannot afford. A folder's own watch tells of each
 * name in it too (as `raw`), so everything but the folders is ignored, and each of them costs one watch: `.git` as a whole costs ten.
 */
export function watchFolders(onChange: OnChange, onError: (why: string) => void): Folders {
  const watched = new Map<string, number>();
  const watcher = watch([], {
    ignoreInitial: true,
    depth: 0,
    followSymlinks: false,
    ignorePermissionErrors: true,
    ignored: (path) => !watched.has(path),
  });
  watcher.on('raw', (_event, name, details) => {
    const folder = folderOf(details);
    if (folder !== null) onChange(folder, typeof name === 'string' ? name : '');
  });
  watcher.on('error', (error) => onError(error instanceof Error ? error.message : String(error)));
  const drop = (folder: string): void => {
    watched.delete(folder);
    watcher.unwatch(folder);
  };
  return {
    keep: (wanted) => {
      for (const folder of watched.keys()) if (!wanted.includes(folder)) drop(folder);
      for (const folder of wanted) {
        const inode = inodeOf(folder);
        if (watched.get(folder) === inode) continue;
        if (watched.has(folder)) drop(folder); // taken away, or another one by now: its watch died with it
        if (inode === undefined) continue;
        watched.set(folder, inode);
        watcher.add(folder);
      }
    },
    count: () => watched.size,
    close: () => watcher.close(),
  };
}

function folderOf(details: unknown): string | null {
  if (typeof details !== 'object' || details === null || !('watchedPath' in details)) return null;
  return typeof details.watchedPath === 'string' ? details.watchedPath : null;
}

function inodeOf(folder: string): number | undefined {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true ? found.ino : undefined;
}
