import type { SyntaxNode } from '../../model/syntax.ts';
import type { ConfigValue } from '../resource.ts';

/** What stands behind the names of a program, as far as a name is given once. `left` bounds the work on a hostile file. */
export type Scope = { readonly names: ReadonlyMap<string, SyntaxNode | null>; left: number };
export type Entry = { readonly key: string; readonly value: SyntaxNode; readonly line: number };

const DEEPEST = 40;
const MOST_HOPS = 3;
const MOST_NODES = 50_000;

export function scopeOf(root: SyntaxNode): Scope {
  const names = new Map<string, SyntaxNode | null>();
  for (const node of root.descendantsOfType(BINDINGS)) {
    const name = node.childForFieldName('name') ?? node.childForFieldName('left');
    const value = node.childForFieldName('value') ?? node.childForFieldName('right');
    if (!name) continue;
    const [left, right] = [firstOf(name), value ? firstOf(value) : null];
    if (left.type !== 'identifier') continue;
    names.set(left.text, names.has(left.text) ? null : right);
  }
  return { names, left: MOST_NODES };
}

const BINDINGS = [
  'variable_declarator',
  'assignment_expression',
  'augmented_assignment_expression',
  'assignment',
  'const_spec',
  'var_spec',
  'short_var_declaration',
];

function firstOf(node: SyntaxNode): SyntaxNode {
  const [only] = node.namedChildren;
  return node.type === 'expression_list' && node.namedChildren.length === 1 && only ? only : node;
}

/**
 * Literals, and what is put together of them; everything else keeps its text, as in `${vpc.id}`: the same text on both sides is
 * the same value, and another one is not known.
 */
export function valueOf(node: SyntaxNode, scope: Scope, depth = 0, hops = 0): ConfigValue {
  scope.left--;
  const plain = bareOf(node);
  if (depth > DEEPEST || scope.left < 0) return referenceOf(plain);
  const known = plain.type === 'identifier' && hops < MOST_HOPS ? scope.names.get(plain.text) : undefined;
  if (known && isLiteral(bareOf(known))) return valueOf(known, scope, depth + 1, hops + 1);
  const scalar = scalarOf(plain);
  if (scalar !== undefined) return scalar;
  const json = jsonIn(plain);
  if (json) return jsonOf(valueOf(json, scope, depth + 1, hops));
  const entries = entriesOf(plain);
  if (entries) {
    const map = entries.map(({ key, value }): [string, ConfigValue] => [key, valueOf(value, scope, depth + 1, hops)]);
    return Object.fromEntries(spread(plain) ? [...map, [SPREAD, true]] : map);
  }
  const items = itemsOf(plain);
  return items ? items.map((item) => valueOf(item, scope, depth + 1, hops)) : referenceOf(plain);
}

/** Key of a map into which another one was poured: what is not in it is not known to be absent. */
export const SPREAD = '...';
const LONGEST = 300;

export function referenceOf({ text }: SyntaxNode): string {
  return `\${${text.slice(0, LONGEST).replaceAll(/\s+/g, ' ').replaceAll('"', "'")}}`;
}

function isLiteral({ type }: SyntaxNode): boolean {
  return LITERALS.test(type);
}

const LITERALS =
  /^(string|template_string|number|integer|float|true|false|null|none|nil|array|list|tuple|object|dictionary|interpreted_string_literal|raw_string_literal|int_literal|float_literal|composite_literal|unary_expression|unary_operator|identifier)$/;

/** Without what stands around it: brackets, casts, `&`, `pulumi.String(…)`, `pulumi.output(…)`. */
export function bareOf(node: SyntaxNode, depth = 0): SyntaxNode {
  if (depth > DEEPEST) return node;
  const [first] = node.namedChildren;
  const isAddress = node.type === 'unary_expression' && node.text.startsWith('&');
  const inner = first && (isAddress || WRAPPERS.test(node.type)) ? first : liftedIn(node);
  return inner ? bareOf(inner, depth + 1) : node;
}

function liftedIn(node: SyntaxNode): SyntaxNode | null {
  if (!/^call(_expression)?$/.test(node.type) || !LIFTED.test(node.childForFieldName('function')?.text ?? ''))
    return null;
  const given = node.childForFieldName('arguments')?.namedChildren ?? [];
  return given.length === 1 ? (given[0] ?? null) : null;
}

const WRAPPERS =
  /^(parenthesized_expression|as_expression|satisfies_expression|non_null_expression|await_expression|await|literal_element)$/;
const LIFTED =
  /^(pulumi\.(output|secret|unsecret|asset\w*|(String|Bool|Int|Float64|Number)(Ptr)?|ToOutput)|pulumi\.Output\.(from_input|create|secret))$/;

