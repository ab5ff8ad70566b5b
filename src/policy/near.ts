import type { Path } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import type { Rule, Rules } from './rules.ts';

/**
 * The rules that can meet a fact, by its kind and its folder. Most rules are about one place and most facts lie elsewhere,
 * so this is where the time of a decision is saved. The files of a folder share the answer.
 */
export function rulesNear(rules: Rules): (fact: Fact) => readonly Rule[] {
  const known = new Map<string, readonly Rule[]>();
  return ({ kind, where, from }) => {
    const folder = folderOf(where.path);
    const near = (folders: readonly Path[]): readonly Rule[] =>
      rules.rulesFor(kind).filter((rule) => reaches(rule, folders));
    if (from !== null) return near([folder, folderOf(from)]);
    const key = `${kind}\n${folder}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const answer = near([folder]);
    known.set(key, answer);
    return answer;
  };
}

/** With its slash, so that `infra/` does not hold `infra-old/`; empty at the top. */
export function folderOf(path: Path): Path {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** Either name of a rename will do, as it does for the condition `path`. */
function reaches(rule: Rule, folders: readonly Path[]): boolean {
  return rule.folders === null || rule.folders.some((own) => folders.some((folder) => folder.startsWith(own)));
}
