import type { Edit, Path } from '../../model/change.ts';
import type { Content } from '../../model/content.ts';
import type { Grammars } from '../../model/syntax.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { environmentOfPath } from '../environment.ts';
import { type ChangelogFile, changelogOfXml, changelogOfYaml } from '../sql/changelog-file.ts';
import { type Changeset, changesetsOf, spell, sqlOfChange } from '../sql/changelog.ts';
import { consequencesOfSql } from '../sql/consequences.ts';
import { dialectOf } from '../sql/dialect.ts';
import { observed } from '../sql/observed.ts';

/** Changelogs of Liquibase in XML, YAML and JSON; those in SQL are read as files of SQL. */
export const liquibase: Analyzer = {
  id: 'liquibase',
  reads: ({ path }) => isChangelog(path),
  grammars: (input) => (input.edits.some((edit) => isYaml(edit, input)) ? ['yaml'] : []),
  needs: () => [],
  facts: (input) => input.edits.flatMap((edit) => (mentions(edit, input) ? factsOf(edit, input) : [])),
};

function isChangelog(path: Path): boolean {
  return /\.(?:xml|ya?ml|json)$/i.test(path) && /change-?(?:log|set)|liquibase|(?:^|\/)db\//i.test(path);
}

/** `files` also holds what other analyzers read. */
function mentions({ path }: Edit, { files }: AnalyzerInput): boolean {
  const sides = isChangelog(path) ? files.get(path) : undefined;
  return sides !== undefined && [sides.before, sides.after].some((one) => one.kind === 'text' && ROOT.test(one.text));
}

const ROOT = /^[ \t]*databaseChangeLog[ \t]*:|"databaseChangeLog"[ \t]*:|<(?:\w+:)?databaseChangeLog\b/m;

function isYaml(edit: Edit, input: AnalyzerInput): boolean {
  return /\.(?:ya?ml|json)$/i.test(edit.path) && mentions(edit, input);
}

function factsOf(edit: Edit, { files, grammars }: AnalyzerInput): readonly Observation[] {
  const sides = files.get(edit.path);
  if (!sides) return [];
  const [before, after] = [readFile(edit, sides.before, grammars), readFile(edit, sides.after, grammars)];
  if (before === null || after === null) return [];
  const then = edit.landed === false ? [] : changesetsOf(before.root);
  const now = changesetsOf(after.root);
  const known = new Map(then.map((one) => [one.id, spell(one)]));
  const fresh = now.filter((one) => known.get(one.id) !== spell(one));
  return [...ofChangesets(edit, fresh, grammars), ...ofHistory(edit, then, now), ...unreadable(edit, after)];
}

function readFile(edit: Edit, content: Content, grammars: Grammars): ChangelogFile | null {
  if (content.kind !== 'text') return content.kind === 'absent' ? changelogOfXml('') : null;
  return edit.path.toLowerCase().endsWith('.xml')
    ? changelogOfXml(content.text)
    : changelogOfYaml(grammars.yaml(content.text));
}

/** All as one text of SQL, so that a table made in one changeset may go in the next; its lines lead back to the changes. */
function ofChangesets(edit: Edit, changesets: readonly Changeset[], grammars: Grammars): readonly Observation[] {
  const lines: number[] = [];
  let sql = '';
  for (const tag of changesets.flatMap(({ changes }) => changes)) {
    const text = sqlOfChange(tag);
    if (text === null) continue;
    const statement = `${text.trim().replace(/;$/, '')};\n`;
    for (let count = statement.split('\n').length - 1; count > 0; count--) lines.push(tag.line);
    sql += statement;
  }
  const dialect = dialectOf(edit.path, sql);
  const seen = {
    edit,
    technology: 'liquibase',
    environment: environmentOfPath(edit.path),
    landed: true,
    dependents: 0,
  };
  const { consequences } = consequencesOfSql(sql, { dialect: dialect === 'mysql' ? 'unknown' : dialect, grammars });
  return consequences.map((said) => observed({ ...said, line: lines[said.line - 1] ?? 1 }, seen));
}

function ofHistory(edit: Edit, then: readonly Changeset[], now: readonly Changeset[]): readonly Observation[] {
  const left = new Map(now.map((one) => [one.id, one]));
  return then.flatMap((old) => {
    const same = left.get(old.id);
    if (old.free || (same && spell(same) === spell(old))) return [];
    const what = same ? 'edited' : 'removed';
    const because = `the changeset ${old.id} has run and is ${what}: its checksum no longer fits, or nobody gets it any more`;
    const remedy = 'leave it as it ran and add a new changeset';
    const reason = { technology: 'liquibase', certainty: 'certain', because, remedy, landed: edit.landed } as const;
    const attributes = {
      ...reason,
      object: 'other',
      name: old.id,
      environment: environmentOfPath(edit.path),
      reversible: true,
      dependents: 0,
    };
    const range = { from: same?.line ?? old.line, to: same?.line ?? old.line };
    return [{ kind: 'data.migration-edit', subject: old.id, edit, range, attributes }];
  });
}

function unreadable(edit: Edit, { problem }: ChangelogFile): readonly Observation[] {
  if (problem === null) return [];
  const range = { from: problem.line, to: problem.line };
  return [{ kind: 'unreadable', subject: edit.path, edit, range, attributes: { what: 'changelog', why: problem.why } }];
}
