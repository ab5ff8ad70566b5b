import type { Grammars } from '../../model/syntax.ts';
import { stepsOfSql } from './raw-sql.ts';
import { droppedColumn, droppedTable, notNull } from './script-rows.ts';
import { creates, drop, lock, rename, rewrite, type Step, unread } from './step.ts';

type Line = { readonly text: string; readonly line: number };

/** What `change` and `up` of an Ecto migration do: https://hexdocs.pm/ecto_sql/Ecto.Migration.html. One call to a line, no grammar. */
export function ectoSteps(text: string, grammars: Grammars): readonly Step[] {
  const steps: Step[] = [];
  let table: string | null = null;
  let forward = false;
  for (const one of statements(text)) {
    const def = /^def\s+(\w+)/.exec(one.text)?.[1];
    if (def !== undefined) forward = def === 'change' || def === 'up';
    if (!forward) continue;
    table = /^alter\(?\s*table\(\s*["':]*(\w+)/.exec(one.text)?.[1] ?? table;
    if (/^create\b/.test(one.text)) table = null;
    steps.push(...stepsOf(one, table, grammars));
  }
  return steps;
}

/** A heredoc is one line with the call that opens it; comments are none. */
function statements(text: string): readonly Line[] {
  const found: Line[] = [];
  let open: { text: string; line: number } | null = null;
  for (const [index, raw] of text.split('\n').entries()) {
    const trimmed = raw.trim();
    if (open) {
      open.text += `\n${raw}`;
      if (trimmed.startsWith('"""')) {
        found.push(open);
        open = null;
      }
    } else if (/"""\s*$/.test(trimmed) && !trimmed.startsWith('@moduledoc')) open = { text: trimmed, line: index + 1 };
    else if (!trimmed.startsWith('#')) found.push({ text: trimmed, line: index + 1 });
  }
  return open ? [...found, open] : found;
}

function stepsOf({ text, line }: Line, table: string | null, grammars: Grammars): readonly Step[] {
  if (/^(repo\(\)\.query|execute|\w*Repo\.query)/.test(text)) return ofSql(text, line, grammars);
  const [, verb = '', object = '', name = ''] =
    /^(create|drop)(?:_if_(?:not_)?exists)?\(?\s*(\w+)\(\s*["':]*(\w+)/.exec(text) ?? [];
  if (verb === 'create') return created(object, name, text, line);
  if (verb === 'drop') return dropped(object, name, line);
  const renamed =
    /^rename\(?\s*table\(\s*["':]*(\w+)["']?\)\s*,\s*(?:to:\s*table\(\s*["':]*(\w+)|["':]*(\w+)["']?\s*,\s*to:\s*["':]*(\w+))/.exec(
      text,
    );
  if (renamed) return ofRename(renamed, line);
  return table === null ? [] : inTable(text, line, table);
}

function ofRename([, table = '', to, column, name = 'another']: RegExpExecArray, line: number): readonly Step[] {
  return [
    to === undefined
      ? rename('column', `${table}.${column ?? 'a column'}`, name, { line })
      : rename('table', table, to, { line }),
  ];
}

function created(object: string, name: string, text: string, line: number): readonly Step[] {
  if (object === 'table') return [creates(name)];
  if (!object.endsWith('index') || /concurrently:\s*true/.test(text)) return [];
  return [
    lock('index', name, 'blocks-writes', {
      line,
      because: `an index on ${name} is built while nobody writes to it`,
      remedy: 'concurrently: true, with @disable_ddl_transaction true and @disable_migration_lock true',
    }),
  ];
}

function dropped(object: string, name: string, line: number): readonly Step[] {
  if (object === 'table') return [droppedTable(name, line)];
  const isIndex = object.endsWith('index');
  const because = isIndex ? `an index of ${name} is dropped` : `a constraint of ${name} is dropped`;
  return [drop(isIndex ? 'index' : 'constraint', name, { line, because, certainty: isIndex ? 'possible' : 'certain' })];
}

function inTable(text: string, line: number, table: string): readonly Step[] {
  const [, verb = '', column = '', type = ''] =
    /^(remove|remove_if_exists|modify|add)\(?\s+?\(?:["']?(\w+)["']?(?:\s*,\s*:?(\w+))?/.exec(text.replace('(', ' ')) ??
    [];
  const name = `${table}.${column}`;
  if (verb.startsWith('remove')) return [droppedColumn(table, column, line)];
  if (verb === 'add') return [creates(name)];
  if (verb !== 'modify') return [];
  const isRequired = /null:\s*false/.test(text) && !/from:\s*\{[^}]*null:\s*false/.test(text);
  const retyped =
    type === 'text' || new RegExp(String.raw`from:\s*\{?\s*:${type}\b`).test(text)
      ? []
      : [
          rewrite(name, 'unknown', {
            line,
            because: `${name} becomes ${type}: its values are converted or cut`,
            certainty: 'likely',
          }),
        ];
  return [...retyped, ...(isRequired ? [notNull(name, line)] : [])];
}

/** `execute "up", "down"`: the second text undoes the first. */
function ofSql(text: string, line: number, grammars: Grammars): readonly Step[] {
  const sql = /"""\n([\s\S]*?)\n[ \t]*"""/.exec(text)?.[1] ?? /"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  if (sql === undefined)
    return /^execute\b/.test(text) ? [unread(line, 'SQL in a migration', 'its text is not written here')] : [];
  return stepsOfSql(
    sql.replaceAll(/#\{(\w*)[^}]*\}/g, '_$1_').replaceAll('\\"', '"'),
    text.includes('"""\n') ? line + 1 : line,
    grammars,
  );
}
