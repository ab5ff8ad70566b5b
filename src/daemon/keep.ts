import { setTimeout as wait } from 'node:timers/promises';
import type { Environment } from '../system/git.ts';
import type { Journal } from './log.ts';

const EVERY_MS = 60_000;
/** A remote that does not answer holds up no daemon that is to end. */
const DRAIN_MS = 2_000;

/** Looks after the log once a minute, one look at a time; what is wrong is told once, until it is something else. */
export function startKeeping(env: Environment, journal: Journal): { readonly close: () => Promise<void> } {
  let running: Promise<void> | null = null;
  let last: { readonly pruned: number } | null = null;
  let told = '';
  const look = async (): Promise<void> => {
    try {
      const { keepUp } = await import('../learn/keep-up.ts');
      const { kept, lines } = await keepUp(env, Date.now(), last);
      last = kept;
      const text = lines.join('; ');
      if (text !== '' && text !== told) journal.write(`log: ${text}`);
      told = text;
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (text !== told) journal.fail(`log: ${text}`);
      told = text;
    }
  };
  const timer = setInterval(() => {
    running ??= look().finally(() => {
      running = null;
    });
  }, EVERY_MS).unref();
  return {
    close: async () => {
      clearInterval(timer);
      await Promise.race([running, wait(DRAIN_MS)]);
    },
  };
}
