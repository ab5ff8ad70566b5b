import { resolvePath } from './place.ts';
import { textOfFile } from './files.ts';
import { runGiven, together } from './given.ts';
import { type Calling, type Handler, start } from './start.ts';
import { assign, NO_OUTPUT, type Printed, type State, textOf, valueOf, variable } from './state.ts';

/** What a shell does itself, and what changes in it by that. */
export const builtins: Readonly<Record<string, Handler>> = {
  cd: changeFolder,
  chdir: changeFolder,
  pushd: changeFolder,
  popd: (calling) => {
    calling.place.state.cwd = calling.place.state.stack.pop() ?? null;
    return start(calling);
  },
  exit: (calling) => end(calling, 'exit'),
  return: (calling) => end(calling, 'return'),
  export: declare,
  declare,
  typeset: declare,
  local: declare,
  readonly: declare,
  unset: (calling) => {
    const { vars } = calling.place.state;
    for (const { text } of calling.args) vars.own.set(text, { values: [], list: false, exported: false });
    return start(calling);
  },
  set: setParameters,
  shift: ({ args, place: { state } }) => {
    const by = Number(args[0]?.text ?? 1);
    state.parameters = state.parameters?.slice(Number.isInteger(by) ? by : 1) ?? null;
    return NO_OUTPUT;
  },
  read: readLine,
  mapfile: readLines,
  readarray: readLines,
  alias: ({ args, place }) => {
    for (const { text } of args) {
      const at = text.indexOf('=');
      if (at > 0) place.state.aliases.set(text.slice(0, at), text.slice(at + 1));
    }
    return NO_OUTPUT;
  },
  unalias: ({ args, place }) => {
    for (const { text } of args) place.state.aliases.delete(text);
    return NO_OUTPUT;
  },
  eval: (calling) => {
    const words = calling.args[0]?.text === '--' ? calling.args.slice(1) : calling.args;
    return runGiven(calling, together(words), { same: true });
  },
  source: sourceFile,
  '.': sourceFile,
  trap: setTrap,
};

function changeFolder(calling: Calling): Printed {
  const { args, place, tool } = calling;
  const { state } = place;
  const printed = start(calling);
  const target = args.find(({ text }) => !/^-[LPe@]+$|^--$/.test(text));
  if (tool === 'pushd' && state.stack.length < MOST_FOLDERS) state.stack.push(state.cwd);
  const home = state.session.around.scene.home;
  if (target === undefined) state.cwd = tool === 'pushd' ? null : home;
  else if (!target.known || target.text === '-') state.cwd = null;
  else if (target.text !== '') state.cwd = short(resolvePath(target.text, state.cwd));
  return printed;
}

const MOST_FOLDERS = 100;
const LONGEST_FOLDER = 1000;

/** `cd a; cd a; cd a …`: a folder nobody has, and every path after it would be as long. */
function short(path: string | null): string | null {
  return path !== null && path.length > LONGEST_FOLDER ? null : path;
}

function end({ place }: Calling, how: State['ended']): Printed {
  place.state.ended = how;
  return NO_OUTPUT;
}

/** `export A=b`; lists were taken over while the words were read. */
function declare(calling: Calling): Printed {
  const { args, tool, place } = calling;
  const { state } = place;
  const exports = tool === 'export' || args.some(({ text }) => /^-\w*x/.test(text));
  for (const word of args) {
    if (word.text.startsWith('-')) continue;
    const at = word.text.search(/\+?=/);
    const name = at === -1 ? word.text : word.text.slice(0, at);
    if (word.source.startsWith(`${name}=(`) || word.source.startsWith(`${name}+=(`)) continue;
    const before = variable(state, name);
    const values =
      at === -1
        ? (before?.values ?? [])
        : [valueOf(word.text.slice(word.text.indexOf('=') + 1), word.known, word.decoded)];
    if (at === -1 && before === null) continue;
    assign(state, name, values, exports ? { exported: true } : {});
  }
  return start(calling);
}

function setParameters(calling: Calling): Printed {
  const { args, place } = calling;
  const dashes = args.findIndex(({ text }) => text === '--');
  if (dashes !== -1) place.state.parameters = args.slice(dashes + 1);
  else if (args[0] !== undefined && !/^[-+]/.test(args[0].text)) place.state.parameters = args;
  return start(calling);
}

function readLine({ args, place }: Calling): Printed {
  const { state } = place;
  const text = textOf(place.stdin);
  const takes = /^-[a-zA-Z]*[adinNptu]$/;
  const names = args.filter(({ text: word }, at) => !word.startsWith('-') && !takes.test(args[at - 1]?.text ?? ''));
  if (text === null || place.stdin.input.kind === 'none') {
    for (const { text: name } of names) assign(state, name, [valueOf(`$${name}`, false)]);
    return { ...NO_OUTPUT, head: 'read' };
  }
  const [line = '', ...rest] = text
    .split('\n', 1)
    .concat(text.includes('\n') ? text.slice(text.indexOf('\n') + 1) : '');
  const pieces = line.trim().split(/\s+/);
  for (const [at, { text: name }] of (names.length === 0 ? [{ text: 'REPLY' }] : names).entries()) {
    const last = at >= names.length - 1;
    const said = last ? pieces.slice(at).join(' ') : (pieces[at] ?? '');
    assign(state, name, [valueOf(said, true, place.stdin.decoded)]);
  }
  state.stdin = { ...place.stdin, input: { kind: 'text', text: rest[0] ?? '', known: true } };
  return { ...NO_OUTPUT, head: 'read' };
}

function readLines({ args, place }: Calling): Printed {
  const text = textOf(place.stdin);
  const name = args.filter(({ text: word }) => !word.startsWith('-')).at(-1)?.text ?? 'MAPFILE';
  const values =
    text === null
      ? [valueOf(`$${name}`, false)]
      : text
          .replace(/\n$/, '')
          .split('\n')
          .slice(0, 1000)
          .map((line) => valueOf(line));
  assign(place.state, name, values, { list: true });
  return NO_OUTPUT;
}

function sourceFile(calling: Calling): Printed {
  const { args, place } = calling;
  const [file, ...parameters] = args;
  if (file === undefined) return start(calling);
  const stream = textOfFile(file, place.state);
  return runGiven(calling, null, { same: true, file, stream, parameters: parameters.length > 0 ? parameters : null });
}

/** On `EXIT` it runs for certain, on a signal or an error perhaps. */
function setTrap(calling: Calling): Printed {
  const [action, ...signals] = calling.args.filter(({ text }) => text !== '--');
  if (action === undefined || action.text === '-' || action.text === '' || /^-[lp]$/.test(action.text))
    return start(calling);
  const sure = signals.some(({ text }) => /^(exit|0|debug)$/i.test(text));
  return runGiven(calling, action, { certainty: sure ? 'certain' : 'possible' });
}
