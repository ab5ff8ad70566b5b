import { mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makePrivateFolder } from '../../src/log/folder.ts';

test('makes every missing parent for its owner alone', () => {
  const root = temporary();
  makePrivateFolder(join(root, 'a/b/c'));
  expect(statSync(join(root, 'a/b/c')).mode & 0o777).toBe(0o700);
});

test('comes to an end where a parent is there and takes no folders', () => {
  expect(() => makePrivateFolder('/proc/home/.local/state/guardrail')).toThrow('mkdir');
});

test('does not use what a link of another leads to', () => {
  const root = temporary();
  symlinkSync('nowhere', join(root, 'state'));
  expect(() => makePrivateFolder(join(root, 'state'))).toThrow('it is not a folder');
});

function temporary(): string {
  const root = mkdtempSync(join(tmpdir(), 'guardrail-folder-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
}
