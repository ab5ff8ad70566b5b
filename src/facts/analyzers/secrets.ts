import type { Edit } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { type Certainty, secretFileAt, secretIn } from '../secret-files.ts';
import { type Finding, isSurer } from '../secrets/finding.ts';
import { secretsOnNewLines } from '../secrets/lines.ts';
import { isFreed } from '../secrets/marks.ts';
import { isRead, isScanned, placeOf } from '../secrets/place.ts';

/** Files that are secrets by what they are, and secrets in any other. INVARIANT: a fact says where one stands and never what it is. */
export const secrets: Analyzer = {
  id: 'secrets',
  reads: (edit) => (edit.after?.mode.startsWith('100') === true && secretFileAt(edit.path)) || isRead(edit),
  grammars: () => [],
  needs: () => [],
  facts: (input) => input.edits.flatMap((edit) => secretsOf(edit, input)),
};

type Seen = { readonly detector: string; readonly certainty: Certainty; readonly line: number | null };

function secretsOf(edit: Edit, input: AnalyzerInput): readonly Observation[] {
  // the same bytes under another name, or another mode, bring nothing into the repository
  if (edit.before?.oid === edit.after?.oid) return [];
  const file = inFile(edit, input);
  const lines = inLines(edit, input).filter(({ line, certainty }) =>
    file.every(
      (one) =>
        (one.line === null || one.line !== line) && (isSurer(certainty, one.certainty) || certainty === 'certain'),
    ),
  );
  return [...file, ...surest(lines)].map(({ detector, certainty, line }) => ({
    kind: 'secret.add',
    subject: edit.path,
    edit,
    range: line === null ? null : { from: line, to: line },
    attributes: { detector, certainty },
  }));
}

function inFile(edit: Edit, { files }: AnalyzerInput): readonly Seen[] {
  const sides = files.get(edit.path);
  if (!sides || !secretFileAt(edit.path)) return [];
  const secret = secretIn(edit.path, sides.after, sides.before);
  return secret === null ? [] : [secret];
}

function inLines(edit: Edit, input: AnalyzerInput): readonly Finding[] {
  const sides = input.files.get(edit.path);
  if (!isScanned(edit) || sides?.after.kind !== 'text') return [];
  const before = sides.before.kind === 'text' ? sides.before.text : null;
  const place = placeOf(edit.path);
  const found = secretsOnNewLines(sides.after.text, before, place);
  if (found.length === 0) return [];
  const lines = sides.after.text.split('\n');
  const fresh = found.filter((one) => !isFreed(one, lines, before ?? '', edit) && !wasThere(one, input));
  return place.soft ? fresh.map((one) => ({ ...one, certainty: 'possible' })) : fresh;
}

/** On another line or in another file, before this change: moving it brings nothing in. */
function wasThere({ token, detector }: Finding, { edits, files }: AnalyzerInput): boolean {
  if (detector === 'private-key') return false;
  return edits.some((edit) => {
    const before = edit.before === null ? undefined : files.get(edit.path)?.before;
    return before?.kind === 'text' && before.text.includes(token);
  });
}

/** One for each detector of a file, where it is first seen most surely. */
function surest(found: readonly Finding[]): readonly Finding[] {
  const best = new Map<string, Finding>();
  for (const one of found) {
    const known = best.get(one.detector);
    if (!known || isSurer(one.certainty, known.certainty)) best.set(one.detector, one);
  }
  return [...best.values()];
}
