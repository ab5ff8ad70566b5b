import type { Io } from '../../system/io.ts';
import { openGate } from '../open.ts';
import { protectedTip } from '../readings.ts';
import { type InForce, failureModelsInForce } from './in-force.ts';

/** What reviews here are asked about: by what has landed, else by what the last commit holds. */
export async function listModels(io: Io): Promise<InForce> {
  const gate = await openGate(io);
  const tip = await protectedTip(gate, []);
  const { head } = gate.repository;
  return await failureModelsInForce(gate, {
    landed: tip === null ? [] : [{ name: tip.ref.replace(/^refs\/(remotes|heads)\//, ''), tree: tip.oid }],
    own: head === null ? null : { name: 'HEAD', tree: head },
  });
}
