/** How a template is deployed, where a script, a pipeline or a template says that the rest is to be deleted. */
const COMPLETE =
  /(--mode|-m|-Mode)[ \t=:]+["']?Complete\b|["']?(deploymentMode|mode)["']?\s*:\s*["']?Complete\b|actionOnUnmanage["']?\s*[:=]?\s*["']?(deleteAll|deleteResources)\b|--(action-on-unmanage|aou)[ \t=]+["']?(deleteAll|deleteResources)\b|-ActionOnUnmanage[ \t]+["']?(DeleteAll|DeleteResources)\b/i;

const ABOUT_AZURE = /\baz\b|New-Az|Set-Az|azure|Microsoft\.Resources|deploymentTemplate|\.bicep\b|actionOnUnmanage/i;

/** The line that says so; null where none does. */
export function completeLine(text: string): number | null {
  if (!COMPLETE.test(text) || !ABOUT_AZURE.test(text)) return null;
  const rows = text.split('\n');
  const at = rows.findIndex((row) => COMPLETE.test(row.slice(0, 1000)) && !/^\s*(#|\/\/)/.test(row));
  return at === -1 ? null : at + 1;
}
