/** A text as YAML that reads back the same: lines below each other where YAML keeps them as they are, else in quotes. */
export function yamlText(text: string, indent: number): string {
  const isPlain = /^[\t\n\x20-\x7e\xa0-\ud7ff]*$/.test(text) && !/[\u2028\u2029\ufeff]/.test(text);
  // blank lines at its end, or nothing but blanks, need marks that nobody reads
  if (!isPlain || text.trim() === '' || /\n\s*\n$/.test(text) || !text.includes('\n')) return JSON.stringify(text);
  const isEnded = text.endsWith('\n');
  const lines = text.replace(/\n$/, '').split('\n');
  if (lines.some((line) => line !== '' && line.trim() === '')) return JSON.stringify(text);
  const pad = ' '.repeat(indent + 2);
  return `|2${isEnded ? '' : '-'}\n${lines.map((line) => (line === '' ? '' : pad + line)).join('\n')}`;
}
