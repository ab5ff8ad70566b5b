const BARS = ['▁', '▂', '▃', '▅', '▇'] as const;

/** One bar per column, scaled to the largest; more values than columns are summed in neighbours, from the right. */
export function sparkline(values: readonly number[], columns: number): string {
  const perColumn = Math.max(1, Math.ceil(values.length / columns));
  const sums: number[] = [];
  for (let end = values.length; end > 0; end -= perColumn) {
    sums.unshift(values.slice(Math.max(0, end - perColumn), end).reduce((total, value) => total + value, 0));
  }
  const most = Math.max(...sums, 1);
  // nothing at all is a blank, so that one refusal in a busy week can still be seen
  return sums.map((value) => (value === 0 ? '·' : BARS[Math.min(4, Math.floor((value / most) * 5))])).join('');
}
