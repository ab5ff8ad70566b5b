export function heading(name) {
  console.log(`\n${name}`);
}

export function line(text) {
  console.log(`  ${text}`);
}

/** One figure against its bar. `limit` is the most that is within target. */
export function figure(what, value, limit, unit) {
  const verdict = value <= limit ? 'within target' : 'over target';
  line(`${what}: ${show(value)}${unit}, at most ${limit}${unit}: ${verdict}`);
}

export function ms(value) {
  return `${show(value)} ms`;
}

export function ratio(value, baseline) {
  return `${show(value / baseline)}x`;
}

/** Rows of cells, columns as wide as their widest cell. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) line(row.map((cell, column) => cell.padStart(widths[column])).join('  '));
}

export function show(value) {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
