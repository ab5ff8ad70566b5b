import { parseExpression } from './expression.ts';
import type { Attribute, Block, Body, Expression, HclFile, ObjectEntry } from './syntax.ts';
import { EMPTY_BODY } from './syntax.ts';

type Entry = readonly [name: string, value: Expression, line: number];

/**
 * https://developer.hashicorp.com/terraform/language/syntax/json. JSON is an object of HCL's own grammar, so the same reader reads it,
 * with the lines. Without the provider's schema an attribute and a block look alike; whoever compares takes both.
 */
export function parseJsonFile(text: string, isVariables: boolean): HclFile {
  const root = parseExpression(text.replace(/^\uFEFF/, '').trimEnd());
  if (root?.kind !== 'object') return { body: EMPTY_BODY, problems: [{ line: 1, message: 'it is no JSON object' }] };
  if (isVariables) return { body: { attributes: attributesOf(entriesOf(root)), blocks: [] }, problems: [] };
  return { body: { attributes: new Map(), blocks: entriesOf(root).flatMap(topLevel) }, problems: [] };
}

const LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  module: 1,
  variable: 1,
  output: 1,
  provider: 1,
};

function topLevel([type, value, line]: Entry): readonly Block[] {
  return labelled(type, [], LABELS[type] ?? 0, value, line);
}

function labelled(
  type: string,
  labels: readonly string[],
  depth: number,
  value: Expression,
  line: number,
): readonly Block[] {
  if (value.kind === 'list') return value.items.flatMap((item) => labelled(type, labels, depth, item, line));
  if (value.kind !== 'object') return [];
  if (depth > 0)
    return entriesOf(value).flatMap(([name, inner, at]) => labelled(type, [...labels, name], depth - 1, inner, at));
  return [{ type, labels, body: bodyOf(value, type), from: line, to: lastLine(value, line) }];
}

const NESTED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  resource: { lifecycle: 0, provisioner: 1, connection: 0, dynamic: 1 },
  data: { lifecycle: 0, dynamic: 1 },
  removed: { lifecycle: 0 },
  terraform: { backend: 1, cloud: 0, required_providers: 0 },
  cloud: { workspaces: 0 },
  dynamic: { content: 0 },
};

function bodyOf(value: Expression, type: string): Body {
  const nested = NESTED[type] ?? {};
  const entries = entriesOf(value);
  const isBlock = ([name]: Entry): boolean => Object.hasOwn(nested, name);
  return {
    attributes: attributesOf(entries.filter((entry) => !isBlock(entry))),
    blocks: entries
      .filter(isBlock)
      .flatMap(([name, inner, line]) => labelled(name, [], nested[name] ?? 0, inner, line)),
  };
}

/** What HCL writes bare stands in quotes here: `"from": "aws_vpc.a"`, `"type": "list(string)"`. */
const BARE = new Set([
  'from',
  'to',
  'type',
  'provider',
  'ignore_changes',
  'replace_triggered_by',
  'depends_on',
  'providers',
]);

function attributesOf(entries: readonly Entry[]): ReadonlyMap<string, Attribute> {
  return new Map(
    entries
      .filter(([name]) => name !== '//')
      .map(([name, value, line]): [string, Attribute] => [
        name,
        { name, line, expression: BARE.has(name) ? unquoted(value) : value },
      ]),
  );
}

function unquoted(value: Expression): Expression {
  if (value.kind === 'list') return { kind: 'list', items: value.items.map(unquoted) };
  if (value.kind === 'object')
    return { kind: 'object', entries: value.entries.map((entry) => ({ ...entry, value: unquoted(entry.value) })) };
  return value.kind === 'value' && typeof value.value === 'string' ? (parseExpression(value.value) ?? value) : value;
}

function entriesOf(value: Expression): readonly Entry[] {
  if (value.kind !== 'object') return [];
  return value.entries.map(({ key, value: inner, line }: ObjectEntry): Entry => [
    key.kind === 'value' ? String(key.value) : '',
    inner,
    line,
  ]);
}

function lastLine(value: Expression, line: number): number {
  return entriesOf(value).reduce((last, [, inner, at]) => Math.max(last, lastLine(inner, at)), line);
}
