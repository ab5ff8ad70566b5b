/** `ask` means a person must approve. */
export type Level = 'allow' | 'warn' | 'ask' | 'deny';

export const levels: readonly Level[] = ['allow', 'warn', 'ask', 'deny'];

export function stricter(a: Level, b: Level): Level {
  return levels.indexOf(a) >= levels.indexOf(b) ? a : b;
}

/** A verdict at ask or deny does not pass. */
export function isRefusal(level: Level): boolean {
  return level === 'ask' || level === 'deny';
}
