import { draftFrom } from '../../gate/failure-models/draft/draft.ts';
import { OWN_FOLDER } from '../../gate/failure-models/find.ts';
import type { Gate } from '../../gate/open.ts';
import type { Rows } from '../../log/open.ts';
import { lifeOf } from '../../log/tuned.ts';
import { absent, textFile } from '../../system/files.ts';
import { UsageError } from '../../system/usage.ts';
import { fileHere, type Patch, type Turning } from './file-here.ts';

const NEW_FILE = 0o644;

/** A failure model begun from a bug: the change in which it was, and the one in which it was gone. What it means, a person writes. */
export async function draftOfBug(gate: Gate, log: Rows, finding: string, id: string): Promise<Patch> {
  const file = await fileHere(gate, pathOf(id));
  if (file.current.kind !== 'absent')
    throw new UsageError(`tune: ${pathOf(id)} is there already`, `guardrail failure-model lint ${pathOf(id)}`);
  const life = lifeOf(log, finding);
  if (life === null)
    throw new UsageError(`tune: no later review shows how ${finding} was mended`, 'guardrail findings --all');
  const { yaml } = await draftFrom(`${life.wrong}..${life.right}`, id, gate.git).catch((cause: unknown) => {
    throw new UsageError(
      `tune: the commits that ${finding} was found and mended in are not here (${cause instanceof Error ? cause.message : String(cause)})`,
      'guardrail failure-model draft --from COMMIT',
    );
  });
  return { ...file, wanted: textFile(yaml, NEW_FILE) };
}

/** Taken back only as long as nobody has worked on it. */
export async function withoutDraft(gate: Gate, { from }: Turning): Promise<Patch> {
  const file = await fileHere(gate, pathOf(from));
  const isBegun = file.current.kind === 'file' && !file.current.bytes.toString('utf8').includes('title: "TODO');
  if (file.current.kind !== 'file' || isBegun)
    throw new UsageError(
      `tune: ${pathOf(from)} is no draft any more; it is yours to keep or delete`,
      'guardrail tune history',
    );
  return { ...file, wanted: absent };
}

function pathOf(id: string): string {
  return `${OWN_FOLDER}/${id.replace('.', '/')}.yaml`;
}
