import type { FilePast } from '../../log/history.ts';
import type { Part, Path } from '../../model/change.ts';
import type { Gate } from '../open.ts';

/** More than these are not asked about one by one: git walks the whole history for them. */
const MOST_PATHS = 200;
const MOST_TIPS = 20;
const MARK = '\u0001';

export type GitPast = {
  readonly files: ReadonlyMap<Path, FilePast>;
  readonly says: string;
  readonly isMissing: boolean;
};

/**
 * Where no index is believed, as in CI: the past of the files from git itself. It takes a second in a large history, which a person at a
 * push would not wait for.
 */
export async function readGitPast({ git, repository }: Gate, part: Part, paths: readonly Path[]): Promise<GitPast> {
  const own = new Set(part.edits.flatMap(({ commits }) => commits));
  const tips = [...own].slice(0, MOST_TIPS);
  if (repository.isShallow)
    return nothing('this clone is shallow: fetch all of it (actions/checkout with fetch-depth: 0)');
  if (tips.length === 0 || paths.length > MOST_PATHS) return nothing(`more than ${MOST_PATHS} files`);
  const answer = await git.ask([
    '-c',
    'core.quotePath=false',
    'log',
    '--no-merges',
    '--no-renames',
    '--name-only',
    `--format=${MARK}%H %ct`,
    ...tips,
    '--',
    ...paths.map((path) => `:(top,literal)${path}`),
  ]);
  if (answer.code !== 0) return nothing('git did not tell');
  return { files: countFiles(answer.stdout.toString('utf8'), own), says: 'read from git', isMissing: false };
}

function nothing(why: string): GitPast {
  return { files: new Map(), says: `not known (${why}), so its files count as new`, isMissing: true };
}

function countFiles(text: string, own: ReadonlySet<string>): ReadonlyMap<Path, FilePast> {
  const files = new Map<Path, FilePast>();
  for (const entry of text.split(MARK).slice(1)) {
    const [head = '', ...names] = entry.split('\n').filter((line) => line !== '');
    const [oid = '', seconds = ''] = head.split(' ');
    if (own.has(oid)) continue;
    const ts = Number(seconds) * 1000;
    for (const name of names) {
      const known = files.get(name);
      files.set(name, { changes: (known?.changes ?? 0) + 1, last: Math.max(known?.last ?? 0, ts) });
    }
  }
  return files;
}
