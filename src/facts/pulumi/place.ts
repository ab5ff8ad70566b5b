import type { SyntaxNode } from '../../model/syntax.ts';
import type { ConfigValue } from '../resource.ts';
import { type Scope, bareOf, valueOf } from '../programs/value.ts';
import { isReference } from '../programs/settle.ts';

const CONDITIONAL = /^(if_statement|elif_clause|else_clause|ternary_expression|conditional_expression)$/;
const LONGEST = 120;

/** What must hold for a statement to run; what always holds is left out. */
export function conditionsOf(node: SyntaxNode, scope: Scope): readonly string[] {
  const found: string[] = [];
  let below = node;
  for (let at = node.parent; at !== null; below = at, at = at.parent) {
    if (!CONDITIONAL.test(at.type) && !isGuarded(at, below)) continue;
    const test = at.childForFieldName('condition') ?? at.childForFieldName('left') ?? conditionIn(at);
    if (!test || isSame(test, below)) continue;
    const said = shown(bareOf(test), scope);
    const isOther = at.type !== 'else_clause' && isSame(at.childForFieldName('alternative'), below);
    const condition = isOther ? opposite(said) : said;
    if (condition !== 'true') found.push(condition);
  }
  return found;
}

/** `create && new …`. */
function isGuarded(at: SyntaxNode, below: SyntaxNode): boolean {
  const operator = at.childForFieldName('operator')?.text;
  return (
    /^(binary_expression|boolean_operator)$/.test(at.type) &&
    operator === '&&' &&
    isSame(at.childForFieldName('right'), below)
  );
}

/** `a if test else b` of Python has no name for its test. */
function conditionIn(at: SyntaxNode): SyntaxNode | null {
  return at.type === 'conditional_expression' ? (at.namedChildren[1] ?? null) : null;
}

function isSame(one: SyntaxNode | null, other: SyntaxNode): boolean {
  return (
    one !== null && one.startIndex === other.startIndex && one.endIndex === other.endIndex && one.type === other.type
  );
}

function shown(test: SyntaxNode, scope: Scope): string {
  const value = valueOf(test, scope);
  if (typeof value === 'boolean' || typeof value === 'number') return value === false || value === 0 ? 'false' : 'true';
  if (value === null || value === '') return 'false';
  return test.text.slice(0, LONGEST).replaceAll(/\s+/g, ' ');
}

function opposite(said: string): string {
  if (said === 'true') return 'false';
  return said === 'false' ? 'true' : `not (${said})`;
}

/** What a loop around a statement goes over; null: not told, undefined: there is no loop. */
export function eachOf(node: SyntaxNode, scope: Scope): readonly ConfigValue[] | null | undefined {
  for (let at = node.parent; at !== null; at = at.parent) {
    const over = overOf(at);
    if (over === undefined) continue;
    return over === null ? null : itemsIn(over, scope);
  }
  return undefined;
}

/** `for (const x of xs)`, `for x in xs`, `xs.map((x) => …)`, `for (let i = 0; i < 3; i++)`. */
function overOf(at: SyntaxNode): SyntaxNode | null | undefined {
  if (/^for_(in_)?statement$/.test(at.type)) return at.childForFieldName('right') ?? boundOf(at);
  if (at.type === 'range_clause') return at.childForFieldName('right');
  if (at.type !== 'call_expression') return undefined;
  const called = at.childForFieldName('function');
  const property = called?.childForFieldName('property')?.text ?? '';
  return /^(map|forEach|flatMap)$/.test(property) ? (called?.childForFieldName('object') ?? null) : undefined;
}

function boundOf(at: SyntaxNode): SyntaxNode | null {
  const [range] = at.namedChildren.filter(({ type }) => type === 'range_clause');
  if (range) return range.childForFieldName('right');
  const condition =
    at.childForFieldName('condition') ??
    at.namedChildren.find(({ type }) => type === 'for_clause')?.childForFieldName('condition');
  const test = condition?.type === 'expression_statement' ? condition.namedChildren[0] : condition;
  return test?.childForFieldName('operator')?.text === '<' ? test.childForFieldName('right') : null;
}

const MOST = 1000;

function itemsIn(over: SyntaxNode, scope: Scope): readonly ConfigValue[] | null {
  const range = /^range$/.test(over.childForFieldName('function')?.text ?? '')
    ? over.childForFieldName('arguments')?.namedChildren
    : undefined;
  const value = valueOf(range?.length === 1 && range[0] ? range[0] : over, scope);
  if (Array.isArray(value)) return value.some(isReference) ? null : value;
  return typeof value === 'number' && value <= MOST
    ? Array.from({ length: Math.max(0, value) }, (_one, at) => at)
    : null;
}
