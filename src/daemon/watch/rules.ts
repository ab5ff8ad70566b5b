import { sha256 } from '../../system/files.ts';
import { faultInWorkingRules } from '../../gate/working-rules.ts';
import type { Git } from '../../system/git.ts';
import { finding, type Finding } from './finding.ts';

/**
 * Rules that somebody changes without committing them hold for nobody, so that is no tampering; but it is told once, and once more
 * when they could not be read. `mark` is what was told last, a line per working tree.
 */
export async function findRules(
  git: Git,
  roots: readonly string[],
  mark: string,
): Promise<{ readonly findings: readonly Finding[]; readonly mark: string }> {
  const told = new Map(
    mark.split('\n').map((line) => [line.slice(line.indexOf(' ') + 1), line.split(' ', 1)[0] ?? '']),
  );
  const lines: string[] = [];
  const findings: Finding[] = [];
  for (const root of roots) {
    const edited = await git.at(root).ask(['status', '--porcelain=v1', '-z', '-uall', '--', '.guardrail']);
    const names = edited.stdout
      .toString('utf8')
      .split('\0')
      .flatMap((entry) => entry.slice(3) || []);
    if (edited.code !== 0 || names.length === 0) continue;
    const why = await faultInWorkingRules(root);
    const state = why === null ? 'edited' : `broken-${sha256(why).slice(0, 12)}`;
    lines.push(`${state} ${root}`);
    if (told.get(root) === state) continue;
    const detail = `${names.slice(0, 5).join(', ')} differ from what is committed: they hold once they are committed`;
    if (why !== null) findings.push(finding('watch', 'rules-broken', root, why));
    else findings.push(finding('watch', 'rules-edited', root, detail));
  }
  return { findings, mark: lines.join('\n') };
}
