/** What a daemon has done since it began, and whether it is doing something now. */
export type Tally = {
  /** Answers what ends it. */
  readonly begin: (folder: string) => () => void;
  readonly refused: (why: string) => void;
  readonly served: () => number;
  readonly running: () => number;
  readonly report: () => {
    readonly requests: number;
    readonly running: number;
    readonly refused: Readonly<Record<string, number>>;
    readonly folders: readonly string[];
  };
};

const MOST_FOLDERS = 200;

/** `rest` is called each time the last of them has ended. */
export function openTally(rest: () => void): Tally {
  const folders = new Map<string, number>();
  const refused = new Map<string, number>();
  let requests = 0;
  let running = 0;
  return {
    begin: (folder) => {
      requests += 1;
      running += 1;
      if (folders.size < MOST_FOLDERS || folders.has(folder)) folders.set(folder, (folders.get(folder) ?? 0) + 1);
      return () => {
        running -= 1;
        if (running === 0) rest();
      };
    },
    refused: (why) => void refused.set(why, (refused.get(why) ?? 0) + 1),
    served: () => requests,
    running: () => running,
    report: () => ({ requests, running, refused: Object.fromEntries(refused), folders: [...folders.keys()] }),
  };
}
