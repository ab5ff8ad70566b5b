/**
 * What a stranger wrote (a path, a branch, a subject, a message) before it reaches a terminal, a log line or a page: control,
 * bidirectional and invisible characters are shown as escapes, so that nobody can repaint the refusal that names them.
 */
export function escapeText(text: string): string {
  let shown = '';
  for (const char of text) shown += isHarmless(char) ? char : escapeOf(char);
  return shown;
}

/** A path as a person can read it and a shell can take it: plain where plain is safe, else quoted as `$'...'`. */
export function showPath(path: string): string {
  if (/^[\w@%+=:,./-]+$/.test(path)) return path;
  if (!/['\\]/.test(path) && escapeText(path) === path) return `'${path}'`;
  let quoted = '';
  for (const char of path) quoted += isHarmless(char) ? char.replace(/['\\]/, '\\$&') : shellEscapeOf(char);
  return `$'${quoted}'`;
}

/** JSON that shows nothing a terminal or a reader would act on; a parser gets back every character. */
export function sayJson(value: unknown, indent = 0): string {
  // control characters and lone surrogates are escaped already
  return JSON.stringify(value, null, indent).replaceAll(ACTING, (char) => {
    const units = Array.from({ length: char.length }, (_, at) => char.charCodeAt(at));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
  });
}

function isHarmless(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return false;
  if (code >= 0xd800 && code <= 0xdfff) return false;
  return !INVISIBLE.some(([from, to]) => code >= from && code <= to);
}

/** Soft hyphen, joiners, zero width, bidirectional marks and overrides, separators, fillers, variation selectors, BOM, tags. */
const INVISIBLE: readonly (readonly [from: number, to: number])[] = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];

const ACTING = new RegExp(
  `[\\u{7f}-\\u{9f}${INVISIBLE.map(([from, to]) => `\\u{${from.toString(16)}}-\\u{${to.toString(16)}}`).join('')}]`,
  'gu',
);

/** As `$'…'` of bash, zsh and ksh reads it: the bytes of the name. `\u202e` would depend on the locale. */
function shellEscapeOf(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80 || (code >= 0xd800 && code <= 0xdfff)) return escapeOf(char);
  return [...new TextEncoder().encode(char)].map((byte) => `\\x${byte.toString(16)}`).join('');
}

function escapeOf(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code === 0x0a) return '\\n';
  if (code === 0x0d) return '\\r';
  if (code === 0x09) return '\\t';
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`; // a byte that is not UTF-8
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
