import type { Invocation, Surroundings } from '../shell/invocation.ts';
import { effect } from './effects.ts';
import type { Effect, Family } from './family.ts';
import { addressOf, fetches } from './run/fetchers.ts';
import { readsProgramFromInput, textsToRun } from './run/interpreters.ts';
import { nestedIn, upstream } from './run/nested.ts';
import { fetchesAndRuns } from './run/programs.ts';

/** What somebody else serves, run before anybody has read it: `curl … | sh`, `bash <(wget …)`, `eval "$(curl …)"`. */
export const remoteCode: Family = {
  id: 'remote-code',
  tools: ['*'],
  read: (run, around) => {
    const source = servedTo(run, around);
    if (source !== null) return [remote(run, addressOf(source), 'served')];
    if (run.programs.some((program) => program.from !== 'file' && fetchesAndRuns(program.text)))
      return [remote(run, 'an address in the program', 'program')];
    const package_ = unseenPackage(run);
    if (package_ !== null) return [remote(run, package_, 'package')];
    return servesItself(run) ? [remote(run, addressOf(run), 'served')] : [];
  },
};

function remote(run: Invocation, from: string, how: 'served' | 'program' | 'package'): Effect {
  const tool = run.tool === '' ? 'a command' : run.tool;
  return effect(
    'exec.remote',
    {
      technology: 'shell',
      subject: `${tool} running what ${from} serves`,
      because: `whoever answers at ${from} decides what runs here, and it can be another text each time`,
      remedy: 'curl -fsSL -o /tmp/downloaded-script.txt <address>, and read it',
      certainty: 'likely',
    },
    { how },
  );
}

/** The command of which the output is the program. */
function servedTo(run: Invocation, around: Surroundings): Invocation | null {
  const piped = readsProgramFromInput(run) ? upstream(run) : [];
  // a file that was fetched before may have been checked in between: downloads.ts
  const printed = run.programs.flatMap(({ of, path = '<(' }) =>
    of === undefined || !path.startsWith('<(') ? [] : [of, ...upstream(of)],
  );
  // a name that is worked out is the program: `$(curl …)`
  const words = [...textsToRun(run), ...(run.tool === '' ? [run.program] : [])].filter(({ known }) => !known);
  return [...piped, ...printed, ...words.flatMap((word) => nestedIn(word, around))].find(fetches) ?? null;
}

/** A package that no registry holds: its newest state, whatever that is today. */
function unseenPackage({ tool, args }: Invocation): string | null {
  if (!/^(npx|bunx|uvx|pipx|pnpm|yarn|npm|bun|uv|deno)$/.test(tool)) return null;
  const texts = args.map(({ text }) => text);
  const isNested = /^(pnpm|yarn|npm|bun|uv|deno)$/.test(tool);
  if (!/^(npx|bunx|uvx|pipx)$/.test(tool) && !(isNested && /^(dlx|exec|x|run|tool)$/.test(texts[0] ?? ''))) return null;
  const given = texts.findIndex((text) => /^(--from|--package|-p|--spec|--with)$/.test(text));
  const named = given < 0 ? texts.find((text) => !/^(-|dlx$|exec$|x$|run$|tool$)/.test(text)) : texts[given + 1];
  if (named === undefined || !/^(git\+|github:|gitlab:|bitbucket:|gist:|https?:\/\/|git:\/\/)/.test(named)) return null;
  return named.replace(/^(\w+:\/\/)[^/@\s]*@/, '$1').slice(0, 120);
}

/** Windows has programs that fetch and run in one. */
function servesItself(run: Invocation): boolean {
  const said = run.args.map(({ text }) => text).join(' ');
  if (/^(mshta|regsvr32|rundll32|msiexec|installutil|wmic|cmstp)$/.test(run.tool)) return /https?:\/\//i.test(said);
  return (
    /^(iex|invoke-expression)$/.test(run.tool) &&
    /DownloadString|\b(iwr|irm|curl|wget|Invoke-(WebRequest|RestMethod))\b/i.test(said)
  );
}
