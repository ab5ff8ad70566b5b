import type { Edit } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { secretFileAt, secretIn } from '../secret-files.ts';

/** Files that are secrets by what they are. INVARIANT: a fact says where a secret stands and never what it is. */
export const secrets: Analyzer = {
  id: 'secrets',
  reads: (edit) => edit.after?.mode.startsWith('100') === true && secretFileAt(edit.path),
  grammars: () => [],
  needs: () => [],
  facts: (input) => input.edits.flatMap((edit) => secretOf(edit, input)),
};

function secretOf(edit: Edit, { files }: AnalyzerInput): readonly Observation[] {
  const sides = files.get(edit.path);
  // the same bytes under another name, or another mode, bring nothing into the repository
  if (!sides || !secretFileAt(edit.path) || edit.before?.oid === edit.after?.oid) return [];
  const secret = secretIn(edit.path, sides.after, sides.before);
  if (secret === null) return [];
  const { detector, certainty, line } = secret;
  const range = line === null ? null : { from: line, to: line };
  return [{ kind: 'secret.add', subject: edit.path, edit, range, attributes: { detector, certainty } }];
}
