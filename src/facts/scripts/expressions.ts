/** A script as a shell can read it, and the way back from what was read to what is written. */
export type Filled = { readonly text: string; readonly asWritten: (text: string) => string };

/** Where an expression begins and ends: of GitHub, GitLab, Azure and CircleCI, none of which the shell ever sees. */
const EXPRESSIONS: readonly (readonly [opens: string, closes: string])[] = [
  ['${{', '}}'],
  ['$[[', ']]'],
  ['<<parameters.', '>>'],
  ['<< parameters.', '>>'],
  ['<<pipeline.', '>>'],
  ['<< pipeline.', '>>'],
];
const OPENS = /\$\{\{|\$\[\[|<< ?(?:parameters|pipeline)\./g;
const NAME = 'GUARDRAIL_EXPRESSION_';

/**
 * `${{ inputs.name }}` is filled in before the shell starts: it becomes a variable nobody knows, or the shell would take it for a
 * mistake. Lines are kept.
 */
export function fillExpressions(written: string): Filled {
  const script = bounded(written);
  const found: string[] = [];
  let text = '';
  let at = 0;
  for (const { 0: opens, index } of script.matchAll(OPENS)) {
    const ends = index < at ? -1 : endOf(script, opens, index);
    if (ends === -1) continue;
    const expression = script.slice(index, ends);
    text += `${script.slice(at, index)}\${${NAME}${found.length}}${'\\\n'.repeat(expression.split('\n').length - 1)}`;
    found.push(expression.replace(/\s+/g, ' '));
    at = ends;
  }
  if (found.length === 0) return { text: script, asWritten: (one) => one };
  return { text: text + script.slice(at), asWritten: (one) => restore(one, found) };
}

const MOST_HEREDOCS = 200;

/** The end of each is looked for to the end of the text: a text full of them would take its length squared. */
function bounded(script: string): string {
  // a mark or a line end of another system is no part of a word
  const text = script
    .replace(/^\uFEFF/, '')
    .replace(/\r\n/g, '\n')
    .replaceAll('\r', ' ');
  let seen = 0;
  return text.includes('<<') ? text.replace(/<</g, (mark) => (seen++ < MOST_HEREDOCS ? mark : '< ')) : text;
}

/** Nobody writes a longer one; without a bound, a text full of openings would take its length squared. */
const LONGEST = 2000;

function endOf(script: string, opens: string, from: number): number {
  const closes = EXPRESSIONS.find(([begin]) => begin === opens)?.[1] ?? '}}';
  const at = script.slice(from, from + LONGEST).indexOf(closes);
  return at === -1 ? -1 : from + at + closes.length;
}

function restore(text: string, found: readonly string[]): string {
  return text.replace(
    /\$\{GUARDRAIL_EXPRESSION_(\d{1,9})\}/gi,
    (whole, number: string) => found[Number(number)] ?? whole,
  );
}
