import { expect, test } from 'vitest';
import { vanished } from '../../../src/gate/review/lines.ts';
import type { Content } from '../../../src/model/content.ts';
import { findingOf } from '../../review/findings.ts';
import { materialOf } from '../../review/prompt/material-from-git.ts';
import { fileOf } from '../../review/prompt/make.ts';

const SAVE = 'function save() {\n  try { write(); } catch {}\n}\n';
const OPEN = findingOf({ path: 'src/a.ts', quote: 'try { write(); } catch {}' });

test.each<[string, string, string | Content | null, boolean]>([
  ['stands', 'src/a.ts', SAVE, false],
  ['is indented anew', 'src/a.ts', SAVE.replace('  try', '\ttry'), false],
  ['is taken out', 'src/a.ts', 'function save() { write(); }\n', true],
  ['goes with its file', 'src/a.ts', null, true],
  ['has left the change', 'src/b.ts', 'other()\n', true],
  ['can no longer be read, because of one NUL', 'src/a.ts', { kind: 'binary' }, false],
  ['can no longer be read', 'src/a.ts', { kind: 'unreadable', why: 'too large' }, false],
])('a finding whose line %s', (_name, path, after, isGone) => {
  const material = materialOf([fileOf(path, 'x\n', after)]);
  expect(vanished(material, [OPEN])).toEqual(isGone ? [OPEN.id] : []);
});
