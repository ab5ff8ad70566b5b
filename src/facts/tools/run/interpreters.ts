import type { Invocation, Word } from '../../shell/invocation.ts';
import { readOptions } from '../options.ts';

const SHELLS = new Set([
  'sh',
  'bash',
  'zsh',
  'dash',
  'ksh',
  'mksh',
  'fish',
  'ash',
  'csh',
  'tcsh',
  'elvish',
  'nu',
  'pwsh',
  'powershell',
  'cmd',
]);
const OTHERS =
  /^(python[\d.]*|pypy\d?|node|nodejs|deno|bun|ruby|perl|php|lua|luajit|tclsh|osascript|tsx|ts-node|rscript|groovy|jshell|irb)$/;

export function isShell(tool: string): boolean {
  return SHELLS.has(tool);
}

/** It runs a text that it is given. */
export function isInterpreter(tool: string): boolean {
  return SHELLS.has(tool) || OTHERS.test(tool);
}

const PROGRAM_FLAGS = [
  '-c',
  '-e',
  '-m',
  '-p',
  '-n',
  '-r',
  '-E',
  '-pe',
  '-ne',
  '--eval',
  '--print',
  '-Command',
  '-command',
  '-File',
  '--command',
];

/** Its standard input is the program, and not data for one: `| sh`, `| bash -s -- --yes`, `| python -`; not `| python -m json.tool`. */
export function readsProgramFromInput(run: Invocation): boolean {
  if (run.tool === 'iex' || run.tool === 'invoke-expression') return true;
  if (!isInterpreter(run.tool)) return false;
  const texts = run.args.map(({ text }) => text);
  if (isShell(run.tool) && texts.some((text) => /^-[a-z]*s[a-z]*$/.test(text))) return true;
  if (texts.some((text) => text === '-' || text === '/dev/stdin')) return true;
  if (texts.some((text) => PROGRAM_FLAGS.includes(text) || /^-[a-zA-Z]*[cepn]$/.test(text))) return false;
  return scriptOf(run) === null;
}

/** The word that names the script it runs; null: none, or the program stands in the words. */
export function scriptOf(run: Invocation): Word | null {
  if (RECIPES.test(run.tool)) return recipesOf(run);
  if (run.tool === 'source' || run.tool === '.') return run.args.find(({ text }) => text !== '--') ?? null;
  if (!isInterpreter(run.tool)) return run.program.text.includes('/') ? run.program : null;
  const { plain, has } = readOptions(run.args, { takes: TAKES, clusters: isShell(run.tool) });
  if (has(...PROGRAM_FLAGS)) return null;
  const [first, second] = plain;
  return /^(run|test|x|exec|eval|install|i|add)$/.test(first?.text ?? '') && /^(deno|bun)$/.test(run.tool)
    ? (second ?? null)
    : (first ?? null);
}

const RECIPES = /^(g?make|just)$/;

/** `make -f x.mk`, `make --file=x.mk`. */
function recipesOf({ args }: Invocation): Word | null {
  const at = args.findIndex(({ text }) => /^(-f|--file|--makefile|--justfile)(=|$)/.test(text));
  const word = args[at];
  if (word === undefined) return null;
  const equals = word.text.indexOf('=');
  return equals === -1 ? (args[at + 1] ?? null) : { ...word, text: word.text.slice(equals + 1) };
}

const TAKES = [
  '-o',
  '-O',
  '-c',
  '--init-file',
  '--rcfile',
  '-W',
  '-X',
  '-r',
  '--require',
  '-I',
  '--import',
  '--loader',
  '--env-file',
];

/** Each may have to be read once more: a bound on what a stranger can ask for. */
const MOST = 20;

/** The text after `-c` and what `eval` is given: what is run as a program of this very shell. */
export function textsToRun(run: Invocation): readonly Word[] {
  if (run.tool === 'eval' || run.tool === 'iex' || run.tool === 'invoke-expression') return run.args.slice(0, MOST);
  if (!isInterpreter(run.tool)) return [];
  const at = run.args.findIndex(({ text }) => /^-[a-zA-Z]*[ceE]$|^--(eval|command)$|^-Command$|^\/[ck]$/.test(text));
  const word = at < 0 ? undefined : run.args[at + 1];
  return word === undefined ? [] : [word];
}
