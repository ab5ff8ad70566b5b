import { readFileSync } from 'node:fs';

/**
 * libsql has Node make a whole diagnostic report to learn which C library this is, 5 ms of every commit. Where the answer is
 * glibc, which the list of what is loaded here shows, it gets that answer; anywhere else it asks for itself.
 */
export function withShortReport<T>(load: () => T): T {
  const { report } = process;
  if (!runsOnGlibc()) return load();
  const own: unknown = Reflect.get(report, 'getReport');
  Reflect.set(report, 'getReport', () => ({ header: { glibcVersionRuntime: 'loaded' } }));
  try {
    return load();
  } finally {
    Reflect.set(report, 'getReport', own);
  }
}

function runsOnGlibc(): boolean {
  try {
    return process.platform === 'linux' && readFileSync('/proc/self/maps', 'latin1').includes('/libc.so.6\n');
  } catch {
    return false; // no /proc: whoever asks finds out in their own way
  }
}
