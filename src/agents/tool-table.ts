import type { Shell } from '../model/call.ts';
import type { Replacement, Use } from './host.ts';
import {
  type Fields,
  fieldsOf,
  folderOf,
  hintOf,
  isAbsolute,
  jsonOf,
  listOf,
  optionalText,
  textOf,
} from './payload.ts';

/** How the input of one tool reads. `shell` is what a command of this host is for, where the tool does not say. */
export type ReadTool = (input: Fields, shell: Shell) => readonly Use[];
/** Name of the tool -> how its input reads. */
export type ToolTable = Readonly<Record<string, ReadTool>>;

/** Looks, asks, plans or hands on to agents that are heard themselves. */
export const looks: ReadTool = () => [];

const SIMPLE = /^[\w@%+=:,./-]+$/;

/** `["bash", "-lc", "make"]`: what a shell would have to be told to start the same. */
function commandText(input: Fields, key: string): string {
  const value: unknown = input[key];
  if (!Array.isArray(value)) return textOf(input, key);
  const words = value.map((word: unknown) => (typeof word === 'string' ? word : textOf({ [key]: null }, key)));
  return words.map((word) => (SIMPLE.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}

export function command(keys: readonly string[], folders: readonly string[], shell?: Shell): ReadTool {
  return (input, usual) => {
    const key = keys.find((one) => input[one] !== undefined) ?? keys[0] ?? 'command';
    const text = commandText(input, key);
    const named = hintOf(input, ...folders);
    const cwd = named === null || named === '' ? {} : { cwd: folderOf({ named }, 'named') ?? named };
    return [{ kind: 'command', text, shell: shell ?? usual, ...cwd }];
  };
}

export function write(path: readonly string[], text: readonly string[]): ReadTool {
  return (input) => [{ kind: 'write', path: textOf(input, ...path), text: textOf(input, ...text) }];
}

/** One replacement, with the names its texts go by; all of them where the tool may say so. */
export function replace(path: readonly string[], old: string, by: string, all: string): ReadTool {
  return (input) => [
    { kind: 'replace', path: textOf(input, ...path), replacements: [replacement(input, old, by, all)] },
  ];
}

export function replacement(input: Fields, old: string, by: string, all: string): Replacement {
  const many = input[all];
  return {
    old: textOf(input, old),
    new: textOf(input, by),
    all: many === true || (typeof many === 'number' && many > 1),
  };
}

export function replaceMany(path: readonly string[], old: string, by: string, all: string): ReadTool {
  return (input) => {
    const edits = listOf(input, 'edits').map((edit) => replacement(fieldsOf(edit, 'an edit'), old, by, all));
    return [{ kind: 'replace', path: textOf(input, ...path), replacements: edits }];
  };
}

export function read(...path: readonly string[]): ReadTool {
  return (input) => [{ kind: 'read', path: textOf(input, ...path) }];
}

export function remove(...path: readonly string[]): ReadTool {
  return (input) => [{ kind: 'delete', path: textOf(input, ...path) }];
}

export function patch(...keys: readonly string[]): ReadTool {
  return (input) => [{ kind: 'patch', text: textOf(input, ...keys) }];
}

const CELL_MODES = ['replace', 'insert', 'delete'] as const;

export const notebook: ReadTool = (input) => {
  const named = optionalText(input, 'edit_mode') ?? 'replace';
  const mode = CELL_MODES.find((one) => one === named);
  if (mode === undefined) throw new Error(`"edit_mode" is not known: ${named.slice(0, 20)}`);
  const source = mode === 'delete' ? (optionalText(input, 'new_source') ?? '') : textOf(input, 'new_source');
  return [
    { kind: 'notebook', path: textOf(input, 'notebook_path'), cell: optionalText(input, 'cell_id'), source, mode },
  ];
};

/** A tool of a server, or one we do not know. One that takes a command line is a shell, whatever it is called. */
export function foreign(server: string, tool: string, input: unknown, shell: Shell): readonly Use[] {
  const use: Use = { kind: 'tool', server, tool, arguments: jsonOf(input ?? null) };
  const line =
    server === '' && typeof input === 'object' && input !== null && 'command' in input ? input.command : null;
  return typeof line === 'string' ? [use, { kind: 'command', text: line, shell }] : [use];
}

export function useTool(table: ToolTable, tool: string, input: unknown, shell: Shell): readonly Use[] | null {
  const reader = Object.hasOwn(table, tool) ? table[tool] : undefined;
  if (reader === undefined) return null;
  return reader === looks ? [] : reader(fieldsOf(input, `what ${tool} is given`), shell);
}

/** `mcp__github__create_issue`: after the prefix comes the server, and what is left is the tool. */
export function splitName(
  name: string,
  prefix: string,
  between: string,
): readonly [server: string, tool: string] | null {
  if (!name.startsWith(prefix)) return null;
  const rest = name.slice(prefix.length);
  const at = rest.indexOf(between);
  return at <= 0 || at + between.length >= rest.length ? null : [rest.slice(0, at), rest.slice(at + between.length)];
}

const PATCH_HEADS = /^(\*\*\* (?:Add|Update|Delete) File: |\*\*\* Move to: )(.+)$/gm;
const PATCH_COMMAND =
  /^\s*(?:cd\s+([^\s;&|'"$`]+)\s*&&\s*)?apply_?patch\s*<<\s*-?(['"]?)(\w+)\2[^\n]*\n([\s\S]*?)\n\3\s*$/;

/** Codex's models also write patches as `apply_patch <<'EOF'`, which Codex takes out of the hands of the shell. */
export function patchInCommand(text: string): Use | null {
  const [, folder, , , body] = PATCH_COMMAND.exec(text) ?? [];
  if (body === undefined) return null;
  if (folder === undefined) return { kind: 'patch', text: body };
  const moved = body.replaceAll(PATCH_HEADS, (line, head: string, path: string) =>
    isAbsolute(path) ? line : `${head}${folder}/${path}`,
  );
  return { kind: 'patch', text: moved };
}
