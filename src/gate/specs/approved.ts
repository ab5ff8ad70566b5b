import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { openCurrentLog } from '../../log/current.ts';
import { waiverEvent } from '../../log/review-event.ts';
import { waiversOf } from '../../log/reviews.ts';
import { actorName } from '../../log/verdict-event.ts';
import type { Oid, Path } from '../../model/change.ts';
import { readBytes } from '../../system/files.ts';
import type { Gate } from '../open.ts';
import { remember } from '../record.ts';
import { LARGEST } from './find.ts';

/** A person read exactly these bytes of a spec and lets them count. Of an edit of them nobody has said so. */
export type SpecApproval = { readonly path: Path; readonly oid: Oid; readonly name: string; readonly because: string };

const TARGET = 'spec:';

/** Those that hold; a sentence where the log cannot be read, which then approves nothing. */
export async function approvedSpecs(gate: Gate, repo: string): Promise<readonly SpecApproval[] | string> {
  try {
    return await readApproved(gate, repo);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `What people have approved of specs is not known: ${why}.`;
  }
}

async function readApproved(gate: Gate, repo: string): Promise<readonly SpecApproval[]> {
  const log = await openCurrentLog(gate.env);
  try {
    if (log.schema !== 'ours') return [];
    return waiversOf(log, repo, gate.now()).flatMap(({ target, key, name, because }) =>
      target.startsWith(TARGET) ? [{ path: target.slice(TARGET.length), oid: key, name, because }] : [],
    );
  } finally {
    log.close();
  }
}

export type Approving = {
  readonly repo: string;
  readonly person: { readonly name: string; readonly email: string };
  readonly path: Path;
  readonly oid: Oid;
  readonly because: string;
};

export async function approveSpec(gate: Gate, { repo, person, path, oid, because }: Approving): Promise<void> {
  const checkout = gate.repository.root ?? gate.repository.gitDir;
  const where = { repo, checkout, actor: actorName(gate.operator), ts: gate.now() };
  const { name, email } = person;
  await remember(gate, [
    waiverEvent(where, { target: `${TARGET}${path}`, key: oid, name, email, because, expires: null }),
  ]);
}

export type OnDisk = { readonly oid: Oid; readonly bytes: Buffer };

/** A spec as it lies in the working tree, under the id that git would give it; null where none can be read there. */
export async function specOnDisk({ git, repository }: Gate, path: Path): Promise<OnDisk | null> {
  if (repository.root === null) return null;
  const file = join(repository.root, path);
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile() || found.size > LARGEST) return null;
  const bytes = await readBytes(file);
  if (bytes === null) return null;
  const oid = (await git.text(['hash-object', '--stdin', `--path=${path}`], bytes)).trim();
  return { oid, bytes };
}
