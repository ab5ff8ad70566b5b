import type { Action } from '../../model/call.ts';
import type { Value } from '../../model/fact.ts';
import type { Observation } from '../analyzer.ts';
import { covers } from '../access/glob.ts';
import { type Arguments, argumentsOf, snakeCase, textsOf } from './arguments.ts';
import type { ToolEffect, ToolRow, ToolTable } from './table.ts';
import { fillTemplate } from './template.ts';

export type ToolAction = Extract<Action, { kind: 'tool' }>;
export type CommandAction = Extract<Action, { kind: 'command' }>;

/** What a call of a tool is: a command line to be judged, or what is already known of it. */
export type Translated =
  | { readonly kind: 'command'; readonly action: CommandAction }
  | { readonly kind: 'seen'; readonly seen: readonly Observation[] };

export function translate(action: ToolAction, table: ToolTable): Translated {
  const given = argumentsOf(action.arguments);
  const names = { server: snakeCase(action.server), tool: toolName(action) };
  for (const row of table.rows) {
    if (!fits(row, names, given)) continue;
    const text = row.commands.map((template) => fillTemplate(template, given)).find((filled) => filled !== null);
    if (typeof text === 'string') return { kind: 'command', action: { kind: 'command', text, shell: 'sh' } };
    if (row.kind !== null) return { kind: 'seen', seen: [observe(row.kind, action, row.attributes)] };
    if (row.effect !== null) return { kind: 'seen', seen: called(action, row.effect, row, given, table) };
  }
  const effect = effectOfName(names.tool, table);
  return { kind: 'seen', seen: called(action, effect, UNKNOWN[effect], given, table) };
}

/** Some hosts hand the server over as a part of the tool: `mcp__github__delete_file`. */
function toolName({ server, tool }: ToolAction): string {
  const name = snakeCase(tool.replace(/^mcp__.+?__/, ''));
  const own = `${snakeCase(server)}_`;
  return own !== '_' && name.startsWith(own) && !name.startsWith('git_') ? name.slice(own.length) : name;
}

function fits(
  row: ToolRow,
  { server, tool }: { readonly server: string; readonly tool: string },
  given: Arguments,
): boolean {
  return (
    row.tools.some((pattern) => covers(pattern, tool)) &&
    row.servers.some((pattern) => covers(pattern, server)) &&
    row.when.every(([argument, patterns]) => {
      const texts = textsOf(given.get(argument));
      return (
        texts !== null &&
        patterns.some((pattern) => texts.some((text) => covers(pattern.toLowerCase(), text.toLowerCase())))
      );
    })
  );
}

/** By its first word that is a verb; what has none may write. */
function effectOfName(tool: string, { verbs }: ToolTable): ToolEffect {
  const words = tool.split('_');
  return words.flatMap((word) => verbs.get(word) ?? [])[0] ?? 'writes';
}

type Said = { readonly because: string; readonly remedy: string };
const UNKNOWN: Readonly<Record<ToolEffect, Said>> = {
  reads: { because: '', remedy: '' },
  writes: { because: 'by its name it changes something, and no gate sees what', remedy: '' },
  destroys: { because: 'by its name it takes something away, and nothing here could bring it back', remedy: '' },
};

function called(
  action: ToolAction,
  effect: ToolEffect,
  { because, remedy }: Said,
  given: Arguments,
  { targets }: ToolTable,
): readonly Observation[] {
  if (effect === 'reads') return [];
  const target = targets.flatMap((name) => (textsOf(given.get(name)) ?? []).filter(isPlain))[0] ?? '';
  const { server, tool } = action;
  const attributes = { technology: 'mcp', certainty: 'likely', because, remedy, server, tool, effect, target };
  return [observe('tool.call', action, attributes)];
}

/** Short and made of words: not what may be a secret. */
function isPlain(text: string): boolean {
  return text.length <= 60 && /^[\w./:@ #-]+$/.test(text) && !/[A-Za-z0-9+/]{24,}/.test(text);
}

function observe(kind: string, { server, tool }: ToolAction, attributes: Readonly<Record<string, Value>>): Observation {
  const subject = `${server} ${tool}`.trim().slice(0, 120);
  return { kind, subject, edit: null, range: null, attributes };
}
