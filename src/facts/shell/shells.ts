import { scriptOf, textOfFile } from './files.ts';
import { runGiven } from './given.ts';
import { pathOf } from './programs.ts';
import { type Calling, type Handler, start } from './start.ts';
import { type Field, type Printed, type Value } from './state.ts';

/** `sh -c text`, `sh file`, and `sh` that is fed a script. */
const shell: Handler = (calling) => {
  const { args, place } = calling;
  const read = optionsOf(args);
  const carrier = { kind: 'shell', by: calling.tool, at: '' } as const;
  const [first, ...rest] = args.slice(read.from);
  if (read.isIdle) return start(calling);
  if (read.isTold)
    return first === undefined
      ? start(calling)
      : runGiven(calling, first, { carrier, parameters: bare(rest.slice(1)) });
  if (first !== undefined && !read.readsInput) return runScript(calling, first, rest);
  const { stdin } = place;
  if (stdin.input.kind === 'none') return start(calling);
  return runGiven(calling, null, {
    carrier,
    stream: scriptOf(stdin, place.state),
    parameters: bare(first === undefined ? [] : [first, ...rest]),
  });
};

export const shells: Readonly<Record<string, Handler>> = Object.fromEntries(
  ['sh', 'bash', 'zsh', 'dash', 'ksh', 'mksh', 'fish', 'ash', 'rbash', 'csh', 'tcsh', 'bash.exe'].map((name) => [
    name,
    shell,
  ]),
);

/** A script that is named by the command, read through. */
export function runScript(calling: Calling, file: Field, parameters: readonly Field[]): Printed {
  const carrier = {
    kind: 'script',
    by: file.text.replace(/^.*\//, ''),
    at: pathOf(file, calling.place.state),
  } as const;
  // `sh self.sh` in self.sh: what it does was read the first time, and its own words the second
  const turns = calling.place.state.through.filter(({ kind, at }) => kind === 'script' && at === carrier.at);
  if (carrier.at !== '' && turns.length > 1) return start(calling);
  const stream = textOfFile(file, calling.place.state);
  return runGiven(calling, null, { carrier, file, stream, parameters: bare(parameters) });
}

function bare(fields: readonly Field[]): readonly Value[] {
  return fields.map(({ text, known, decoded }) => ({ text, known, decoded }));
}

type Options = {
  readonly from: number;
  readonly isTold: boolean;
  readonly readsInput: boolean;
  readonly isIdle: boolean;
};

const TAKES = /^([-+]o|[-+]O|--rcfile|--init-file|-[a-z]*o)$/;

function optionsOf(args: readonly Field[]): Options {
  let told = false;
  let input = false;
  let idle = false;
  let from = 0;
  for (; from < args.length; from++) {
    const text = args[from]?.text ?? '';
    if (text === '--' || text === '-') {
      from++;
      break;
    }
    if (!/^[-+]/.test(text)) break;
    if (/^--?(help|version)$/.test(text)) idle = true;
    if (/^-[a-zA-Z]*c/.test(text) || text === '--command') told = true;
    if (/^-[a-zA-Z]*s[a-zA-Z]*$/.test(text)) input = true;
    if (/^-[a-zA-Z]*n[a-zA-Z]*$/.test(text) && !text.includes('o')) idle = true;
    if (TAKES.test(text)) from++;
  }
  return { from, isTold: told, readsInput: input, isIdle: idle };
}
