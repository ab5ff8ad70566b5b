import type { Gate } from '../../gate/open.ts';
import type { Io } from '../../system/io.ts';
import { UsageError } from '../../system/usage.ts';
import { readBranch } from '../history/branch.ts';
import { addIncident, withdrawOutcome, type Kept } from './person.ts';
import { keptLines } from './words.ts';

type Words = { readonly text: (flag: string) => string | null };

/** `outcome add` and `outcomes add`. */
export async function addOutcome(gate: Gate, args: Words, io: Io): Promise<0 | 2> {
  const incident = args.text('incident')?.trim() ?? '';
  const commit = args.text('commit')?.trim() ?? '';
  if (incident === '' || commit === '') {
    throw new UsageError(
      'outcome add: name the incident and the commit that caused it',
      'guardrail outcome add --incident URL --commit SHA',
    );
  }
  const branch = await readBranch(gate);
  if (branch.tip === null) throw new UsageError('outcome add: nothing has landed here yet', 'guardrail status');
  return await tell(
    gate,
    io,
    await addIncident(gate, branch, { incident, commit, because: args.text('because') ?? '' }),
  );
}

export async function takeBack(gate: Gate, id: string, args: Words, io: Io): Promise<0 | 2> {
  const { repo } = await readBranch(gate);
  return await tell(gate, io, await withdrawOutcome(gate, repo, id, args.text('because') ?? ''));
}

async function tell(gate: Gate, io: Io, kept: Kept): Promise<0 | 2> {
  const [what, ...more] = keptLines(kept, gate);
  await io.out(`${what ?? ''}\n`);
  for (const line of more) await io.err(`${line}\n`);
  return kept.kept.kind === 'written' ? 0 : 2;
}
