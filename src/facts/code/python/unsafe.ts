import type { Sighting } from '../sighting.ts';
import type { Node } from '../tree.ts';
import { calleeOf, calls, type PythonFile, see } from './file.ts';
import { INTERPRETERS } from './interpreters.ts';
import { PROTECTIONS, settings } from './protections.ts';
import type { Said } from './rule.ts';

const RULES = [...INTERPRETERS, ...PROTECTIONS];

/** Calls that hand input to an interpreter, or drop a protection. */
export function unsafe(file: PythonFile): readonly Sighting[] {
  const found = calls(file).flatMap((call): readonly Sighting[] => {
    const callee = calleeOf(file, call);
    if (callee === '') return [];
    return RULES.flatMap((rule) => {
      const said = rule(file, call, callee);
      return said ? [told(file, call, { name: callee, ...said })] : [];
    });
  });
  return [...found, ...settings(file).map(({ node, said }) => told(file, node, said))];
}

function told(file: PythonFile, node: Node, said: Said): Sighting {
  const certainty = file.place === 'test' || file.place === 'example' ? 'possible' : said.certainty;
  return see(file, node, { kind: 'code.unsafe-call', ...said, certainty });
}
