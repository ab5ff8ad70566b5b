import type { Gate } from '../gate/open.ts';
import { readReadings } from '../gate/readings.ts';
import { repositoryId } from '../gate/repository-id.ts';

/** What this repository is called in the log. */
export async function repositoryHere(gate: Gate): Promise<string> {
  const { head } = gate.repository;
  const { usable } = await readReadings(gate, head === null ? [] : [{ name: 'HEAD', tree: head }]);
  return await repositoryId(
    gate,
    usable.map(({ rules }) => rules),
  );
}
