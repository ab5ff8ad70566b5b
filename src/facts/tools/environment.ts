import type { Invocation } from '../shell/invocation.ts';
import type { Effect, Family } from './family.ts';
import { upstream } from './run/nested.ts';
import { isSecretVariable } from './secrets/names-of-variables.ts';
import { reads } from './secrets/reading.ts';

/** All that a process was told, or the one variable in it that is a secret, on the screen. */
export const environment: Family = {
  id: 'environment',
  tools: ['*'],
  read: (run) => {
    const shown = all(run) ?? one(run);
    return shown === null ? [] : [said(shown, run)];
  },
};

function said(what: string, run: Invocation): Effect {
  return reads({
    subject: what,
    what,
    how: 'environment',
    strong: false,
    usual: run.through.some(({ kind }) => kind === 'script'),
    remedy: what === EVERYTHING ? 'env | cut -d= -f1' : '',
  });
}

const EVERYTHING = 'the whole environment with its tokens';

/** `env`, `export -p`, `set`, `print(os.environ)`. */
function all(run: Invocation): string | null {
  if (run.programs.length > 0 && showsAll(run)) return EVERYTHING;
  if (!dumps(run)) return null;
  // a search shows what it finds, and is judged by what it looks for
  return run.pipedTo !== null && SEARCHES.test(run.pipedTo) ? null : EVERYTHING;
}

function showsAll(run: Invocation): boolean {
  const texts = run.programs.flatMap(({ from, text }) => (from === 'file' ? [] : [text.slice(0, 20_000)]));
  if (texts.some((text) => DUMPS.some((dump) => dump.test(text)))) return true;
  return prints(run) && texts.some((text) => /^process\.env;?$/.test(text.trim()));
}

const SEARCHES = /^(e?grep|fgrep|rg|ag|wc|cut|awk|gawk|sed|findstr|select-string|head)$/;

function dumps({ tool, args, through }: Invocation): boolean {
  const rows = SAYS_ALL.filter(([tools]) => tools.test(tool));
  if (rows.length === 0 || (tool === 'env' && through.some(({ by }) => by === 'env'))) return false;
  const words = args.map(({ text }) => text).join(' ');
  return rows.some(([, pattern]) => pattern.test(words));
}

const SAYS_ALL: readonly (readonly [tools: RegExp, words: RegExp])[] = [
  [/^env$/, /^((-0|--null|-u ?\S+|-v|\w+=\S*)( |$))*$/],
  [/^printenv$/, /^(-0|--null)?$/],
  [/^(export|declare|typeset)$/, /^-[px]+$/],
  [/^(export|set)$/, /^$/],
  [/^(get-childitem|gci|dir|ls)$/, /^(env:\\?\*?|\$env:)$/i],
  [/^ps$/, /^(-?[auxw]*e[auxw]*ww?|auxe\w*|eww\w*)$/],
];

const DUMPS: readonly RegExp[] = [
  /\bprint\w*\s*\(.{0,80}\bos\.environ(b?)\s*(\)|\.(items|values|copy)\(|,)|json\.dumps?\(\s*dict\(os\.environ|(for|in)\s[^\n]{0,40}\bos\.environ(\.items\(\)|\.values\(\))/,
  /(console\.\w+|stdout\.write|JSON\.stringify|Object\.(entries|values))\s*\(?.{0,40}\bprocess\.env\s*[),\]]/,
  /\b(puts|p|pp|print|warn)\b.{0,20}\bENV\b(\s*$|\.(inspect|to_h|to_a|map|each|values|sort)|\s*[;'")])|\bENV\.(each|inspect|to_h|map)/,
  /%ENV\b|\bvalues %ENV|Dumper\(\\?%ENV/,
  /(print_r|var_dump|json_encode|var_export|implode)\s*\(.{0,20}(\$_ENV|\$_SERVER|getenv\(\s*\))|phpinfo\s*\(/,
  /\bin ENVIRON\b|Deno\.env\.toObject|Bun\.env\s*\)|Get-ChildItem env:|gci env:/i,
];

/** `echo $GITHUB_TOKEN`, `printenv PGPASSWORD`, `env | grep -i token`. */
function one(run: Invocation): string | null {
  const name = named(run);
  return name === undefined ? null : `the value of ${name}`;
}

function named(run: Invocation): string | undefined {
  const texts = run.args.map(({ text }) => text);
  if (run.tool === 'printenv') return isShown(run) ? texts.find(isSecretVariable) : undefined;
  if (/^(echo|printf|print|write-host|write-output)$/.test(run.tool)) {
    if (!isShown(run) || texts.some((text) => text.includes('::add-mask::'))) return undefined;
    return run.args.flatMap(({ source }) => variablesIn(source)).find(isSecretVariable);
  }
  if (/^(e?grep|fgrep|rg|ag)$/.test(run.tool) && upstream(run)[0] !== undefined && upstream(run).some(dumps)) {
    const pattern = texts.find((text) => !text.startsWith('-')) ?? '';
    return /secret|token|passw|api_?key|credential|private|auth|aws_|key\b/i.test(pattern) &&
      !texts.some((text) => /^-[a-z]*[qcv]/.test(text))
      ? 'variables with secrets'
      : undefined;
  }
  if (run.programs.length === 0) return undefined;
  return run.programs
    .filter(({ from }) => from !== 'file')
    .flatMap(({ text }) => printedIn(text, prints(run)))
    .find(isSecretVariable);
}

/** It goes to the screen: not into a file, and not to a program that needs it. */
function isShown({ pipedTo, redirects }: Invocation): boolean {
  if (redirects.some(({ operator, fd }) => operator.includes('>') && fd !== 2)) return false;
  return pipedTo === null || /^(cat|tee|rev|xxd|od|fold|less|more|head|tail)$/.test(pipedTo);
}

/** `$X` and `${X}`; not `${#X}`, `${X:+set}` or `${X:0:4}`, which do not show it. */
function variablesIn(source: string): readonly string[] {
  if (source.startsWith("'")) return [];
  return [
    ...source.slice(0, 4_000).matchAll(/(?<!\\)\$(?:([A-Za-z_]\w*)|\{!?([A-Za-z_]\w*)(?:\}|:?-)|env:([A-Za-z_]\w*))/g),
  ].map(([, bare, braced, powershell]) => bare ?? braced ?? powershell ?? '');
}

const VARIABLE =
  /(?:os\.environ(?:\.get\(|\[)|os\.getenv\(|process\.env\[?\.?|ENV(?:\[|\.fetch\()|\$ENV\{|getenv\(|\$_ENV\[|ENVIRON\[)\s*["']?([A-Z_][A-Z0-9_]*)/g;

/** `node -p`, `ruby -pe`: the value of what stands there. */
function prints({ tool, args }: Invocation): boolean {
  return /^(node|bun|deno)$/.test(tool) && args.some(({ text }) => /^(-p|-pe|--print)$/.test(text));
}

function printedIn(program: string, isPrinted: boolean): readonly string[] {
  const text = program.slice(0, 20_000);
  if (!isPrinted && !/\bprint|\bputs\b|console\.|\becho\b|stdout|\bp\s|var_dump|\bsay\b/.test(text)) return [];
  return [...text.matchAll(VARIABLE)].map(([, name = '']) => name);
}
