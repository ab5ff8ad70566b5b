import type { Oid } from '../../model/change.ts';
import type { Git } from '../../system/git.ts';

const LONGEST = 60;

/** First lines of commits, as far as this clone has them. What they say is a stranger's. */
export async function readSubjects(git: Git, commits: readonly Oid[]): Promise<ReadonlyMap<Oid, string>> {
  if (commits.length === 0) return new Map();
  const input = [...new Set(commits)].map((oid) => `${oid}\n`).join('');
  const answer = await git.ask(
    [
      'log',
      '--stdin',
      '--ignore-missing',
      '--no-walk=unsorted',
      '--no-show-signature',
      '--no-notes',
      '-s',
      '--format=%H %s',
    ],
    input,
  );
  const lines = answer.stdout.toString('utf8').split('\n');
  return new Map(
    lines.flatMap((line): readonly (readonly [Oid, string])[] => {
      const at = line.indexOf(' ');
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1, at + 1 + LONGEST)]];
    }),
  );
}
