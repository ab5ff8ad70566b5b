import type { Invocation, Program, Word } from '../../shell/invocation.ts';
import type { Touch } from './touch.ts';

/** Calls that delete, by what stands before the bracket. The argument follows at once or is what the call is made on. */
const CALLS: readonly (readonly [pattern: RegExp, does: Touch['does'], recursive: boolean])[] = [
  [/\b(?:shutil\.)?rmtree\s*\(\s*(?:path\s*=\s*)?/g, 'delete', true],
  [/\bos\.(?:remove|unlink|rmdir|removedirs)\s*\(\s*/g, 'delete', false],
  [/\b(?:FileUtils\.)?(?:rm_rf|rm_r|remove_dir|remove_entry(?:_secure)?)\s*\(?\s*/g, 'delete', true],
  [/\b(?:FileUtils\.rm(?:_f)?|(?:File|Dir)\.(?:delete|unlink|rmdir))\s*\(?\s*/g, 'delete', false],
  [
    /\b(?:rimraf(?:\.sync)?|fse?(?:\.promises)?\.(?:rm|rmSync|rmdir|rmdirSync|remove|removeSync|emptyDirSync)|rmSync|rmdirSync|removeSync|Deno\.remove(?:Sync)?|deleteSync|deleteAsync)\s*\(\s*/g,
    'delete',
    true,
  ],
  [/\b(?:fs(?:\.promises)?\.unlink(?:Sync)?|unlinkSync|unlink)\s*\(?\s*/g, 'delete', false],
  [/\b(?:remove_tree|rmtree)\s*\(?\s*/g, 'delete', true],
  [
    /\b(?:os\.RemoveAll|std::fs::remove_dir_all|fs::remove_dir_all|\[(?:System\.)?IO\.Directory\]::Delete)\s*\(\s*/g,
    'delete',
    true,
  ],
  [
    /\b(?:fs(?:\.promises)?\.(?:writeFile|truncate)(?:Sync)?|(?:writeFile|truncate)Sync|File\.write|file_put_contents)\s*\(?\s*/g,
    'contents',
    false,
  ],
  [
    /\b(?:os\.(?:rename|replace)|shutil\.move|fs(?:\.promises)?\.rename(?:Sync)?|FileUtils\.mv)\s*\(?\s*/g,
    'move',
    true,
  ],
  [/\bPath\s*\(\s*(?=[^()]{0,200}\)\s*\.(?:unlink|rmdir))/g, 'delete', false],
  [/\bPath\s*\(\s*(?=[^()]{0,200}\)\s*\.(?:write_text|write_bytes))/g, 'contents', false],
  // opened for writing is emptied first
  [/\bopen\s*\(\s*(?=["'][^"']{0,300}["']\s*,\s*["'][wx])/g, 'contents', false],
];
/** More text than this, and more calls, is a program to be read elsewhere. */
const LONG = 100_000;
const MANY = 200;
const CALLS_OF_ONE_SORT = 1000;

/** What a program in another language deletes, where it says so with a path. */
export function programmed(run: Invocation): readonly Touch[] {
  const all = run.programs.flatMap((program) => (READ.has(program.language) ? inProgram(program, run.program) : []));
  // `shutil.rmtree` is `rmtree` too
  return [...new Map(all.map((one) => [`${one.does} ${one.word.text}`, one])).values()];
}

const READ = new Set<Program['language']>(['python', 'javascript', 'ruby', 'perl', 'php', 'other']);

function inProgram({ text, language }: Program, like: Word): readonly Touch[] {
  const body = text.slice(0, LONG);
  const found: Touch[] = [];
  const loop = listed(body, like);
  for (const [pattern, does, recursive] of CALLS) {
    let seen = 0;
    for (const match of body.matchAll(pattern)) {
      if (found.length >= MANY) return found;
      if (++seen > CALLS_OF_ONE_SORT) break;
      const rest = body.slice(match.index + match[0].length, match.index + match[0].length + 400);
      const word = argument(rest, like, language) ?? (does === 'delete' ? loop : null);
      if (word !== null) found.push({ word, does, recursive, forced: true });
    }
  }
  return found;
}

const LISTING =
  /(?:\bi?glob|\bos\.(?:walk|listdir|scandir)|\bPath|\breaddirSync|\bDir\.(?:glob|entries|children|each_child))\s*\(\s*["']([^"'\n]{1,300})["']/;

/** `for f in glob.glob('/etc/*'): os.remove(f)` deletes what it lists. */
function listed(body: string, like: Word): Word | null {
  const path = LISTING.exec(body)?.[1];
  return path === undefined ? null : made(path, like);
}

const HOMES =
  /^(?:(?:os\.)?path\.expanduser\(\s*(["'])(~[^"']*)\1\s*\)|(?:pathlib\.)?Path\.home\(\)|os\.homedir\(\)|(?:require\(["']os["']\)\.)?homedir\(\)|process\.env\.HOME|process\.env\[["']HOME["']\]|os\.environ(?:\.get\()?\[?["']HOME["'][\])]|os\.getenv\(["']HOME["']\)|ENV(?:\.fetch\()?\[?["']HOME["'][\])]|Dir\.home|\$ENV\{["']?HOME["']?\}|getenv\(["']HOME["']\))/;
const HERE =
  /^(?:os\.getcwd\(\)|process\.cwd\(\)|Dir\.pwd|getcwd\(\)|(?:pathlib\.)?Path\.cwd\(\)|(?:pathlib\.)?Path\(\)|os\.curdir)/;

/** The path where it is plain text, a home folder, or joined of both; null where nobody can tell. */
function argument(rest: string, like: Word, language: Program['language']): Word | null {
  const inner = rest.replace(
    /^(?:\[\s*|(?:pathlib\.)?Path\(\s*(?=["'])|(?:os\.)?path\.(?:join|resolve|abspath|realpath|normpath)\(\s*|glob\.glob\(\s*|glob\s*\(?\s*(?=["'])|File\.(?:join|expand_path)\(\s*|Dir\.glob\(\s*|Dir\[\s*|r(?=["']))+/,
    '',
  );
  const atHome = HOMES.exec(inner);
  if (atHome !== null) return made(`${atHome[2] ?? '~'}${tail(inner.slice(atHome[0].length))}`, like);
  const here = HERE.exec(inner);
  if (here !== null) return made(`.${tail(inner.slice(here[0].length))}`, like);
  const [, , said] = /^([fbu]?["'`])((?:(?!\1$)[^"'`\\\n]|\\.){0,300})["'`]/.exec(inner) ?? [];
  if (said === undefined || said === '') return null;
  const text = said.replaceAll(/#\{[^}]*\}|\$?\{[^}]*\}/g, '$VALUE');
  // Ruby's, Perl's and Python's own deleters do not know a tilde; whoever writes one means it
  return made(`${text}${tail(inner.slice(said.length + 2))}`, like, language !== 'other');
}

/** What is joined to it: `, 'x')`, ` + '/x'`, ` / 'x'`. */
function tail(rest: string): string {
  const more = /^\s*(?:,|\+|\/)\s*["']([^"'\n]{0,200})["']/.exec(rest)?.[1];
  if (more === undefined || /^[wxar]b?\+?$/.test(more)) return '';
  return more.startsWith('/') ? more : `/${more}`;
}

function made(text: string, like: Word, known = true): Word {
  return { ...like, text, source: text, known, glob: /[*?]/.test(text) };
}
