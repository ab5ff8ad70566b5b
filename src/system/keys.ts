import { isatty } from 'node:tty';
import type { Environment } from './git.ts';

export type Key =
  | { readonly kind: 'key'; readonly key: string }
  /** More than one at once: something was pasted, and is no answer to anything. */
  | { readonly kind: 'pasted' }
  /** Ctrl-C or Ctrl-D. */
  | { readonly kind: 'stopped' }
  /** The terminal is gone: nobody is left to be told anything. */
  | { readonly kind: 'closed' };

/** One key at a time, and a line where one is asked for. */
export type Keys = {
  /** Whatever was typed before it was asked for is thrown away: nobody answers a question they have not seen. */
  readonly next: () => Promise<Key>;
  /** A line with the terminal's own editing; null where the typing was broken off. */
  readonly line: () => Promise<string | null>;
  readonly close: () => void;
};

const LONGEST_LINE = 2_000;
const ENDS = ['SIGTERM', 'SIGHUP'] as const;

/** A terminal that can be read key by key; a dumb one cannot. */
export function hasKeys(env: Environment): boolean {
  return isatty(0) && env['TERM'] !== 'dumb' && typeof process.stdin.setRawMode === 'function';
}

/** Opens the keyboard. INVARIANT: however this ends, the terminal is left as it was found. */
export function openKeys(): Keys {
  const { stdin } = process;
  const waiting: { take: ((chunk: string | null) => void) | null; closed: boolean } = { take: null, closed: false };
  const give = (chunk: string | null): void => {
    const { take } = waiting;
    waiting.take = null;
    take?.(chunk);
  };
  const onData = (bytes: Buffer): void => give(bytes.toString('utf8'));
  const onEnd = (): void => {
    waiting.closed = true;
    give(null);
  };
  // while a line is typed, Ctrl-C is a signal and breaks off that line alone
  const onBreak = (): void => give(null);
  const raw = (on: boolean): void => {
    if (stdin.isTTY && !stdin.destroyed) stdin.setRawMode(on);
  };
  const restore = (): void => raw(false);
  stdin.on('error', onEnd); // stays: a terminal that has gone says so again when it is put back in order
  stdin.on('data', onData).on('end', onEnd).on('close', onEnd);
  for (const signal of ENDS) process.on(signal, onEnd);
  process.on('SIGINT', onBreak);
  process.once('exit', restore);
  raw(true);
  stdin.resume();
  const chunk = async (): Promise<string | null> => {
    if (waiting.closed) return null;
    return await new Promise((resolve) => {
      waiting.take = resolve;
    });
  };
  return {
    next: async () => keyOf(await chunk()),
    line: async () => {
      raw(false);
      const typed = await chunk();
      raw(true);
      return typed === null ? null : typed.slice(0, LONGEST_LINE).replace(/[\r\n]+$/, '');
    },
    close: () => {
      restore();
      stdin.pause();
      stdin.off('data', onData).off('end', onEnd).off('close', onEnd);
      for (const signal of ENDS) process.off(signal, onEnd);
      process.off('SIGINT', onBreak);
      process.off('exit', restore);
    },
  };
}

/** Without its echo a terminal hands over what was pressed as it is: Ctrl-C is the byte 3, an arrow a sequence. */
function keyOf(chunk: string | null): Key {
  if (chunk === null) return { kind: 'closed' };
  if (chunk.includes('\u0003') || chunk.includes('\u0004')) return { kind: 'stopped' };
  if (Array.from(chunk).length > 1 && !chunk.startsWith('\u001b')) return { kind: 'pasted' };
  return { kind: 'key', key: chunk };
}
