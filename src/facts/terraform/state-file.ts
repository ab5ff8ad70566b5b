import type { Edit, Path } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import { environmentOfPath } from '../environment.ts';
import { baseName, folderOf } from '../path.ts';
import { stated } from './finding.ts';

/** What Terraform keeps for itself; people do not edit it. */
export function isState(path: Path): boolean {
  return /\.tfstate(\.backup)?$/.test(path) || baseName(path) === '.terraform.lock.hcl';
}

export function stateFacts(edits: readonly Edit[]): readonly Observation[] {
  return edits.flatMap((edit) => {
    const because = reasonFor(edit);
    if (because === null) return [];
    return [
      stated({
        kind: 'infra.unprotect',
        subject: edit.path,
        type: 'state',
        name: baseName(edit.path),
        edit,
        range: null,
        weight: { stateful: !edit.path.endsWith('.hcl'), critical: true, reversible: true },
        environment: environmentOfPath(folderOf(edit.path)),
        landed: edit.landed === 'unknown' ? 'unknown' : edit.landed || edit.after !== null,
        dependents: 'unknown',
        because,
        remedy: edit.path.endsWith('.hcl')
          ? 'Keep it; terraform init -upgrade writes it anew'
          : 'Keep the state in a remote backend, and change it with terraform state, not by hand',
        certainty: edit.path.endsWith('.hcl') ? 'possible' : 'likely',
        extra: { protection: 'state' },
      }),
    ];
  });
}

function reasonFor({ path, before, after }: Edit): string | null {
  if (path.endsWith('.hcl'))
    return after === null ? 'the lock of the providers is deleted: the next init takes whatever is newest' : null;
  if (after === null)
    return path.endsWith('.backup')
      ? null
      : 'the state is deleted: Terraform no longer knows what it made, and makes it a second time';
  if (before === null)
    return 'a state is committed: it holds secrets in plain text, and falls behind what runs with the next apply';
  return 'the state is edited by hand: what it no longer names is made a second time, what it names wrongly is destroyed';
}
