/** What stands for a template action inside a scalar: its words between two letters that no manifest writes. */
const OPEN = '\uE000';
const CLOSE = '\uE001';

/**
 * A Helm template as YAML that parses, line by line the same: an action on lines of its own goes (both branches of an `if`
 * stay), one inside a line becomes a word. Equal words are equal values, for whoever compares two versions.
 */
export function withoutActions(text: string): string {
  if (!text.includes('{{')) return text;
  const pieces: string[] = [];
  let done = 0;
  for (let open = text.indexOf('{{'); open !== -1; open = text.indexOf('{{', done)) {
    const close = text.indexOf('}}', open + 2);
    if (close === -1) break;
    // a literal brace: `{{{` in a flow map, `}}}` behind the action
    const end = close + 2;
    pieces.push(text.slice(done, open), wordOf(text.slice(open + 2, close)));
    done = end;
  }
  const words = pieces.join('') + text.slice(done);
  return words
    .split('\n')
    .map((line) => (ONLY_ACTIONS.test(line) ? '' : line.replaceAll(SILENT, '')))
    .join('\n');
}

const ONLY_ACTIONS = /^\s*(?:\uE000[^\uE001]*\uE001\s*)+(?:#.*)?$/;
/** Control flow and comments print nothing where they stand. */
const SILENT = /\uE000(?:if|else|end|range|with|define|block|nothing)\b[^\uE001]*\uE001/g;

function wordOf(action: string): string {
  const breaks = '\n'.repeat(action.split('\n').length - 1);
  const said = action.replace(/^-/, '').replace(/-$/, '').trim();
  if (said.startsWith('/*')) return `${OPEN}nothing${CLOSE}${breaks}`;
  const same = said
    .replace(/^template /, 'include ')
    .replaceAll(/\| *(quote|squote|n?indent +\d+|trim) *(?=\||$)/g, '');
  const words = same
    .trim()
    .replaceAll(/[^A-Za-z0-9.$]+/g, '_')
    .replaceAll(/^_|_$/g, '');
  return `${OPEN}${words}${CLOSE}${breaks}`;
}

export function isTemplated(text: string): boolean {
  return text.includes(OPEN);
}

/** For people: `{{ include app.fullname . }}`. */
export function showWords(text: string): string {
  return text.replaceAll(/\uE000([^\uE001]*)\uE001/g, (_all, words: string) => `{{ ${words.replaceAll('_', ' ')} }}`);
}
