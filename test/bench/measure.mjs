const LONGEST_MS = 30_000;
const FEWEST = 3;

/**
 * Runs the variants in turn, again and again, so that whatever else the machine does meets all of them alike.
 * A variant is `{ name, prepare?, run }`; only `run` is timed. The first round warms caches and is thrown away; a machine
 * that is too busy for all rounds runs fewer.
 */
export function interleave(rounds, variants, summarise = median) {
  const times = new Map(variants.map(({ name }) => [name, []]));
  const began = performance.now();
  for (let round = 0; round <= rounds; round += 1) {
    if (round > FEWEST && performance.now() - began > LONGEST_MS) break;
    for (const { name, prepare, run } of variants) {
      prepare?.(round);
      const started = performance.now();
      run(round);
      if (round > 0) times.get(name).push(performance.now() - started);
    }
  }
  return Object.fromEntries([...times].map(([name, all]) => [name, summarise(all)]));
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** For differences of two times, which noise would drown: what the machine can do when nobody disturbs it. */
export function fastest(values) {
  return Math.min(...values);
}
