import type { Program } from './invocation.ts';
import { type Token, tokensOf } from './program-tokens.ts';

/** A command that a program starts: a text for a shell, or its words one by one (null: not known). */
export type Started = { readonly text: string; readonly words: readonly (string | null)[] | null };

const MOST = 200;
/** More text than this is a bundle: nobody wrote it, and it says nothing about what the command is for. */
const LONG = 300_000;

/** What a program in another language gives to a shell: `os.system("…")`, `spawn('rm', ['-rf'])`, `` `…` ``. */
export function commandsIn({ language, text, known }: Program): readonly Started[] {
  if (language === 'awk') return inAwk(text);
  if (language === 'sed') return inSed(text);
  const calls = CALLS[language];
  if (calls === undefined || text.length > LONG || (!known && text === '')) return [];
  const tokens = tokensOf(text, language);
  const found: Started[] = [];
  for (const [at, token] of tokens.entries()) {
    if (found.length >= MOST) break;
    if (token.kind === 'command') found.push({ text: token.text, words: null });
    if (token.kind !== 'name' || !calls.test(token.text)) continue;
    const started = startedAt(tokens, at + 1);
    if (started !== null) found.push(started);
  }
  return found;
}

const CALLS: Partial<Readonly<Record<Program['language'], RegExp>>> = {
  python:
    /^(os\.(system|popen|exec[lv]p?e?|spawn[lv]p?e?|posix_spawnp?|startfile)|(subprocess|sp)\.\w+|asyncio\.create_subprocess_\w+|pty\.spawn|commands\.\w+|(\w+\.)*(check_output|check_call|getoutput|getstatusoutput|Popen|popen|system)|run|call|\.(system|popen|check_output|check_call|Popen|call|run|getoutput)|sh\.\w+)$/,
  javascript:
    /^((\w+\.)*(exec|execSync|execFile|execFileSync|spawn|spawnSync|execa|execaSync|execaCommand|execaCommandSync|execAsync|execPromise)|\.(exec|execSync|execFile|execFileSync|spawn|spawnSync)|Bun\.(spawn|spawnSync)|Deno\.(Command|run)|\$)$/,
  ruby: /^((Kernel|Process|IO|Open3|PTY)\.\w+|system|exec|spawn|sh|popen|popen2|popen3|capture2|capture2e|capture3)$/,
  perl: /^(system|exec|readpipe|open|IPC::\w+)$/,
  php: /^(system|exec|shell_exec|passthru|popen|proc_open|pcntl_exec)$/,
  other: /^(os\.execute|io\.popen|do shell script|System\.cmd|shell|run|system)$/,
};

/** What stands behind the name of a call: its first texts, or the first list of them. */
function startedAt(tokens: readonly Token[], from: number): Started | null {
  let at = from;
  while (at < from + 4 && isOpening(tokens[at])) at++;
  const first = readList(tokens, at);
  if (first === null) return null;
  const opens = tokens[at - 1]?.text;
  const [program = null, ...rest] = first.values;
  if (opens === '[' || opens === '{') return { text: '', words: first.values };
  const more = tokens[first.to]?.text === ',' ? listBehind(tokens, first.to + 1) : null;
  if (rest.length > 0 || more !== null) return { text: '', words: [...first.values, ...(more ?? [])] };
  return program === null ? null : { text: program, words: null };
}

/** `'rm', ['-rf', x]` and `"rm", { args: ["-rf"] }`. */
function listBehind(tokens: readonly Token[], from: number): readonly (string | null)[] | null {
  for (let at = from; at < from + 5; at++) {
    const token = tokens[at];
    if (token?.text === '[') return readList(tokens, at + 1)?.values ?? [];
    if (token === undefined || (token.kind === 'mark' && token.text !== '{' && token.text !== ':')) return null;
    if (token.kind === 'name' && token.text !== 'args' && token.text !== 'cmd') return null;
  }
  return null;
}

function isOpening(token: Token | undefined): boolean {
  return token?.kind === 'mark' && /^[([{]$/.test(token.text);
}

type List = { readonly values: readonly (string | null)[]; readonly to: number };

/** Texts with commas between them, up to what is none; `"a" + b` is one text with something unknown in it. */
function readList(tokens: readonly Token[], from: number): List | null {
  const values: (string | null)[] = [];
  let at = from;
  while (values.length < 100) {
    const value = readValue(tokens, at);
    if (value === null) break;
    values.push(value.text);
    at = value.to;
    if (!goesOn(tokens, at)) break;
    at++;
  }
  return values.some((value) => value !== null) ? { values, to: at } : null;
}

/** Behind this comma stands another text, and no list and no option by its name. */
function goesOn(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.text !== ',') return false;
  const next = tokens[at + 1];
  if (next?.kind === 'mark' && /^[[{]$/.test(next.text)) return false;
  return next?.kind !== 'name' || !/^(=|:|=>)$/.test(tokens[at + 2]?.text ?? '');
}

function readValue(
  tokens: readonly Token[],
  from: number,
): { readonly text: string | null; readonly to: number } | null {
  let text = '';
  let isText = false;
  let at = from;
  for (; at < from + 60; at++) {
    const token = tokens[at];
    if (token === undefined || (token.kind === 'mark' && !/^[+.]$/.test(token.text))) break;
    if (token.kind === 'text') {
      text += token.text;
      isText = true;
    } else if (token.kind === 'name') text += `$${/\w+$/.exec(token.text)?.[0] ?? 'x'}`;
  }
  return at === from ? null : { text: isText ? text : null, to: at };
}

function inAwk(text: string): readonly Started[] {
  const found: Started[] = [];
  for (const match of text
    .slice(0, LONG)
    .matchAll(
      /\bsystem\s*\(\s*"((?:[^"\\]|\\.)*)"|(?:^|[;{(])\s*"((?:[^"\\]|\\.)*)"\s*\|\s*getline|\|\s*"((?:[^"\\]|\\.)*)"/g,
    )) {
    if (found.length >= MOST) break;
    found.push({ text: (match[1] ?? match[2] ?? match[3] ?? '').replace(/\\(.)/g, '$1'), words: null });
  }
  return found;
}

/** `1e rm x`, `s/a/b/e` of GNU sed: rare, and only the first says what it runs. */
function inSed(text: string): readonly Started[] {
  const command = /^\s*(?:\d+|\$|\/[^/]*\/)?\s*e\s+(\S.*)$/m.exec(text.slice(0, 10_000))?.[1];
  return command === undefined ? [] : [{ text: command, words: null }];
}
