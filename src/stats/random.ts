/**
 * Numbers in [0, 1) that are the same for the same seed, so that whoever looks twice sees the same. Chris Doty-Humphrey's sfc32:
 * 32 bits each, no pattern in PractRand's terabytes; not for secrets.
 */
export function seeded(seed: number): () => number {
  let [a, b, c, counter] = [seed | 0, Math.trunc(seed / 2 ** 32) | 0, 0x9e3779b9 | 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // neighbouring seeds begin alike: they are apart after a dozen rounds
  for (let i = 0; i < 15; i += 1) next();
  return next;
}
