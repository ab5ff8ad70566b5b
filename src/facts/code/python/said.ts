import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import type { Node } from '../tree.ts';
import { type PythonFile, symbolOf } from './file.ts';

/** Something that is seen by comparing two sides: by its first line. */
export function said(
  file: PythonFile,
  node: Node,
  kind: string,
  how: string,
  name: string,
  certainty: Certainty,
  because: string,
): Sighting {
  return {
    kind,
    how,
    name,
    certainty,
    because,
    range: { from: node.from, to: node.from },
    symbol: symbolOf(file, node),
    text: `${how} ${name} ${symbolOf(file, node)}`,
  };
}
