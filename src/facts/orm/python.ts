import type { SyntaxNode } from '../../model/syntax.ts';
import { brokenLine, type Entry, type Expression, groupAt, lineOf, type Program, textAt } from './program.ts';

/** https://github.com/tree-sitter/tree-sitter-python: what a migration says, without what it computes. */
export function readPython(root: SyntaxNode): Program {
  return { body: all(root), broken: brokenLine(root) };
}

function all(node: SyntaxNode | null): readonly Expression[] {
  return (node?.namedChildren ?? []).filter(({ type }) => type !== 'comment').map(expression);
}

function expression(node: SyntaxNode): Expression {
  return READERS[node.type]?.(node) ?? groupAt(lineOf(node), all(node));
}

type Reader = (node: SyntaxNode) => Expression | null;

const READERS: Readonly<Record<string, Reader>> = {
  identifier: nameAt,
  integer: numberAt,
  float: numberAt,
  true: truthAt,
  false: truthAt,
  none: nothingAt,
  list: listAt,
  tuple: listAt,
  set: listAt,
  expression_list: listAt,
  dictionary: dictAt,
  string: stringAt,
  concatenated_string: joinedAt,
  binary_operator: concatenation,
  call,
  attribute: member,
  function_definition: functionOf,
  lambda: functionOf,
  class_definition: classAt,
  assignment,
  augmented_assignment: assignment,
  for_statement: (node) => loop(node, all(node.childForFieldName('body'))),
  list_comprehension: comprehension,
  generator_expression: comprehension,
  with_statement: withStatement,
};

function nameAt(node: SyntaxNode): Expression {
  return { kind: 'name', name: node.text, line: lineOf(node) };
}

function numberAt(node: SyntaxNode): Expression {
  return { kind: 'value', value: Number(node.text.replaceAll('_', '')), line: lineOf(node) };
}

function truthAt(node: SyntaxNode): Expression {
  return { kind: 'value', value: node.type === 'true', line: lineOf(node) };
}

function nothingAt(node: SyntaxNode): Expression {
  return { kind: 'value', value: null, line: lineOf(node) };
}

function listAt(node: SyntaxNode): Expression {
  return { kind: 'list', items: all(node), line: lineOf(node) };
}

function dictAt(node: SyntaxNode): Expression {
  return { kind: 'dict', entries: entriesOf(node, 'pair', 'key'), line: lineOf(node) };
}

function stringAt(node: SyntaxNode): Expression {
  return textAt(lineOf(node), ...pieces(node));
}

function joinedAt(node: SyntaxNode): Expression {
  return textAt(lineOf(node), ...all(node));
}

function classAt(node: SyntaxNode): Expression {
  return {
    kind: 'class',
    name: node.childForFieldName('name')?.text ?? '',
    bases: node.childForFieldName('superclasses')?.text ?? '',
    body: all(node.childForFieldName('body')),
    line: lineOf(node),
  };
}

function pieces(node: SyntaxNode): readonly (string | Expression)[] {
  return node.namedChildren.flatMap((child): readonly (string | Expression)[] => {
    if (child.type === 'interpolation') {
      const inner = child.childForFieldName('expression') ?? child.namedChildren[0];
      return inner ? [expression(inner)] : [];
    }
    return child.type === 'string_content' ? [child.text.replaceAll('\\n', '\n').replace(/\\\r?\n/g, '')] : [];
  });
}

/** `"a" + b` is one text; of `"…%s" % x` the template is what can be read. */
function concatenation(node: SyntaxNode): Expression {
  const parts = all(node);
  const operator = node.childForFieldName('operator')?.type;
  const [left] = parts;
  if (operator === '%' && left?.kind === 'text') return left;
  const isText = operator === '+' && parts.some(({ kind }) => kind === 'text');
  return isText ? textAt(left?.line ?? lineOf(node), ...parts) : groupAt(lineOf(node), parts);
}

