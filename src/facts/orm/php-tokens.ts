import type { Expression } from './program.ts';

export type PhpToken =
  | { readonly kind: 'word'; readonly text: string; readonly line: number }
  | { readonly kind: 'text'; readonly parts: readonly (string | Expression)[]; readonly line: number };

/**
 * One match for each token: comments, heredocs, strings, names and numbers, operators. What is opened and never closed goes on to the
 * end, so that no part of a hostile text is looked at twice.
 */
const TOKEN =
  /(?<skip>\s+|\/\*[\s\S]*?(?:\*\/|$)|(?:\/\/|#(?!\[))[^\n]*|<\?php|\?>)|<<<[ \t]*["']?(?<tag>\w+)["']?(?=\r?\n)(?<doc>[\s\S]*?)(?:\n[ \t]*\k<tag>\b|$)|'(?<single>(?:[^'\\]|\\[\s\S])*)(?:'|$)|"(?<double>(?:[^"\\]|\\[\s\S])*)(?:"|$)|(?<word>[$\\]?[A-Za-z_\x80-\uffff][\w\\\x80-\uffff]*|\d[\d_.]*|\?->|->|::|=>|[\s\S])/gy;

export function tokenizePhp(text: string): { readonly tokens: readonly PhpToken[]; readonly broken: number | null } {
  const tokens: PhpToken[] = [];
  let line = 1;
  let broken: number | null = null;
  for (const match of text.matchAll(TOKEN)) {
    const { skip, single, double, doc, tag, word } = match.groups ?? {};
    const at = line;
    line += match[0].split('\n').length - 1;
    if (skip !== undefined) continue;
    if (doc !== undefined && tag !== undefined) tokens.push({ kind: 'text', parts: spliced(doc, at), line: at });
    else if (single !== undefined) tokens.push({ kind: 'text', parts: [single.replaceAll("\\'", "'")], line: at });
    else if (double !== undefined) tokens.push({ kind: 'text', parts: spliced(double, at), line: at });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, line: at });
    // a quote that closes nowhere goes on to the end
    if ((single ?? double) !== undefined && !/['"]$/.test(match[0].slice(1))) broken ??= at;
  }
  return { tokens, broken };
}

/** `DROP TABLE {$table}_old` */
function spliced(text: string, line: number): readonly (string | Expression)[] {
  return text.split(/(\{?\$\w+(?:->\w+)*\}?)/).map((part, index) => {
    if (index % 2 === 0) return part.replaceAll('\\n', '\n').replaceAll('\\"', '"');
    return { kind: 'name', name: part.replaceAll(/[{}]/g, ''), line };
  });
}
