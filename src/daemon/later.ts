/** What an answer need not wait for: it is done right after, one thing after the other, and all of it before the process ends. */
export type Later = {
  readonly add: (work: () => Promise<void>) => void;
  /** Resolves when nothing waits any more: who reads what was to be written asks for this first. */
  readonly drained: () => Promise<void>;
};

/** An agent's next call often follows at once, and must not wait for the row of the one before. */
const PAUSE_MS = 20;

/** INVARIANT: what fails is told and stops nothing. */
export function openLater(fail: (line: string) => void): Later {
  const waiting: (() => Promise<void>)[] = [];
  let running: Promise<void> | null = null;
  const runAll = async (): Promise<void> => {
    for (let work = waiting.shift(); work !== undefined; work = waiting.shift()) {
      try {
        await work();
      } catch (error) {
        fail(error instanceof Error ? error.message : String(error));
      }
    }
  };
  const isIdle = (): boolean => waiting.length === 0 && running === null;
  const start = (): Promise<void> =>
    (running ??= runAll().finally(() => {
      running = null;
    }));
  return {
    add: (work) => {
      waiting.push(work);
      if (waiting.length === 1 && running === null) setTimeout(() => void start(), PAUSE_MS);
    },
    drained: async () => {
      while (!isIdle()) await start();
    },
  };
}