function functionOf(node: SyntaxNode): Expression {
  const params = (node.childForFieldName('parameters')?.namedChildren ?? []).map(
    (one) => one.childForFieldName('name')?.text ?? one.namedChildren[0]?.text ?? one.text,
  );
  const body = node.childForFieldName('body');
  const statements = body === null ? [] : node.type === 'lambda' ? [expression(body)] : all(body);
  const name = node.childForFieldName('name')?.text ?? null;
  return { kind: 'fn', name, params, body: statements, line: lineOf(node) };
}

function member(node: SyntaxNode): Expression {
  const on = node.childForFieldName('object');
  const name = node.childForFieldName('attribute')?.text ?? '';
  const line = lineOf(node);
  return on ? { kind: 'member', on: expression(on), name, line } : { kind: 'name', name: node.text, line };
}

function call(node: SyntaxNode): Expression {
  const callee = node.childForFieldName('function');
  const given = node.childForFieldName('arguments');
  const target = callee ? expression(callee) : null;
  const plain = given?.type === 'argument_list' ? given.namedChildren : given ? [given] : [];
  return {
    kind: 'call',
    on: target?.kind === 'member' ? target.on : target?.kind === 'name' ? null : target,
    name: target?.kind === 'member' || target?.kind === 'name' ? target.name : 'call',
    args: plain.filter(({ type }) => type !== 'keyword_argument' && type !== 'comment').map(expression),
    named: given ? entriesOf(given, 'keyword_argument', 'name') : [],
    block: null,
    line: lineOf(node),
  };
}

function entriesOf(node: SyntaxNode, type: string, field: string): readonly Entry[] {
  return node.namedChildren
    .filter((child) => child.type === type)
    .flatMap((pair) => {
      const key = pair.childForFieldName(field);
      const value = pair.childForFieldName('value');
      return key && value ? [{ key: key.text.replace(/^(["'])(.*)\1$/, '$2'), value: expression(value) }] : [];
    });
}

function assignment(node: SyntaxNode): Expression | null {
  const value = node.childForFieldName('right');
  if (value === null) return null;
  const to = node.childForFieldName('left')?.text ?? '';
  return { kind: 'assign', to, value: expression(value), line: lineOf(node) };
}

function loop(node: SyntaxNode, body: readonly Expression[]): Expression | null {
  const over = node.childForFieldName('right');
  if (over === null) return null;
  return {
    kind: 'loop',
    item: node.childForFieldName('left')?.text ?? '',
    over: expression(over),
    body,
    line: lineOf(node),
  };
}

function comprehension(node: SyntaxNode): Expression | null {
  const clause = node.namedChildren.find(({ type }) => type === 'for_in_clause');
  const body = node.childForFieldName('body');
  return clause && body ? loop(clause, [expression(body)]) : null;
}

/** `with op.batch_alter_table("orders") as batch:` is a call with a block. */
function withStatement(node: SyntaxNode): Expression {
  const body = all(node.childForFieldName('body'));
  const items = node
    .descendantsOfType('with_item')
    .filter((item) => item.parent?.parent?.startIndex === node.startIndex);
  return items.reduceRight<Expression>((inner, item) => withItem(item, inner), groupAt(lineOf(node), body));
}

function withItem(item: SyntaxNode, inner: Expression): Expression {
  const value = item.childForFieldName('value') ?? item.namedChildren[0];
  if (!value) return inner;
  const isNamed = value.type === 'as_pattern';
  const opened = isNamed ? value.namedChildren[0] : value;
  const alias = isNamed ? value.childForFieldName('alias')?.text : undefined;
  const target = opened ? expression(opened) : null;
  const line = lineOf(item);
  if (target?.kind !== 'call') return groupAt(line, target ? [target, inner] : [inner]);
  return {
    ...target,
    block: { kind: 'fn', name: null, params: alias === undefined ? [] : [alias], body: [inner], line },
  };
}
