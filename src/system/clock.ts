/** Milliseconds since 1970. A wall clock may go backwards: order by `seq`, never by this. */
export function now(): number {
  return Date.now();
}

/** Lets what was begun get under way (a process started, a file opened) before more of ours holds the thread. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