function scalarOf(node: SyntaxNode): ConfigValue | undefined {
  const { type, text } = node;
  if (/^(true|false)$/.test(type)) return type === 'true';
  if (/^(null|none|nil|undefined)$/.test(type)) return null;
  if (/^(number|integer|float|int_literal|float_literal)$/.test(type) || /^-\d[\d_]*(\.\d+)?$/.test(text))
    return numberOf(text);
  if (STRINGS.test(type)) return textOf(node);
  return undefined;
}

function numberOf(text: string): ConfigValue {
  const read = Number(text.replaceAll('_', ''));
  return Number.isFinite(read) ? read : `\${${text}}`;
}

const STRINGS = /^(string|template_string|concatenated_string|interpreted_string_literal|raw_string_literal)$/;

function textOf(node: SyntaxNode): string {
  if (node.type === 'concatenated_string') return node.namedChildren.map(textOf).join('');
  const inner = node.text.replace(/^[bfruBFRU]{0,2}("""|'''|["'`])/, '').replace(/("""|'''|["'`])$/, '');
  if (/^[fF]/.test(node.text)) return inner.replaceAll(/(?<!\{)\{([^{}]{1,200})\}/g, '${$1}');
  return inner.replaceAll(/\\(["'\\`])/g, '$1').replaceAll(String.raw`\n`, '\n');
}

function jsonIn(node: SyntaxNode): SyntaxNode | null {
  const called = /^call(_expression)?$/.test(node.type) ? (node.childForFieldName('function')?.text ?? '') : '';
  if (!/^(JSON\.stringify|(pulumi\.)?jsonStringify|json\.dumps|pulumi\.Output\.json_dumps)$/.test(called)) return null;
  return node.childForFieldName('arguments')?.namedChildren[0] ?? null;
}

function jsonOf(value: ConfigValue): ConfigValue {
  return JSON.stringify(value) ?? null;
}

/** `{ a: 1 }`, `{"a": 1}`, `TableArgs(a=1)`, `dict(a=1)`, `TableArgs{A: 1}`; null for what is no such thing. */
export function entriesOf(node: SyntaxNode): readonly Entry[] | null {
  if (node.type === 'object') return node.namedChildren.flatMap(propertyOf);
  if (node.type === 'dictionary') return node.namedChildren.flatMap(pairOf);
  if (node.type === 'call' && /(^|\.)(\w*Args|\w*ArgsDict|ResourceOptions|dict)$/.test(functionOf(node)))
    return (node.childForFieldName('arguments')?.namedChildren ?? []).flatMap(keywordOf);
  if (node.type !== 'composite_literal') return null;
  const elements = node.childForFieldName('body')?.namedChildren.filter(({ type }) => type !== 'comment') ?? [];
  return elements.every(({ type }) => type === 'keyed_element') && !isGoList(node) ? elements.flatMap(keyedOf) : null;
}

function functionOf(node: SyntaxNode): string {
  return node.childForFieldName('function')?.text ?? '';
}

function spread(node: SyntaxNode): boolean {
  const children =
    node.type === 'call' ? (node.childForFieldName('arguments')?.namedChildren ?? []) : node.namedChildren;
  return children.some(({ type }) => /^(spread_element|dictionary_splat)$/.test(type));
}

function entry(key: string, value: SyntaxNode): Entry {
  return { key, value, line: value.startPosition.row + 1 };
}

function propertyOf(node: SyntaxNode): readonly Entry[] {
  if (node.type === 'shorthand_property_identifier') return [entry(node.text, node)];
  return node.type === 'pair' ? pairOf(node) : [];
}

function pairOf(node: SyntaxNode): readonly Entry[] {
  const [key, value] = [node.childForFieldName('key'), node.childForFieldName('value')];
  return node.type === 'pair' && key && value ? [entry(STRINGS.test(key.type) ? textOf(key) : key.text, value)] : [];
}

export function keywordOf(node: SyntaxNode): readonly Entry[] {
  const [name, value] = [node.childForFieldName('name'), node.childForFieldName('value')];
  return node.type === 'keyword_argument' && name && value ? [entry(name.text, value)] : [];
}

function keyedOf(node: SyntaxNode): readonly Entry[] {
  const [key, value] = node.namedChildren;
  if (!key || !value) return [];
  const name = bareOf(key);
  return [entry(STRINGS.test(name.type) ? textOf(name) : name.text, value)];
}

function isGoList(node: SyntaxNode): boolean {
  return /Array$|^\[\]/.test(node.childForFieldName('type')?.text ?? '');
}

export function itemsOf(node: SyntaxNode): readonly SyntaxNode[] | null {
  if (/^(array|list|tuple)$/.test(node.type)) return node.namedChildren.filter(({ type }) => type !== 'comment');
  if (node.type !== 'composite_literal' || !isGoList(node)) return null;
  return node.childForFieldName('body')?.namedChildren.filter(({ type }) => type !== 'comment') ?? null;
}
