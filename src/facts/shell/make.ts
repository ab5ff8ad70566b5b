import { onDisk, writtenAt } from './files.ts';
import { runGiven } from './given.ts';
import { readLead } from './lead.ts';
import { type Makefile, parseMakefile, recipesOf } from './makefile.ts';
import { resolvePath } from './place.ts';
import { type Calling, type Handler, start } from './start.ts';
import { type Draft, type Field, fieldOf, type Printed, said, type State, subshell, textOf } from './state.ts';

const TAKES = ['-C', '-f', '-I', '-j', '-l', '-o', '-W', '--directory', '--file', '--makefile', '--include-dir'];

/** `make target`: its recipe and those of what it needs, as the file says them. */
export const make: Readonly<Record<string, Handler>> = { make: made, gmake: made, just };

function made(calling: Calling): Printed | null {
  const { state } = calling.place;
  const lead = readLead(calling.args, {
    takes: TAKES,
    assigns: true,
    own: 99,
    not: /^(-n|--dry-run|--just-print|--recon|-q|--question|-p|--version|-v|--help|-h)$/,
  });
  if (lead.isIdle || lead.options.some((one) => /^(-n|--dry-run|--just-print|--recon|-q|--question)$/.test(one)))
    return null;
  const folder = lead.values.get('-C') ?? lead.values.get('--directory');
  const cwd = folder === undefined ? state.cwd : folder.known ? resolvePath(folder.text, state.cwd) : null;
  const named = lead.values.get('-f') ?? lead.values.get('--file') ?? lead.values.get('--makefile');
  const file =
    cwd === null
      ? null
      : firstOf(named === undefined ? ['GNUmakefile', 'makefile', 'Makefile'] : [named.text], cwd, state);
  if (file === null || cwd === null) return null;
  const known = new Map([...Object.entries(state.env), ...Object.entries(lead.assigned)]);
  const makefile = parseMakefile(file.text, known);
  return runRecipes(
    calling,
    makefile,
    lead.own.map(({ text }) => text),
    { ...file, cwd },
  );
}

type Found = { readonly path: string; readonly text: string };

function firstOf(names: readonly string[], cwd: string, state: State): Found | null {
  for (const name of names.toReversed()) {
    const field = fieldOf(resolvePath(name, cwd) ?? name);
    const written = writtenAt(field, state);
    const content = written === null ? (onDisk(field, state)?.content ?? null) : null;
    const text = written === null ? (content?.kind === 'text' ? content.text : null) : textOf(written);
    if (text !== null) return { path: field.text, text };
    // it is asked for, and looked at in the next round
    if (written === null && content === null) return null;
  }
  return null;
}

function runRecipes(
  calling: Calling,
  makefile: Makefile,
  targets: readonly string[],
  { path, cwd }: Found & { readonly cwd: string },
): Printed | null {
  const { state } = calling.place;
  const recipes = recipesOf(makefile, targets);
  if (recipes.length === 0) return null;
  const outer = start(calling);
  const writers: Draft[] = [...outer.writers];
  for (const { target, text } of recipes) {
    if (state.through.filter(({ by, at }) => by === target && at === path).length > 1) continue;
    const place = { ...calling.place, state: subshell(state, { cwd }) };
    const carrier = { kind: 'script', by: target, at: path } as const;
    writers.push(
      ...runGiven({ ...calling, place }, null, { carrier, stream: said(text), inside: true, cwd, file: fieldOf(path) })
        .writers,
    );
  }
  return { ...outer, writers };
}

/** A justfile is close enough to a makefile: names, what they need, and indented lines. */
function just(calling: Calling): Printed | null {
  const { state } = calling.place;
  const lead = readLead(calling.args, {
    takes: ['-f', '-d', '--justfile', '--working-directory', '--set'],
    assigns: true,
    own: 99,
  });
  if (
    state.cwd === null ||
    lead.options.some((one) =>
      /^(-n|--dry-run|-l|--list|--summary|-s|--show|--evaluate|--choose|--help|--version)$/.test(one),
    )
  )
    return null;
  const named = lead.values.get('-f') ?? lead.values.get('--justfile');
  const file = firstOf(named === undefined ? ['.justfile', 'Justfile', 'justfile'] : [named.text], state.cwd, state);
  const [name, ...rest] = lead.own;
  if (file === null) return null;
  const makefile = parseMakefile(file.text, new Map(), true);
  const bound = { ...makefile, values: rest.map(({ text }: Field) => text) };
  return runRecipes(calling, bound, name === undefined ? [] : [name.text], { ...file, cwd: state.cwd });
}
