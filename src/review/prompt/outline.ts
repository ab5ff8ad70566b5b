/** The function, class or block that a line stands in. */
export type Enclosing = {
  /** Short: `renderSheets`. */
  readonly name: string;
  /** The line that opens it, without its indentation. */
  readonly head: string;
  /** From 0. */
  readonly at: number;
};

/**
 * For each line the innermost definition around it, by indentation and by how definitions look in most languages: no grammar, one
 * pass, any text. A line that opens a definition belongs to it.
 */
export function outlineOf(lines: readonly string[]): (line: number) => Enclosing | null {
  const around: (Enclosing | null)[] = [];
  const open: { readonly indent: number; readonly enclosing: Enclosing }[] = [];
  for (const [at, line] of lines.entries()) {
    const text = line.trimStart();
    // what closes or goes on belongs to what it closes, an empty line to what it stands in
    if (text !== '' && !CONTINUES.test(text)) {
      const indent = line.length - text.length;
      while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
      const name = nameIn(text, indent);
      if (name !== '') open.push({ indent, enclosing: { name, head: text.trimEnd(), at } });
    }
    around.push(open.at(-1)?.enclosing ?? null);
  }
  return (line) => around[line] ?? null;
}

const CONTINUES = /^(?:[)\]}{]|(?:end|then|begin|fi|done|esac)\b|#(?:if|else|endif|define)\b|\/\/|\*|\/\*)/;
/** Longer than any definition's first line. */
const LONGEST = 300;

function nameIn(text: string, indent: number): string {
  if (text.length > LONGEST || NO_DEFINITION.test(text)) return '';
  for (const pattern of indent === 0 ? [...DEFINITIONS, ...AT_THE_MARGIN] : DEFINITIONS) {
    const name = pattern.exec(text)?.[1];
    if (name !== undefined) return name;
  }
  return '';
}

const NO_DEFINITION =
  /^(?:if|else|elif|elsif|for|foreach|while|until|switch|case|default|match|when|try|catch|except|finally|rescue|do|return|throw|raise|await|yield|import|from|use|using|require|include|package|with|unless|loop|select|go|defer|new|delete|echo|printf?|assert|super|this|self|and|or|not|in|is)\b/i;

const WORDS =
  '(?:(?:export|default|public|private|protected|internal|static|final|abstract|async|override|virtual|sealed|readonly|declare|unsafe|extern|inline|const|open|data|suspend|pub(?:\\([a-z]+\\))?|partial|local)\\s+)*';

const DEFINITIONS: readonly RegExp[] = [
  // function, class and their like, whatever the language
  new RegExp(
    `^${WORDS}(?:function\\*?|func|fun|fn|def|sub|proc|class|interface|struct|enum|trait|impl|module|namespace|type|object|record|protocol|extension|union|message|service|macro_rules!)\\s+(?:\\([^)]{0,80}\\)\\s*)?(?:self\\.)?([\\w$.:<>~!?-]{1,80})`,
    'u',
  ),
  // name = (…) => {     name = function     name: async () => {
  /^(?:export\s+)?(?:(?:const|let|var|public|private|readonly|static)\s+)*([\w$]{1,80})\s*(?::[^=]{0,120})?[=:]\s*(?:async\s*)?(?:function\b|\([^()]{0,120}\)\s*(?::[^=]{0,80})?=>|[\w$]{1,40}\s*=>)/u,
  // describe('a title', …
  /^(?:describe|context|suite|it|test|specify|scenario|feature)(?:\.\w{1,20})*\s*\(\s*(?:['"`])([^'"`]{1,80})/,
  // resource "aws_instance" "web" {
  /^(?:resource|data|variable|output|module|provider)\s+("[^"]{1,80}"(?:\s+"[^"]{1,80}")?)\s*\{/,
  // create table orders (
  /^create\s+(?:or\s+replace\s+)?(?:unique\s+|temp(?:orary)?\s+)?(?:table|view|function|procedure|trigger|index)\s+(?:if\s+not\s+exists\s+)?([\w."]{1,80})/i,
  // a method: words, a name, an argument list, and what opens a body
  /^(?:[\w$<>[\],.?*&:@]{1,60}\s+){0,5}[*&~]?([\w$]{1,80}(?:::~?\w{1,80})?)\s*(?:<[^>]{0,60}>)?\((?:[^;]{0,200})(?:\{|=>|:|,|\()?\s*$/,
];

const AT_THE_MARGIN: readonly RegExp[] = [
  /^(?:export\s+)?(?:const|let|var|val|static)\s+([\w$]{1,80})/, // a table
  /^#{1,4}\s+(.{1,80})$/, // a heading
  /^\[{1,2}([^\]]{1,80})\]{1,2}\s*$/, // a section of settings
  /^["']?([\w./-]{1,80})["']?:(?:\s|$)/, // a key, a make target
];
