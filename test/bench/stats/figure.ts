/** One figure of a simulation, what is commonly done instead, and what was promised. */
export type Figure = {
  readonly name: string;
  readonly ours: number;
  /** By the usual way, named; empty where there is none. */
  readonly others: string;
  /** From and to which it may be; null where nothing was promised and it is shown for what it is. */
  readonly bar: readonly [from: number, to: number] | null;
  /** Standard error of a figure that is near its bar: two of them are allowed for. */
  readonly noise?: number;
};

export function keeps({ ours, bar, noise = 0 }: Figure): boolean {
  return Number.isFinite(ours) && (bar === null || (bar[0] - 2 * noise <= ours && ours <= bar[1] + 2 * noise));
}

export function atMost(most: number): readonly [from: number, to: number] {
  return [0, most];
}

export function short(value: number): string {
  return value.toFixed(3).replace(/^0(?=\.)/, '');
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function standardError(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)) / values.length);
}
