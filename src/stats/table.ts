const WIDTH = 80;
const GAP = 2;

/** Names to the left, numbers to the right; the names give way where it would be wider than 80 columns. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const numbers = widths.slice(1).reduce((sum, width) => sum + width + GAP, 0);
  const first = Math.min(widths[0] ?? 0, WIDTH - numbers);
  return [head, ...rows].map(([name = '', ...cells]) =>
    [shorten(name, first).padEnd(first), ...cells.map((cell, i) => cell.padStart(widths[i + 1] ?? 0))].join('  '),
  );
}

export function shorten(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

/** What is left out is said. */
export function cut(head: readonly string[], rows: readonly (readonly string[])[], most: number): readonly string[] {
  if (rows.length === 0) return [];
  const rest = rows.length - most;
  return [
    ...table(head, rows.slice(0, most)),
    ...(rest > 0 ? [`  and ${rest} more: see --by, --json or --html`] : []),
    '',
  ];
}
