import type { Edit } from '../../model/change.ts';
import type { AnalyzerInput, Observation } from '../analyzer.ts';
import { environmentOfPath } from '../environment.ts';

/** How a template is deployed, where a script, a pipeline or a template says that the rest is to be deleted. */
const COMPLETE =
  /(--mode|-m|-Mode)[ \t=:]+["']?Complete\b|["']?(deploymentMode|mode)["']?\s*:\s*["']?Complete\b|actionOnUnmanage["']?\s{0,9}[:=]?\s{0,9}["']?(deleteAll|deleteResources)\b|--(action-on-unmanage|aou)[ \t=]+["']?(deleteAll|deleteResources)\b|-ActionOnUnmanage[ \t]+["']?(DeleteAll|DeleteResources)\b/i;

const ABOUT_AZURE = /\baz\b|New-Az|Set-Az|azure|Microsoft\.Resources|deploymentTemplate|\.bicep\b|actionOnUnmanage/i;

/** The line that says so; null where none does. */
export function completeLine(text: string): number | null {
  if (!COMPLETE.test(text) || !ABOUT_AZURE.test(text)) return null;
  const rows = text.split('\n');
  const at = rows.findIndex((row) => COMPLETE.test(row.slice(0, 1000)) && !/^\s*(#|\/\/)/.test(row));
  return at === -1 ? null : at + 1;
}

/** A deployment that from now on deletes whatever its template does not name. */
export function completeFacts(
  edit: Edit,
  { files }: AnalyzerInput,
  technology: 'bicep' | 'arm',
): readonly Observation[] {
  const sides = files.get(edit.path);
  if (sides?.after.kind !== 'text') return [];
  const line = completeLine(sides.after.text);
  if (line === null || (sides.before.kind === 'text' && completeLine(sides.before.text) !== null)) return [];
  return [
    {
      kind: 'infra.destroy',
      subject: `${edit.path}:deployment`,
      edit,
      range: { from: line, to: line },
      attributes: {
        technology,
        type: 'deployment',
        name: 'deployment',
        stateful: 'unknown',
        critical: true,
        reversible: false,
        environment: environmentOfPath(edit.path),
        dependents: 'unknown',
        landed: true,
        certainty: 'likely',
        because: 'it is deployed so that everything the template does not name is deleted',
        remedy: 'deploy in mode Incremental, or with "--action-on-unmanage detachAll"',
      },
    },
  ];
}
