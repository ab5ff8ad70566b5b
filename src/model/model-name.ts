/**
 * One name for one model, whether a session, a trailer or an answer says it: `Claude Sonnet 4.5 (1M context)`,
 * `anthropic/claude-sonnet-4-5-20250929` and `claude-sonnet-4.5` are the same. Empty where it names no version, and so no model.
 */
export function modelName(said: string): string {
  const words = said
    .slice(0, 200)
    .toLowerCase()
    .replace(/\(.*$/, '')
    .replace(/^.*\//, '')
    .trim()
    .replaceAll(/[\s_]+/g, '-')
    .replaceAll(/[^a-z0-9.:-]/g, '')
    .replace(/[-:@](latest|preview|\d{8}|\d{4}-\d{2}-\d{2})$/, '')
    .replaceAll(/(?<=-\d)-(?=\d(-|$))/g, '.');
  return /\d/.test(words) ? words : '';
}
