import { commandsOf, type ShellCommand } from './read.ts';

/** `ssh host bash -c "sudo sh -c '…'"`: more wrappers than this hide nothing a person could read. */
const MOST_WRAPPERS = 8;

/** The commands that really run: without `sudo`, `time` and assignments, and with what `bash -c` and `ssh` are told to run. */
export function unwrapped(command: ShellCommand, depth = 0): readonly ShellCommand[] {
  const words = bare(command.words);
  const own = { ...command, words };
  if (depth >= MOST_WRAPPERS || words.length === 0) return words.length === 0 ? [] : [own];
  const script = scriptOf(own);
  if (script !== null)
    return commandsOf(script, command.line, 1).flatMap((inner) =>
      unwrapped({ ...inner, line: command.line }, depth + 1),
    );
  const inner = innerWords(words);
  return inner === null ? [own] : unwrapped({ ...own, words: inner }, depth + 1);
}

const KEYWORDS = /^(if|then|else|elif|do|while|until|!|\{|\}|time|nohup|exec|command|builtin|-|@|&)$/;
const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*\+?=/;
/** A program that runs the rest of its words, with how many words of its own it takes before them. */
const RUNNERS: Readonly<Record<string, { readonly takes?: RegExp; readonly own?: number }>> = {
  sudo: { takes: /^-[ugphCDRT]$|^--(user|group|host|prompt|chdir)$/ },
  doas: { takes: /^-[uC]$/ },
  env: { takes: /^-[uCS]$/ },
  nice: { takes: /^-n$/ },
  ionice: { takes: /^-[cn]$/ },
  timeout: { takes: /^-[ks]$/, own: 1 },
  xargs: { takes: /^-[IiLlnPsEed]$/ },
  retry: { takes: /^-[td]$/ },
  stdbuf: { takes: /^-[ioe]$/ },
  npx: { takes: /^-p$|^--package$/ },
  bunx: {},
  winpty: {},
  unbuffer: {},
};
/** `tool verb … program`, where the program begins after the verb and its options. */
const NESTED =
  /^(poetry|pipenv|uv|rye|hatch|pdm|conda|bundle|pnpm|yarn|npm|bun|mise|asdf|doppler|op|chamber|aws-vault|direnv|dotenv|infisical) (run|exec|dlx|x)$/;

function bare(words: readonly string[]): readonly string[] {
  let at = 0;
  while (at < words.length && (KEYWORDS.test(words[at] ?? '') || ASSIGNMENT.test(words[at] ?? ''))) at++;
  const [first = '', ...rest] = words.slice(at);
  // `/usr/bin/terraform` and a recipe's `@terraform` or `-terraform` are all the same program
  const program = first.replace(/^[@-]+(?=[A-Za-z/])/, '').replace(/^.*\/(?=[^/]+$)/, '');
  return first === '' ? [] : [program, ...rest];
}

function innerWords(words: readonly string[]): readonly string[] | null {
  const [tool = '', verb = ''] = words;
  const runner = RUNNERS[tool];
  if (runner) return afterOptions(words.slice(1), runner.takes, runner.own ?? 0);
  if (NESTED.test(`${tool} ${verb}`)) {
    const dashes = words.indexOf('--');
    if (dashes > 1) return words.slice(dashes + 1);
    const own = /^(chamber|aws-vault|direnv)$/.test(tool) ? 1 : 0;
    return afterOptions(words.slice(2), undefined, own);
  }
  return inContainer(words);
}

const EXEC_TAKES =
  /^-[ceuwnl]$|^--(env|user|workdir|namespace|container|context|file|profile|project-name|name|entrypoint)$/;

/** `docker exec db dropdb shop`, `docker compose run --rm app rails db:drop`, `kubectl exec pod -- sh -c …`. */
function inContainer(words: readonly string[]): readonly string[] | null {
  const [tool = ''] = words;
  if (!/^(docker|podman|nerdctl|docker-compose|kubectl|oc|heroku|fly|flyctl)$/.test(tool)) return null;
  const at = words.findIndex((word, index) => index > 0 && /^(exec|run|run:detached)$/.test(word));
  if (at === -1 || at > 6) return null;
  const dashes = words.indexOf('--', at);
  if (dashes !== -1) return words.slice(dashes + 1);
  if (/^(kubectl|oc)$/.test(tool)) return null;
  const inner = afterOptions(words.slice(at + 1), EXEC_TAKES, tool === 'heroku' ? 0 : 1);
  return inner.length === 0 ? null : inner;
}

function afterOptions(words: readonly string[], takes: RegExp | undefined, own: number): readonly string[] {
  let at = 0;
  while (at < words.length && (words[at]?.startsWith('-') === true || ASSIGNMENT.test(words[at] ?? ''))) {
    at += takes?.test(words[at] ?? '') === true ? 2 : 1;
  }
  return words.slice(at + own);
}

const SHELL = /^(ba|z|da|k|a)?sh$|^eval$/;

/** What another shell is given to run, or null where it is not told. */
function scriptOf({ words, input }: ShellCommand): string | null {
  const [tool = ''] = words;
  if (tool === 'eval') return words.slice(1).join(' ');
  if (tool === 'ssh') return remoteScript(words) ?? (input === '' ? null : input);
  if (!SHELL.test(tool)) return tool === 'su' || tool === 'runuser' ? afterFlag(words, /^-[a-z]*c$|^--command$/) : null;
  const told = afterFlag(words, /^-[a-z]*c$/);
  if (told !== null) return told;
  return words.slice(1).every((word) => word.startsWith('-') || word === '') && input !== '' ? input : null;
}

function afterFlag(words: readonly string[], flag: RegExp): string | null {
  const at = words.findIndex((word, index) => index > 0 && flag.test(word));
  return at === -1 ? null : (words[at + 1] ?? null);
}

function remoteScript(words: readonly string[]): string | null {
  const rest = afterOptions(words.slice(1), /^-[bcDEeFIiJLlmOopQRSWw]$/, 1);
  return rest.length === 0 ? null : rest.join(' ');
}
