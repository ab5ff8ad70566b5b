/**
 * Whether the model that answered is the one that was asked. Vendors add a date or a version to a name, or name the model
 * with its path; another model under the same address is a reviewer nobody consented to.
 */
export function isModelAsked(asked: string, served: string): boolean {
  const [want, got] = [bare(asked), bare(served)];
  if (want === got) return true;
  const alias = want.replace(/-latest$/, '');
  return got.startsWith(`${alias}-`) &&
    /^(\d{4}-?\d{2}-?\d{2}|\d{3}|preview-\d{2}-\d{2,4}|\d{8}-v\d)$/.test(got.slice(alias.length + 1))
    ? true
    : alias !== want && got === alias;
}

/** `models/gemini-2.5-pro`, `qwen3:latest` */
function bare(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/^models\//, '')
    .replace(/:latest$/, '');
}
