import { decode } from '../../../changes/decode.ts';
import { readObjects } from '../../../changes/objects.ts';
import type { Oid, Path } from '../../../model/change.ts';
import { languageOfPath } from '../../../model/language.ts';
import { readGenerated } from '../../../policy/generated.ts';
import type { Git } from '../../../system/git.ts';
import { readHunks, snippetOf } from './snippet.ts';

/** One file as it was where it was wrong, and where it was right. */
export type Pair = { readonly path: Path; readonly wrong: string; readonly right: string };

/** What a commit or a range teaches: what was wrong, how it was undone, and in whose words. */
export type Lesson = {
  readonly how: 'revert' | 'fix';
  /** `a1b2c3d subject`, the one that undid it first. */
  readonly commits: readonly string[];
  readonly message: string;
  readonly pairs: readonly Pair[];
  /** Files that changed and are not shown, with why. */
  readonly left: readonly string[];
};

/** A lesson is read by a person: the smallest files show it best. */
const MOST_FILES = 2;
const LARGEST = 200_000;
const REVERTS = /^This reverts commit ([0-9a-f]{7,64})\b/m;

/** The commit that a word names; null where git knows none. */
export async function findCommit(git: Git, word: string): Promise<Oid | null> {
  if (word === '' || word.startsWith('-')) return null;
  const answer = await git.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${word}^{commit}`]);
  return answer.code === 0 ? answer.stdout.toString('latin1').trim() : null;
}

/** A commit that reverts another shows both; any other is taken for the fix of what stood there before it. */
export async function lessonOfCommit(git: Git, oid: Oid): Promise<Lesson> {
  const message = await git.text(['log', '-1', '--format=%B', '--end-of-options', oid]);
  const named = REVERTS.exec(message)?.[1];
  const reverted = named === undefined ? null : await findCommit(git, named);
  if (reverted !== null) {
    const found = await pairsBetween(git, { wrong: reverted, right: await parentOf(git, reverted) });
    return {
      how: 'revert',
      commits: [await nameOf(git, oid), await nameOf(git, reverted)],
      message: `${await git.text(['log', '-1', '--format=%B', '--end-of-options', reverted])}\n${message}`,
      ...found,
    };
  }
  const found = await pairsBetween(git, { wrong: await parentOf(git, oid), right: oid });
  return { how: 'fix', commits: [await nameOf(git, oid)], message, ...found };
}

export async function lessonOfRange(git: Git, base: Oid, head: Oid): Promise<Lesson> {
  const log = ['log', '--max-count=20', '--no-show-signature', '--end-of-options', `${base}..${head}`];
  const commits = (await git.text([...log.slice(0, 3), '--format=%h %s', ...log.slice(3)])).split('\n');
  const message = await git.text([...log.slice(0, 3), '--format=%B', ...log.slice(3)]);
  return {
    how: 'fix',
    commits: commits.filter((one) => one !== ''),
    message,
    ...(await pairsBetween(git, { wrong: base, right: head })),
  };
}

async function nameOf(git: Git, oid: Oid): Promise<string> {
  return await git.text(['log', '-1', '--no-show-signature', '--format=%h %s', '--end-of-options', oid]);
}

/** Its first parent; before the first commit there is nothing. */
async function parentOf(git: Git, oid: Oid): Promise<Oid> {
  const parent = await findCommit(git, `${oid}^1`);
  return parent ?? (await git.text(['hash-object', '-t', 'tree', '--stdin'], ''));
}

type Ends = { readonly wrong: Oid; readonly right: Oid };
type Changed = { readonly path: string; readonly wrong: Oid | null; readonly right: Oid | null };

async function pairsBetween(git: Git, ends: Ends): Promise<Pick<Lesson, 'pairs' | 'left'>> {
  const raw = ['diff-tree', '-r', '-z', '--no-renames', '--no-commit-id', ends.wrong, ends.right];
  const changed = readRaw((await git.run(raw)).toString('utf8'));
  const isGenerated = readGenerated([]);
  const left = changed.filter(({ path }) => isGenerated(path)).map(({ path }) => `${path}: generated`);
  const read: (Pair & { readonly size: number })[] = [];
  for (const one of changed.filter(({ path }) => !isGenerated(path)).slice(0, 200)) {
    const pair = await readPair(git, ends, one);
    if (typeof pair === 'string') left.push(`${one.path}: ${pair}`);
    else read.push(pair);
  }
  const ranked = read.toSorted((a, b) => rankOf(a.path) - rankOf(b.path) || a.size - b.size);
  const pairs = ranked.slice(0, MOST_FILES).map(({ path, wrong, right }) => ({ path, wrong, right }));
  return { pairs, left: [...left, ...ranked.slice(MOST_FILES).map(({ path }) => `${path}: smaller ones show it`)] };
}

/** Code first, then tests, then what is no code. */
function rankOf(path: Path): number {
  const language = languageOfPath(path);
  if (language === null || ['markdown', 'json', 'toml', 'yaml'].includes(language)) return 2;
  return /(^|\/)(tests?|spec|__tests__)\/|[._](test|spec)\.|(^|\/)test_|_test\./.test(path) ? 1 : 0;
}

/** `:100644 100644 <oid> <oid> M\0path\0` */
function readRaw(raw: string): readonly Changed[] {
  return [...raw.matchAll(/:\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) [A-Z]\0([^\0]+)\0/g)].map(
    ([, wrong = '', right = '', path = '']) => ({ path, wrong: known(wrong), right: known(right) }),
  );
}

function known(oid: string): Oid | null {
  return /^0+$/.test(oid) ? null : oid;
}

async function readPair(
  git: Git,
  ends: Ends,
  { path, wrong, right }: Changed,
): Promise<(Pair & { readonly size: number }) | string> {
  const oids = [wrong, right].filter((oid) => oid !== null);
  const bodies = await readObjects(git, oids);
  const texts = bodies.map((body) => (body === null || body.length > LARGEST ? null : decode(body)));
  if (texts.some((text) => text?.kind !== 'text')) return 'it is no text, or a large one';
  const textAt = (oid: Oid | null): string => {
    const content = oid === null ? null : (texts[oids.indexOf(oid)] ?? null);
    return content?.kind === 'text' ? content.text : '';
  };
  const diff = ['diff', '-U0', '--no-color', '--no-ext-diff', '--no-textconv', '--no-renames', ends.wrong, ends.right];
  const hunks = readHunks(await git.text([...diff, '--', `:(literal)${path}`]));
  const size = hunks.reduce((sum, { before, after }) => sum + before.length + after.length, 0);
  return {
    path,
    wrong: snippetOf(
      textAt(wrong),
      hunks.map(({ before }) => before),
    ),
    right: snippetOf(
      textAt(right),
      hunks.map(({ after }) => after),
    ),
    size,
  };
}
