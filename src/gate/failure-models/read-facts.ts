import { analyzers } from '../../facts/analyzers/index.ts';
import { detectors } from '../../facts/code/index.ts';
import { extract } from '../../facts/extract.ts';
import type { Change } from '../../model/change.ts';
import type { Fact } from '../../model/fact.ts';
import { loadGrammars } from '../../system/grammars.ts';
import { type Situation, readCaseSides } from '../cases/change.ts';

/** What analyzers and detectors state of a case, as they would of a commit under review. */
export async function readCaseFacts(change: Change, situation: Situation): Promise<readonly Fact[]> {
  const run = extract(change, [...analyzers, ...detectors]);
  let step = run.next();
  while (step.done !== true) {
    const { paths, grammars } = step.value;
    step = run.next({ files: readCaseSides(situation, change, paths), grammars: await loadGrammars(grammars) });
  }
  return step.value;
}
