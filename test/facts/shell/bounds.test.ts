import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { invocationsOf } from '../../../src/facts/shell/lower.ts';
import { around, invocations, runs } from './runs.ts';

const MOST = 4001;
/** A machine may be busy with something else. */
const LONG = 60_000;

function isCut(text: string): boolean {
  return invocations(text).some(({ tool, program }) => tool === '' && program.source === '');
}

test(
  'a megabyte is read, and where it is too much that is said',
  () => {
    const few = `${'# a comment that says nothing at all about it\n'.repeat(22_000)}rm -rf /`;
    expect(runs(few)).toEqual(['rm -rf /']);
    expect(runs(`echo '${'x'.repeat(1_000_000)}'; rm -rf /`)).toEqual(['rm -rf /']);
    const many = 'rm -rf a b\n'.repeat(100_000);
    expect(invocations(many)).toHaveLength(MOST);
    expect(isCut(many)).toBe(true);
  },
  LONG,
);

test('nesting of two hundred is followed to its end', () => {
  expect(runs(`${'( '.repeat(200)}rm -rf /${' )'.repeat(200)}`)).toEqual(['rm -rf /']);
  expect(runs(`${'$(echo '.repeat(20)}rm${')'.repeat(20)} x`)).toEqual(['rm x']);
});

test.each([
  ['brackets', '( '.repeat(2000)],
  ['substitutions', '$('.repeat(20_000)],
  ['shells in shells', 'eval '.repeat(100)],
  ['wrappers', `${'sudo '.repeat(200)}rm x`],
  ['loops', `${'for a in 1 2 3 4 5 6 7 8; do '.repeat(12)}rm $a;${'done;'.repeat(12)}`],
  ['loops without an end', 'for i in a b; do '.repeat(5000)],
  ['loops of lines', `${'while read x; do '.repeat(300)}rm $x;${'done;'.repeat(300)}`],
  ['functions that double', Array.from({ length: 2000 }, (_, at) => `f${at}() { f${at + 1}; f${at + 1}; }; `).join('')],
  ['words that are run again and again', `parallel ${'a '.repeat(20_000)}::: ${'b '.repeat(20_000)}`],
  ['folders in folders', 'cd a; '.repeat(20_000)],
  ['variables before a program', `env ${'A=b '.repeat(20_000)}ls`],
  ['doubling', `a=xxxxxxxxxx;${'a=$a$a;'.repeat(60)}rm $a`],
  ['braces', '{a,b}'.repeat(10_000)],
  ['what calls itself', 'f() { f; g; f; }; g() { f; g; f; }; f'],
  ['what writes itself', 'echo "sh y.sh; sh y.sh" > y.sh; sh y.sh'],
  ['open quotes', 'echo "a\n'.repeat(5000)],
  ['open blocks of PowerShell', `Remove-Item ${'{ ('.repeat(3000)}`],
])(
  '%s come to an end',
  (_name, text) => {
    expect(invocations(text).length).toBeLessThanOrEqual(MOST);
  },
  LONG,
);

const WORDS = [
  'rm',
  '-rf',
  '/',
  '$X',
  '"$X"',
  "'a b'",
  '$(',
  ')',
  '`',
  '"',
  "'",
  '|',
  '&&',
  '||',
  ';',
  '\n',
  '&',
  '{',
  '}',
  '(',
  '<<EOF',
  'EOF',
  '<<<',
  '>',
  '<',
  'if',
  'then',
  'fi',
  'for',
  'in',
  'do',
  'done',
  'case',
  'esac',
  'f()',
  'f',
  'eval',
  'bash',
  '-c',
  'sudo',
  'xargs',
  '-I{}',
  '{}',
  'find',
  '-exec',
  '\\;',
  'ssh',
  'h',
  'X=1',
  '${X:-',
  '${X//a/',
  '$((1+',
  '))',
  'python3',
  '-c',
  'os.system("',
  'node',
  '-e',
  'make',
  'npm',
  'run',
  'git',
  '-c',
  'alias.x=!rm',
  'x',
  'Remove-Item',
  '@"',
  '%X%',
  '^',
  '{a,b}',
  '~',
  '*',
  'trap',
  'EXIT',
  'cd',
  'read',
  'while',
  'printf',
  '%s',
  'base64',
  '-d',
  'tr',
  'awk',
  'tmux',
  'send-keys',
  'docker',
  'exec',
  'env',
  '-S',
  'source',
  'x.sh',
  '#',
  '<(',
  'export',
  'set',
  '--',
  'powershell',
  'cmd',
  '/c',
  'del',
  '/s',
];

test(
  'nothing anybody types makes it throw or go on for ever',
  () => {
    let looked = 0;
    const shells = fc.constantFrom('sh' as const, 'powershell' as const, 'cmd' as const);
    const texts = fc.oneof(
      fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }).map((words) => words.join(' ')),
      fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }).map((words) => words.join('')),
      fc.string({ maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 100 }),
    );
    fc.assert(
      fc.property(texts, shells, (text, shell) => {
        looked++;
        const seen = invocationsOf(text, around({ '/home/dev/shop/x.sh': text }), shell);
        expect(seen.length).toBeLessThanOrEqual(MOST);
        for (const { line, args } of seen) {
          expect(line).toBeGreaterThan(0);
          expect(args.every((word) => typeof word.text === 'string')).toBe(true);
        }
      }),
      { numRuns: 600 },
    );
    expect(looked).toBeGreaterThan(500);
  },
  LONG,
);
