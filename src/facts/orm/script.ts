import type { SyntaxNode } from '../../model/syntax.ts';
import { brokenLine, type Entry, type Expression, type Fn, groupAt, lineOf, type Program, textAt } from './program.ts';

/** TypeScript and JavaScript (https://github.com/tree-sitter/tree-sitter-typescript): what a migration says. */
export function readScript(root: SyntaxNode): Program {
  return { body: all(root), broken: brokenLine(root) };
}

function all(node: SyntaxNode | null): readonly Expression[] {
  return (node?.namedChildren ?? []).filter(({ type }) => !SKIPPED.has(type)).map(expression);
}

const SKIPPED = new Set(['comment', 'type_annotation', 'type_arguments', 'import_statement', 'accessibility_modifier']);

function expression(node: SyntaxNode): Expression {
  return READERS[node.type]?.(node) ?? groupAt(lineOf(node), all(node));
}

type Reader = (node: SyntaxNode) => Expression | null;

const READERS: Readonly<Record<string, Reader>> = {
  identifier: nameAt,
  this: nameAt,
  undefined: nameAt,
  property_identifier: nameAt,
  shorthand_property_identifier: nameAt,
  number: numberAt,
  true: truthAt,
  false: truthAt,
  null: nothingAt,
  array: listAt,
  object: dictAt,
  string: stringAt,
  template_string: stringAt,
  binary_expression: concatenation,
  call_expression: call,
  new_expression: call,
  member_expression: member,
  function_declaration: functionOf,
  function_expression: functionOf,
  generator_function_declaration: functionOf,
  arrow_function: functionOf,
  method_definition: functionOf,
  class_declaration: classOf,
  class: classOf,
  abstract_class_declaration: classOf,
  variable_declarator: assignment,
  assignment_expression: assignment,
  public_field_definition: assignment,
  for_in_statement: loop,
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
  return { kind: 'dict', entries: node.namedChildren.flatMap(entry), line: lineOf(node) };
}

function stringAt(node: SyntaxNode): Expression {
  return textAt(lineOf(node), ...pieces(node));
}

function pieces(node: SyntaxNode): readonly (string | Expression)[] {
  return node.namedChildren.flatMap((child): readonly (string | Expression)[] => {
    if (child.type === 'template_substitution') return [groupAt(lineOf(child), all(child))];
    return [child.type === 'escape_sequence' ? unescaped(child.text) : child.text];
  });
}

function unescaped(sequence: string): string {
  if (sequence === '\\n') return '\n';
  return /^\\\r?\n$/.test(sequence) ? '' : sequence.slice(1);
}

function concatenation(node: SyntaxNode): Expression {
  const parts = all(node);
  const isText = node.childForFieldName('operator')?.type === '+' && parts.some(({ kind }) => kind === 'text');
  return isText ? textAt(parts[0]?.line ?? lineOf(node), ...parts) : groupAt(lineOf(node), parts);
}

function entry(node: SyntaxNode): readonly Entry[] {
  if (node.type === 'method_definition') {
    const fn = functionOf(node);
    return [{ key: fn.name ?? '', value: fn }];
  }
  if (node.type === 'shorthand_property_identifier') return [{ key: node.text, value: expression(node) }];
  if (node.type !== 'pair') return [];
  const key = node.childForFieldName('key');
  const value = node.childForFieldName('value');
  return key && value ? [{ key: key.text.replace(/^(["'])(.*)\1$/, '$2'), value: expression(value) }] : [];
}

function member(node: SyntaxNode): Expression {
  const on = node.childForFieldName('object');
  const name = node.childForFieldName('property')?.text ?? '';
  const line = lineOf(node);
  return on ? { kind: 'member', on: expression(on), name, line } : { kind: 'name', name: node.text, line };
}

function call(node: SyntaxNode): Expression {
  const callee = node.childForFieldName('function') ?? node.childForFieldName('constructor');
  const given = node.childForFieldName('arguments');
  const target = callee ? expression(callee) : null;
  return {
    kind: 'call',
    on: target?.kind === 'member' ? target.on : target?.kind === 'name' ? null : target,
    name: target?.kind === 'member' || target?.kind === 'name' ? target.name : 'call',
    // sql`…` hands its text to the function without parentheses
    args: given?.type === 'template_string' ? [expression(given)] : all(given),
    named: [],
    block: null,
    line: callee ? callee.endPosition.row + 1 : lineOf(node),
  };
}

function functionOf(node: SyntaxNode): Fn {
  const given = node.childForFieldName('parameters')?.namedChildren ?? [];
  const single = node.childForFieldName('parameter');
  const params = [...(single ? [single] : []), ...given].map(
    (one) => one.childForFieldName('pattern')?.text ?? one.text,
  );
  const body = node.childForFieldName('body');
  const statements = body === null ? [] : body.type === 'statement_block' ? all(body) : [expression(body)];
  return {
    kind: 'fn',
    name: node.childForFieldName('name')?.text ?? null,
    params,
    body: statements,
    line: lineOf(node),
  };
}

function classOf(node: SyntaxNode): Expression {
  const heritage = node.namedChildren.find(({ type }) => type === 'class_heritage');
  return {
    kind: 'class',
    name: node.childForFieldName('name')?.text ?? '',
    bases: heritage?.text ?? '',
    body: all(node.childForFieldName('body')),
    line: lineOf(node),
  };
}

function assignment(node: SyntaxNode): Expression | null {
  const to = (node.childForFieldName('left') ?? node.childForFieldName('name'))?.text ?? '';
  const value = node.childForFieldName('right') ?? node.childForFieldName('value');
  return value ? { kind: 'assign', to, value: expression(value), line: lineOf(node) } : null;
}

function loop(node: SyntaxNode): Expression | null {
  const over = node.childForFieldName('right');
  const body = node.childForFieldName('body');
  if (over === null || body === null) return null;
  const item = (node.childForFieldName('left')?.text ?? '').trim();
  return { kind: 'loop', item, over: expression(over), body: [expression(body)], line: lineOf(node) };
}
