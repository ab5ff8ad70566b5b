import { expect, test } from 'vitest';
import { anchor, indexSheet } from '../../src/review/anchor.ts';
import { sheetOf } from './sheets.ts';

/** Two files of 300 lines, in which some lines read alike, as in real code. */
function lineOf(file: string, at: number): string {
  if (at % 7 === 0) return '  }';
  if (at % 11 === 0) return '  return null;';
  return `  const ${file}${at} = compute(${at}, "${file}-${at * 13}");`;
}
const FILES = { 'src/a.ts': 'alpha', 'src/b.ts': 'beta' };
const SHEET = sheetOf(
  Object.fromEntries(
    Object.entries(FILES).map(([path, name]) => [
      path,
      Array.from({ length: 300 }, (_, at) => `${at % 3 === 2 ? '-' : '+'}${lineOf(name, at)}`).join('\n'),
    ]),
  ),
  10,
);
const INDEX = indexSheet(SHEET);
const essence = (text: string): string => text.replace(/\s+/g, '');

test('every true quote is anchored where it stands, however it is spaced, up to three lines off', () => {
  let anchored = 0;
  for (const [index, line] of SHEET.lines.entries()) {
    const off = (index % 7) - 3;
    const quote = index % 2 === 0 ? line.text.trim() : `\t${line.text.replace(/ /g, '  ')}`;
    const found = anchor({ path: line.path, side: line.side, line: line.line + off, quote }, INDEX);
    expect(found.kind).toBe('anchored');
    if (found.kind !== 'anchored') continue;
    anchored += 1;
    expect(found.lines.map(({ text }) => essence(text)).join('')).toBe(essence(line.text));
    if (line.text.includes('const')) expect(found.lines).toEqual([line]);
  }
  console.info(`anchor: ${anchored} true quotes of ${SHEET.lines.length} anchored`);
  expect(anchored).toBe(600);
});

test('of 1,000 shifted, invented and wrong-file quotes none is accepted at a wrong place', () => {
  let [tried, accepted] = [0, 0];
  const unique = SHEET.lines.filter(({ text }) => text.includes('const'));
  for (let round = 0; tried < 1000; round += 1) {
    const line = unique[(round * 37) % unique.length];
    if (line === undefined) throw new Error('no line');
    const { path, side, text } = line;
    const elsewhere = path === 'src/a.ts' ? 'src/b.ts' : 'src/a.ts';
    const wrong = [
      { path, side, line: line.line + 4 + (round % 90), quote: text },
      { path, side, line: line.line - 4 - (round % 90), quote: text },
      { path: elsewhere, side, line: line.line, quote: text },
      { path: 'src/c.ts', side, line: line.line, quote: text },
      { path, side, line: line.line, quote: text.replace('compute', 'execute') },
      { path, side, line: line.line, quote: `${text} eval(input);` },
      { path, side, line: line.line, quote: '' },
      { path, side, line: line.line, quote: 'a' },
    ];
    for (const pointer of wrong) {
      tried += 1;
      const found = anchor(pointer, INDEX);
      if (found.kind === 'anchored') accepted += 1;
    }
  }
  console.info(`anchor: ${tried} wrong quotes tried, ${accepted} accepted`);
  expect(tried).toBeGreaterThanOrEqual(1000);
  expect(accepted).toBe(0);
});

test('a quote over several lines, also with the marks of a diff, is anchored to all of them', () => {
  const sheet = sheetOf({ 'a.ts': '+first(one);\n+\n+second(two);\n third();' });
  const index = indexSheet(sheet);
  const pointer = { path: 'a.ts', side: 'after', line: 1, quote: ' 1 + first(one);\n 2 +\n 3 + second(two);' } as const;
  const found = anchor(pointer, index);
  expect(found.kind === 'anchored' && found.lines.map(({ line }) => line)).toEqual([1, 3]);
});

test('a wrong side is put right where the other side holds it at that line, and nowhere near', () => {
  const index = indexSheet(sheetOf({ 'a.ts': '+added(1);\n-removed(1);\n-removed(2);' }));
  const at = (line: number, quote: string): unknown => anchor({ path: 'a.ts', side: 'after', line, quote }, index);
  expect(at(1, 'removed(1);')).toMatchObject({ kind: 'anchored', lines: [{ side: 'before', line: 1 }] });
  expect(at(1, 'removed(2);')).toMatchObject({ kind: 'unanchored' });
});

test('an untouched line counts only beside one that the change touches', () => {
  const rows = [' far(0);', ' far(1);', ' near(2);', '+new(3);', ' near(4);', ' far(5);'];
  const index = indexSheet(sheetOf({ 'a.ts': rows.join('\n'), 'b.ts': '+changed(1);' }));
  const kinds = rows.map(
    (row, at) => anchor({ path: 'a.ts', side: 'after', line: at + 1, quote: row.trim() }, index).kind,
  );
  expect(kinds).toEqual(['unanchored', 'unanchored', 'anchored', 'anchored', 'anchored', 'unanchored']);
});

test('a name with characters that are not seen is known by how it was shown', () => {
  const path = 'src/\u202eevil\udc80.ts';
  const shown = 'src/⟨U+202E⟩evil⟨U+DC80⟩.ts';
  const index = indexSheet({ ...sheetOf({ [path]: '+danger();' }), names: [{ path, shown }] });
  for (const said of [path, shown, `"${shown}"`, `b/${shown}`])
    expect(anchor({ path: said, side: 'after', line: 1, quote: 'danger();' }, index)).toMatchObject({
      kind: 'anchored',
      lines: [{ path }],
    });
});
