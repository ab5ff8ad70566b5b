import type { Invocation, Surroundings, Word } from '../shell/invocation.ts';
import { effect } from './effects.ts';
import type { Effect, Family } from './family.ts';
import { decodes } from './run/decoders.ts';
import { fetches } from './run/fetchers.ts';
import { isInterpreter, isShell, readsProgramFromInput, textsToRun } from './run/interpreters.ts';
import { nestedIn, upstream } from './run/nested.ts';
import { decodesAndRuns } from './run/programs.ts';

/** What nobody can read before it runs: `base64 -d | sh`, `eval "$CMD"`, `powershell -enc …`. */
export const decodedCode: Family = {
  id: 'decoded-code',
  tools: ['*'],
  read: (run, around) => {
    const how = hiddenIn(run, around);
    return how === null ? [] : [hidden(run, how)];
  },
};

type Hidden = { readonly what: string; readonly how: 'decoded' | 'unknown' };

function hidden(run: Invocation, { what, how }: Hidden): Effect {
  const tool = run.tool === '' ? 'a command' : run.tool;
  return effect(
    'exec.decoded',
    {
      technology: 'shell',
      subject: `${tool} running ${what}`,
      because: `what would run is ${what}, so nobody can judge it before`,
      remedy: '',
      certainty: 'likely',
    },
    // inside of a script of the repository, variables are how scripts are written
    { how: run.through.some(({ kind }) => kind === 'script') ? 'script' : how },
  );
}

const DECODED: Hidden = { what: 'a text that is decoded first', how: 'decoded' };
const UNKNOWN: Hidden = { what: 'a text that is not known', how: 'unknown' };

function hiddenIn(run: Invocation, around: Surroundings): Hidden | null {
  if (run.through.some(({ kind }) => kind === 'decoded')) return DECODED;
  if (/^(powershell|pwsh)$/.test(run.tool) && run.args.some(({ text }) => /^[-/]e(nc?|ncodedcommand)?$/i.test(text)))
    return DECODED;
  if (run.programs.some(({ from, text }) => from !== 'file' && decodesAndRuns(text))) return DECODED;
  return onInput(run) ?? inWords(run, around);
}

function onInput(run: Invocation): Hidden | null {
  if (!readsProgramFromInput(run)) return null;
  const { input } = run;
  if (input.kind === 'text' && !input.known && isMadeElsewhere(input.text.trim())) return UNKNOWN;
  if (input.kind !== 'output') return null;
  const before = upstream(run);
  if (before.some(decodes)) return DECODED;
  if (before.some(fetches)) return null;
  // `cat a.sh | sh` is a script that can be read, and is judged as one
  if (before.every(({ tool }) => /^(cat|tee|sudo)$/.test(tool))) return null;
  return { what: 'what another command prints', how: 'unknown' };
}

function inWords(run: Invocation, around: Surroundings): Hidden | null {
  const printed = run.programs.flatMap(({ of }) => (of === undefined ? [] : [of, ...upstream(of)]));
  if (printed.some(decodes)) return DECODED;
  const program = run.tool === '' ? [run.program] : [];
  for (const word of [...program, ...textsToRun(run)]) {
    if (word.known) continue;
    const nested = nestedIn(word, around);
    if (nested.some(decodes)) return DECODED;
    if (word !== run.program && isUnknownText(run, word, nested)) return UNKNOWN;
  }
  return null;
}

/** `eval "$(ssh-agent -s)"` runs what a program of this machine prints: that is how it is meant. */
function isUnknownText(run: Invocation, word: Word, nested: readonly Invocation[]): boolean {
  const text = word.text.trim();
  if (run.tool === 'eval' && run.args[0] !== word) return false;
  if (!isShell(run.tool) && run.tool !== 'eval' && !(isInterpreter(run.tool) && isMadeElsewhere(text))) return false;
  if (text === '{}') return true;
  if (nested.length > 0) return nested.every(({ tool }) => /^(echo|printf)$/.test(tool)) && isMadeElsewhere(text);
  return isMadeElsewhere(text);
}

/** The first word of it is not known: `$CMD`, `"${RUN}" --all`; not `cd $DIR && make`. */
function isMadeElsewhere(text: string): boolean {
  return (
    /^["']?\$(\{?[A-Za-z_@*1-9]|\()|^["']?`/.test(text) && !/^["']?\$\{?(SHELL|HOME|PYTHON|NODE|JAVA_HOME)\b/.test(text)
  );
}
