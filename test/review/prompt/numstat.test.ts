import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Material } from '../../../src/review/material.ts';
import { drawFrom } from '../../../src/review/prompt/seed.ts';
import { openGit } from '../../../src/system/git.ts';
import { makeRepo, type Repo } from '../../helpers/repo.ts';
import { materialsFromGit } from './material-from-git.ts';
import { sheetsOf } from './make.ts';

const FILES = 400;
const COMMITS = 60;

/** In this history one table has lines that no sheet holds. */
const TOO_LONG = /^\d+ lines are too long/;

/** Changed lines on the sheets beside what `git diff --numstat` counts, where they are not the same. */
function unequal({ files }: Material): readonly string[] {
  const { sheets, manifest } = sheetsOf(files);
  const counts = new Map<string, { added: number; removed: number }>();
  for (const { path, side, changed } of sheets.flatMap(({ lines }) => lines)) {
    const count = counts.get(path) ?? { added: 0, removed: 0 };
    if (changed && side === 'after') count.added += 1;
    if (changed && side === 'before') count.removed += 1;
    counts.set(path, count);
  }
  return files.flatMap(({ edit: { path, lines } }, index) => {
    const listed = manifest.files[index];
    if (listed === undefined || listed.path !== path) return [`${path} is not in the manifest`];
    if (typeof lines === 'string') return [];
    const { added, removed } = counts.get(path) ?? { added: 0, removed: 0 };
    if (listed.added !== lines.added || listed.removed !== lines.removed)
      return [`${path}: the manifest counts otherwise`];
    const isShown = listed.shown === lines.added + lines.removed && listed.why === '';
    if (!isShown && !listed.excused && !TOO_LONG.test(listed.why))
      return [`${path}: ${listed.shown} shown, ${listed.why}`];
    if (!isShown) return [];
    return added === lines.added && removed === lines.removed
      ? []
      : [`${path}: git +${lines.added} -${lines.removed}, shown +${added} -${removed}`];
  });
}

describe('what is shown is what git counts', () => {
  let repo: Repo;
  beforeAll(async () => {
    repo = await makeRepo();
  });
  afterAll(() => repo.remove());

  test(`in ${FILES} files edited at random`, async () => {
    const draw = drawFrom('numstat');
    const before = Object.fromEntries(Array.from({ length: FILES }, (_, i) => [`f${i}.txt`, randomText(draw)]));
    const after = Object.fromEntries(Object.entries(before).map(([path, text]) => [path, edited(text, draw)]));
    await repo.commit('before', before);
    const to = await repo.commit('after', after);
    const git = openGit(repo.root, repo.env);
    const materials = await materialsFromGit(git, [{ kind: 'commit', commit: to }]);
    const [material] = [...materials.values()];
    expect(material?.files.length).toBeGreaterThan(FILES * 0.9);
    const mistakes = material === undefined ? ['nothing was read'] : unequal(material);
    expect(mistakes).toEqual([]);
  });

  test('where kinds of file, line ends, bytes and modes change', async () => {
    await odd(repo, 'before');
    const to = await odd(repo, 'after');
    const git = openGit(repo.root, repo.env);
    const materials = await materialsFromGit(git, [{ kind: 'commit', commit: to }]);
    const [material] = [...materials.values()];
    expect(material?.files.length).toBe(12);
    expect(material === undefined ? ['nothing was read'] : unequal(material)).toEqual([]);
  });
});

/** A side of a change that holds what is seldom in one. */
async function odd(repo: Repo, side: 'before' | 'after'): Promise<string> {
  const isBefore = side === 'before';
  const write = (path: string, before: string | Buffer, after: string | Buffer): Promise<void> =>
    repo.write(`odd/${path}`, isBefore ? before : after);
  await repo.run('rm', ['-rf', 'odd']);
  await write('mark.txt', 'one\ntwo\n', '\ufeffone\ntwo\n');
  await write('latin.txt', Buffer.from('caf\xe9\nb\n', 'latin1'), Buffer.from('caf\xea\nb\n', 'latin1'));
  await write('mixed.txt', 'a\r\nb\nc\n', 'a\nb\r\nc\n');
  await write('open.txt', 'a\nb', 'a\nb\n');
  await write('closed.txt', 'a\nb\n', 'a\nb');
  await write('empty.txt', '', 'a\n');
  await write('emptied.txt', 'a\n', '');
  await write('controls.txt', 'a\u000bb\fc\u2028d\u0085e\n', 'a\u000bb\fc\u2028d\u0085f\n');
  await write('space.py', 'if a:\n  b()\n  c()\n', 'if a:\n  b()\nc()\n');
  await write('moved.txt', `${'x\ny\n\n'.repeat(30)}end\n`, `${'y\n\nx\n'.repeat(30)}end\n`);
  await write('run.sh', 'echo\n', 'echo\n');
  if (isBefore) await write('link', 'a\nb\n', '');
  else await repo.run('ln', ['-s', 'elsewhere', 'odd/link']);
  if (!isBefore) await repo.run('chmod', ['+x', 'odd/run.sh']);
  return repo.commit(side);
}

test(`in the last ${COMMITS} commits of this repository`, async () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const git = openGit(root, {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
  });
  const listed = await git.run(['rev-list', '--no-merges', `--max-count=${COMMITS}`, 'HEAD']);
  const commits = listed.toString('latin1').trim().split('\n');
  const isGenerated = (path: string): boolean => path === 'package-lock.json';
  const materials = await materialsFromGit(
    git,
    commits.map((commit) => ({ kind: 'commit', commit })),
    isGenerated,
  );
  const files = [...materials.values()].reduce((sum, one) => sum + one.files.length, 0);
  expect([...materials.values()].flatMap(unequal), `${commits.length} commits, ${files} files`).toEqual([]);
  expect(files).toBeGreaterThan(0);
});

const WORDS = ['a', 'b', '}', '', '  x();', '  return y;', 'if (z) {', 'caf\u00e9', '\tt', 'end'];

function randomText(draw: () => number): string {
  // git begins to take shortcuts in files of some thousand lines that say the same over and over
  const size = draw() < 0.02 ? 3_000 : Math.floor(draw() ** 2 * 300);
  const lines = Array.from({ length: size }, (_, index) =>
    draw() < 0.4 ? `line ${index}` : (WORDS[Math.floor(draw() * WORDS.length)] ?? ''),
  );
  const end = draw() < 0.3 ? '\r\n' : '\n';
  return lines.join(end) + (draw() < 0.2 || size === 0 ? '' : end);
}

/** Lines taken out, put in, doubled, moved; some ends changed; some files as good as written anew. */
function edited(text: string, draw: () => number): string {
  const lines = text.split('\n');
  const edits = 1 + Math.floor(draw() ** 3 * lines.length);
  for (let edit = 0; edit < edits; edit += 1) {
    const at = Math.floor(draw() * lines.length);
    const kind = Math.floor(draw() * 5);
    const other = WORDS[Math.floor(draw() * WORDS.length)] ?? '';
    if (kind === 0) lines.splice(at, 1 + Math.floor(draw() * 4));
    else if (kind === 1) lines.splice(at, 0, other);
    else if (kind === 2) lines.splice(at, 1, `${lines[at] ?? ''} ${edit}`);
    else if (kind === 3) lines.splice(Math.floor(draw() * lines.length), 0, ...lines.splice(at, 3));
    else lines.splice(at, 0, ...lines.slice(at, at + 5));
  }
  return lines.join('\n') + (draw() < 0.1 ? '\n' : '');
}
