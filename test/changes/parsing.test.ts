import { assert, property, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRaw } from '../../src/changes/compare.ts';
import { mapRef, parseConfig } from '../../src/changes/config.ts';
import { decode } from '../../src/changes/decode.ts';
import { pathFromBytes, pathToBytes } from '../../src/system/bytes.ts';

describe('path bytes', () => {
  test('every sequence of bytes comes back', () => {
    assert(
      property(uint8Array({ maxLength: 40 }), (bytes) => {
        expect(pathToBytes(pathFromBytes(Buffer.from(bytes)))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  test('valid UTF-8 is kept as it is, another byte becomes a lone surrogate', () => {
    expect(pathFromBytes(Buffer.from('ü/😀'))).toBe('ü/😀');
    expect(pathFromBytes(Buffer.from([0x61, 0xff, 0xc3, 0x62]))).toBe('a\udcff\udcc3b');
    expect(pathFromBytes(Buffer.from([0xed, 0xb3, 0xbf]))).toBe('\udced\udcb3\udcbf'); // U+DCFF as CESU is not UTF-8
  });
});

describe('contents', () => {
  const text = (bytes: readonly number[]): unknown => decode(Buffer.from(bytes));
  test.each([
    ['UTF-8', [0xc3, 0xbc], { kind: 'text', text: 'ü' }],
    ['UTF-8 with a byte order mark', [0xef, 0xbb, 0xbf, 0x61], { kind: 'text', text: 'a' }],
    ['UTF-16, little end first', [0xff, 0xfe, 0x61, 0x00], { kind: 'text', text: 'a' }],
    ['UTF-16, big end first', [0xfe, 0xff, 0x00, 0x61], { kind: 'text', text: 'a' }],
    ['a stray byte does not hide the rest', [0x61, 0xff, 0x62], { kind: 'text', text: 'a\ufffdb' }],
    ['a NUL is binary', [0x61, 0x00], { kind: 'binary' }],
    ['nothing is text', [], { kind: 'text', text: '' }],
  ])('%s', (_name, bytes, content) => {
    expect(text(bytes)).toEqual(content);
  });
});

describe('config', () => {
  const config = (...entries: readonly string[]): ReturnType<typeof parseConfig> =>
    parseConfig(Buffer.from(entries.map((entry) => `${entry}\0`).join('')));

  test('remotes, their addresses and where their branches are kept', () => {
    const { remotes } = config(
      'remote.origin.url\nshop:app.git',
      'remote.origin.pushurl\nssh://git@shop/app.git',
      'remote.origin.fetch\n+refs/heads/*:refs/remotes/origin/*',
      'url.ssh://git@shop.example/.insteadof\nshop:',
      'remote.copy.url\n/srv/copy.git',
      'remote.copy.fetch\n+refs/*:refs/*',
      'remote.copy.mirror\ntrue',
    );
    expect(remotes).toEqual([
      {
        name: 'origin',
        url: 'shop:app.git',
        addresses: ['shop:app.git', 'ssh://git@shop/app.git', 'ssh://git@shop.example/app.git'],
        isMirror: false,
        tracking: [{ from: 'refs/heads/*', to: 'refs/remotes/origin/*' }],
      },
      { name: 'copy', url: '/srv/copy.git', addresses: ['/srv/copy.git'], isMirror: true, tracking: [] },
    ]);
  });

  test('later entries win, and a key without a value is read', () => {
    expect(config('user.email\na@x', 'core.bare', 'user.email\nb@x').user).toEqual({ name: null, email: 'b@x' });
  });

  test('a ref of the remote and the ref that tracks it', () => {
    expect(mapRef('refs/heads/a/$&', 'refs/heads/*', 'refs/remotes/o/*')).toBe('refs/remotes/o/a/$&');
    expect(mapRef('refs/heads/', 'refs/heads/*', 'refs/remotes/o/*')).toBe(null);
    expect(mapRef('refs/tags/a', 'refs/heads/*', 'refs/remotes/o/*')).toBe(null);
    expect(mapRef('refs/heads/main', 'refs/heads/main', 'refs/remotes/o/main')).toBe('refs/remotes/o/main');
  });
});

describe('raw diffs', () => {
  const A = 'a'.repeat(40);
  const Z = '0'.repeat(40);
  test('a path that looks like the next record is a path', () => {
    const odd = `${A} ${A}\n`;
    const raw = `${A} ${A}\n:100664 000000 ${A} ${Z} D\x00${odd}\x00:100644 100644 ${A} ${A} R100\x00:old\x00${A}\x00-\t-\t${odd}\x00001\t2\t\x00:old\x00${A}\x00`;
    expect([...parseRaw(Buffer.from(raw)).values()]).toEqual([
      [
        { status: 'delete', path: odd, from: null, before: { oid: A, mode: '100644' }, after: null, lines: 'binary' },
        {
          status: 'rename',
          path: A,
          from: ':old',
          before: { oid: A, mode: '100644' },
          after: { oid: A, mode: '100644' },
          lines: { added: 1, removed: 2 },
        },
      ],
    ]);
  });

  test.each([
    ['cut', `${A}\0:100644 100644 ${A} ${A} M\0pa`],
    ['of an unknown status', `${A}\0:100644 100644 ${A} ${A} X\0path\0`],
  ])('an answer that is %s is an error', (_name, raw) => {
    expect(() => parseRaw(Buffer.from(raw))).toThrow(/read git diff-tree/);
  });
});
