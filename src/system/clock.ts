/** Milliseconds since 1970. A wall clock may go backwards: order by `seq`, never by this. */
export function now(): number {
  return Date.now();
}

/** Milliseconds since it was made, from a clock that never goes backwards. */
export function stopwatch(): () => number {
  const start = performance.now();
  return () => performance.now() - start;
}
