import type { Ground } from '../../changes/tool/inlet.ts';
import type { Fact } from '../../model/fact.ts';

/** A key in a file that git ignores enters no repository: a `.env` of one's own is where keys belong. */
export async function withoutIgnored(ground: Ground | null, facts: readonly Fact[]): Promise<readonly Fact[]> {
  const paths = [...new Set(facts.filter(entersRepository).map(({ where }) => where.path))];
  const inside = paths.filter((path) => !path.startsWith('/'));
  if (ground === null || inside.length === 0) return facts;
  const input = inside.map((path) => `${path}\0`).join('');
  const answer = await ground.git.ask(['check-ignore', '-z', '--stdin'], input); // 1: none of them is ignored
  const ignored = new Set(answer.stdout.toString('utf8').split('\0'));
  return facts.filter((fact) => !entersRepository(fact) || !ignored.has(fact.where.path));
}

function entersRepository({ kind }: Fact): boolean {
  return kind === 'secret.add' || kind === 'file.binary';
}
