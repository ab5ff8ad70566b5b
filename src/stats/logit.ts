/** A chance as it adds up: 0 is even, 2.2 is nine to one. The ends are kept finite, nothing is ever quite certain. */
export function logit(p: number): number {
  const inside = Math.min(1 - LEAST, Math.max(LEAST, p));
  return Math.log(inside / (1 - inside));
}

export function sigmoid(x: number): number {
  // two forms of one curve: each overflows where the other does not
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

const LEAST = 1e-9;
