import { onDisk, writtenAt } from './files.ts';
import { runGiven } from './given.ts';
import type { Carrier } from './invocation.ts';
import { readLead } from './lead.ts';
import { resolvePath } from './place.ts';
import { type Calling, type Handler, start } from './start.ts';
import { type Field, fieldOf, type Printed, said, type State, subshell, textOf } from './state.ts';
import { plainWords, runBehind } from './wrappers.ts';

/** Verbs that name a script of package.json without saying `run`. */
const SHORT = /^(test|start|stop|restart|t|tst)$/;
const FOLDER = ['--prefix', '-C', '--dir', '--cwd'];
const TAKES = [...FOLDER, '-w', '--workspace', '-F', '--filter', '--loglevel', '--registry'];
/** Verbs of yarn, pnpm and bun themselves; anything else there may be a script. */
const OWN =
  /^(add|install|i|ci|remove|rm|un|uninstall|up|update|upgrade|upgrade-interactive|init|create|dlx|exec|x|link|unlink|publish|pack|outdated|audit|why|list|ls|info|view|config|cache|store|set|import|prune|rebuild|login|logout|whoami|version|workspaces?|help|global|dedupe|deploy|patch|patch-commit|licenses?|node|plugin|policies|autoclean|bin|check|env|fetch|root|server|setup|self-update|build|repl|upgrade|pm|owner|tag|team|dist-tag|npm)$/;

/** `npm run x`, `yarn x`: the scripts of the package.json that lies where it runs. */
export const packageScripts: Readonly<Record<string, Handler>> = {
  npm: (calling) => managed(calling, false),
  pnpm: (calling) => managed(calling, true),
  yarn: (calling) => managed(calling, true),
  bun: (calling) => managed(calling, true),
  'npm-run-all': several,
  'run-s': several,
  'run-p': several,
};

function managed(calling: Calling, isShort: boolean): Printed | null {
  const { args } = calling;
  const named = scriptAt(args, isShort);
  if (named === null) return null;
  const { name, at, isSaid } = named;
  const values = readLead(args, { takes: TAKES }).values;
  const folder = FOLDER.flatMap((option) => values.get(option) ?? [])[0];
  const found = runScripts(calling, [name], folder, withoutDashes(args.slice(at + 1)));
  // `yarn eslint .`: a program of the project
  if (found === null && isShort && !isSaid && !SHORT.test(name))
    return runBehind(calling, args.slice(at), {
      carrier: { kind: 'wrapper', by: calling.tool, at: '' },
      stays: true,
    });
  return found;
}

type Named = { readonly name: string; readonly at: number; readonly isSaid: boolean };

/** The script it is told to run, with `run` or, where the program takes that, without. */
function scriptAt(args: readonly Field[], isShort: boolean): Named | null {
  const [verbAt, nameAt] = plainWords(args, TAKES, 2);
  const verb = args[verbAt ?? -1]?.text ?? '';
  const isSaid = /^(run|run-script|rum|urn)$/.test(verb);
  const at = isSaid ? nameAt : verbAt;
  const word = args[at ?? -1];
  if (at === undefined || word?.known !== true) return null;
  if (isSaid) return { name: word.text, at, isSaid };
  const name = /^(t|tst)$/.test(verb) ? 'test' : verb;
  return mayBeScript(name, isShort) ? { name, at, isSaid } : null;
}

function mayBeScript(verb: string, isShort: boolean): boolean {
  return SHORT.test(verb) || (isShort && !OWN.test(verb) && !/[./]/.test(verb));
}

/** The first `--` is for the program itself. */
function withoutDashes(rest: readonly Field[]): readonly Field[] {
  const at = rest.findIndex(({ text }) => text === '--');
  return at === -1 ? rest : [...rest.slice(0, at), ...rest.slice(at + 1)];
}

function several(calling: Calling): Printed | null {
  const names = plainWords(calling.args, ['--max-parallel'], 32).flatMap((at) => calling.args[at]?.text ?? []);
  return runScripts(
    calling,
    names.filter((name) => !name.includes('*')),
    undefined,
    [],
  );
}

function runScripts(
  calling: Calling,
  names: readonly string[],
  folder: Field | undefined,
  rest: readonly Field[],
): Printed | null {
  const { state } = calling.place;
  const cwd = folder === undefined ? state.cwd : folder.known ? resolvePath(folder.text, state.cwd) : null;
  if (cwd === null) return null;
  const scripts = scriptsAt(cwd, state);
  const wanted = names.flatMap((name) =>
    [`pre${name}`, name, `post${name}`].flatMap((one) => scriptOf(one, one === name ? rest : [], scripts)),
  );
  if (wanted.length === 0) return null;
  const path = `${cwd}/package.json`;
  const outer = start(calling);
  const writers = wanted.flatMap(({ name, text }) => {
    const carrier: Carrier = { kind: 'script', by: name, at: path };
    if (state.through.filter(({ by, at }) => by === name && at === path).length > 1) return [];
    const place = { ...calling.place, state: subshell(state, { cwd }) };
    return runGiven({ ...calling, place }, null, {
      carrier,
      stream: said(text),
      inside: true,
      cwd,
      file: fieldOf(path),
    }).writers;
  });
  return { ...outer, writers: [...outer.writers, ...writers] };
}

function scriptOf(
  name: string,
  rest: readonly Field[],
  scripts: ReadonlyMap<string, string>,
): readonly { readonly name: string; readonly text: string }[] {
  const text = scripts.get(name);
  return text === undefined ? [] : [{ name, text: [text, ...rest.map(({ source }) => source)].join(' ') }];
}

function scriptsAt(cwd: string, state: State): ReadonlyMap<string, string> {
  const field = fieldOf(`${cwd}/package.json`);
  const written = writtenAt(field, state);
  const content = written === null ? (onDisk(field, state)?.content ?? null) : null;
  const text = written === null ? (content?.kind === 'text' ? content.text : null) : textOf(written);
  const found = new Map<string, string>();
  const scripts = text === null ? null : member(parsed(text), 'scripts');
  if (typeof scripts !== 'object' || scripts === null) return found;
  for (const [name, value] of Object.entries(scripts)) if (typeof value === 'string') found.set(name, value);
  return found;
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return null;
  return Object.entries(value).find(([key]) => key === name)?.[1] ?? null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
