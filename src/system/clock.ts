/** Milliseconds since 1970. A wall clock may go backwards: order by `seq`, never by this. */
export function now(): number {
  return Date.now();
}
