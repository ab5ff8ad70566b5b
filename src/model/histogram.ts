/** Each bucket ends a tenth above the one before: a quantile read from them is at most five per cent off. */
const STEP = Math.log(1.1);
const LAST = 200;

/** Bucket of a duration in milliseconds; 0 holds everything up to one. */
export function bucketOf(ms: number): number {
  return ms <= 1 ? 0 : Math.min(LAST, Math.ceil(Math.log(ms) / STEP));
}

/** The middle of a bucket, in milliseconds. */
export function bucketMiddle(bucket: number): number {
  return bucket === 0 ? 0.5 : Math.exp((bucket - 0.5) * STEP);
}
