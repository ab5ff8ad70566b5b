import type { AnalyzerInput, Observation } from '../analyzer.ts';
import { weakened } from './statements.ts';
import { isTestFile } from './surroundings.ts';

const SNAPSHOT = /(^|\/)__snapshots__\/|\.(snap|ambr)$/;

/** Recordings that are written anew while nothing they record has changed. */
export function rerecorded({ edits }: AnalyzerInput): readonly Observation[] {
  if (edits.some(({ path }) => !SNAPSHOT.test(path) && (isTestFile(path) || !/\.(md|txt)$/.test(path)))) return [];
  return edits.flatMap((edit): readonly Observation[] => {
    const { lines, before, after, path } = edit;
    if (!SNAPSHOT.test(path)) return [];
    const removed = typeof lines === 'string' ? 0 : lines.removed;
    if (!before || !after || before.oid === after.oid || removed === 0) return [];
    const because = 'the recording is written anew and nothing it records is changed';
    return [
      weakened({ edit, language: 'snapshot' }, { name: path, range: null, certainty: 'possible', because }, removed),
    ];
  });
}
