/** What vendors add to a model's name for its date or edition: `-20261001`, `-2026-10-01`, `-05-20`, `-001`, `-latest`, `-preview-10-2026`. */
const EDITION =
  /^(?:[-@:](?:latest|preview|exp))?(?:[-@:](?:\d{4}-\d{2}-\d{2}|\d{2}-\d{2}|\d{2}-\d{4}|\d{8}|\d{6}|\d{3,4}))?$/;

/** Is what answered the model that was asked? Its name may be longer or shorter by an edition; another size or family is another model. */
export function isSameModel(asked: string, served: string): boolean {
  const [a, b] = [bareName(asked), bareName(served)];
  if (a.startsWith(b) && EDITION.test(a.slice(b.length))) return b !== '';
  if (b.startsWith(a) && EDITION.test(b.slice(a.length))) return a !== '';
  return isAlias(a) && b.split(/[-.:@]/).includes(a);
}

/** Without whose it is and where it lies: `models/gemini-3-pro`, `openai/gpt-6`, `/srv/qwen3.gguf`. */
function bareName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/^.*[/\\]/, '')
    .replace(/\.gguf$/, '');
}

/** `sonnet`: what programs take for the newest of a family. */
function isAlias(name: string): boolean {
  return /^[a-z]+$/.test(name);
}
