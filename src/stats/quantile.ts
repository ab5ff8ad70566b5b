import { bucketMiddle } from '../model/histogram.ts';

/** The value below which a share of a histogram lies; null of an empty one. */
export function histogramQuantile(
  buckets: readonly { readonly bucket: number; readonly n: number }[],
  share: number,
): number | null {
  const total = buckets.reduce((sum, { n }) => sum + n, 0);
  const rank = Math.max(1, Math.ceil(share * total));
  let seen = 0;
  for (const { bucket, n } of buckets.toSorted((a, b) => a.bucket - b.bucket)) {
    seen += n;
    if (seen >= rank) return bucketMiddle(bucket);
  }
  return null;
}

export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const [below, above] = [sorted[sorted.length % 2 === 0 ? half - 1 : half], sorted[half]];
  return below === undefined || above === undefined ? null : (below + above) / 2;
}
