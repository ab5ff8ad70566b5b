import type { YamlNode } from '../../model/syntax.ts';
import { soundsLikeData } from '../kubernetes/data-words.ts';
import { childOf, entriesOf, textAt, textOf } from '../pipelines/yaml-view.ts';
import { GONE } from './databases.ts';
import { destroys, drops, type Effect } from './effect.ts';
import type { AnsibleFile } from './file.ts';

export type Leaf = { readonly path: string; readonly value: string; readonly line: number };

/** What variables say: `databases[shop].state` is absent. Items of a list are told apart by their names. */
export function leavesOf({ variables, plays }: AnsibleFile): readonly Leaf[] {
  const found: Leaf[] = [];
  const roots = [variables, ...plays.flatMap(({ node }) => [childOf(node, 'vars'), childOf(node, 'roles')])];
  for (const root of roots) if (root) gather(root, '', root.from, found);
  return found;
}

const MOST = 20_000;

function gather(node: YamlNode, path: string, line: number, found: Leaf[]): void {
  if (found.length >= MOST) return;
  if (node.kind === 'map')
    for (const entry of entriesOf(node))
      gather(entry.value, path === '' ? entry.key : `${path}.${entry.key}`, entry.line, found);
  if (node.kind === 'list')
    for (const [at, item] of node.items.entries())
      gather(
        item,
        `${path}[${textAt(item, 'name') ?? textAt(item, 'role') ?? textAt(item, 'db') ?? String(at)}]`,
        item.from,
        found,
      );
  const text = textOf(node);
  if (text !== null) found.push({ path, value: text, line });
}

export type Said = { readonly line: number; readonly effect: Effect };

/** A variable that says `absent` where it did not: what a role makes of it is not known, only what it is called. */
export function goneByVariable(before: readonly Leaf[], after: readonly Leaf[]): readonly Said[] {
  const then = new Map(before.map(({ path, value }) => [path, value]));
  return after.flatMap(({ path, value, line }) => {
    const old = then.get(path);
    if (!/state$/i.test(path) || !GONE.test(value) || (old !== undefined && GONE.test(old))) return [];
    const effect = effectAt(path, value, old);
    return effect === null ? [] : [{ line, effect }];
  });
}

function effectAt(path: string, value: string, old: string | undefined): Effect | null {
  const said = {
    type: 'variable',
    name: path,
    because: `${path} is ${value}${old === undefined ? '' : `, no longer ${old}`}`,
  };
  if (/(database|schema|_dbs?\b|(^|_)dbs?(\[|\.|$))/i.test(path) && path.includes('['))
    return drops({ ...said, certainty: 'likely' }, 'database');
  if (old === undefined) return null;
  const holds = soundsLikeData(path);
  return destroys({ ...said, certainty: holds ? 'likely' : 'possible' }, holds, !/user|account|key/i.test(path));
}
