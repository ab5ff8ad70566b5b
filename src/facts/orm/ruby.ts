import type { SyntaxNode } from '../../model/syntax.ts';
import { brokenLine, type Entry, type Expression, type Fn, groupAt, lineOf, type Program, textAt } from './program.ts';

type Heredocs = ReadonlyMap<number, SyntaxNode>;

/** https://github.com/tree-sitter/tree-sitter-ruby: what a migration says, without what it computes. */
export function readRuby(root: SyntaxNode): Program {
  const bodies = root.descendantsOfType('heredoc_body');
  // each `<<~SQL` has its text further down, in the same order
  const heredocs = new Map(
    root.descendantsOfType('heredoc_beginning').flatMap((begin, index): readonly [number, SyntaxNode][] => {
      const body = bodies[index];
      return body ? [[begin.startIndex, body]] : [];
    }),
  );
  return { body: all(root, heredocs), broken: brokenLine(root) };
}

function all(node: SyntaxNode | null, docs: Heredocs): readonly Expression[] {
  return (node?.namedChildren ?? [])
    .filter(({ type }) => type !== 'comment' && type !== 'heredoc_body')
    .map((child) => expression(child, docs));
}

function expression(node: SyntaxNode, docs: Heredocs): Expression {
  return READERS[node.type]?.(node, docs) ?? groupAt(lineOf(node), all(node, docs));
}

type Reader = (node: SyntaxNode, docs: Heredocs) => Expression | null;

const READERS: Readonly<Record<string, Reader>> = {
  identifier: nameAt,
  constant: nameAt,
  instance_variable: nameAt,
  self: nameAt,
  scope_resolution: nameAt,
  integer: numberAt,
  float: numberAt,
  true: truthAt,
  false: truthAt,
  nil: nothingAt,
  array: listAt,
  string_array: listAt,
  symbol_array: listAt,
  hash: dictAt,
  binary: concatenation,
  simple_symbol: (node) => textAt(lineOf(node), node.text.slice(1)),
  hash_key_symbol: wordAt,
  character: wordAt,
  string: stringAt,
  bare_string: stringAt,
  bare_symbol: stringAt,
  delimited_symbol: stringAt,
  subshell: stringAt,
  chained_string: joinedAt,
  heredoc_beginning: (node, docs) => {
    const body = docs.get(node.startIndex);
    return body ? textAt(lineOf(body), ...pieces(body, docs)) : textAt(lineOf(node));
  },
  call,
  method: methodAt,
  singleton_method: methodAt,
  lambda: (node, docs) => {
    const body = node.childForFieldName('body');
    return body ? functionOf(body, docs) : null;
  },
  class: classAt,
  module: classAt,
  assignment: (node, docs) => {
    const value = node.childForFieldName('right');
    return value
      ? {
          kind: 'assign',
          to: node.childForFieldName('left')?.text ?? '',
          value: expression(value, docs),
          line: lineOf(node),
        }
      : null;
  },
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

function listAt(node: SyntaxNode, docs: Heredocs): Expression {
  return { kind: 'list', items: all(node, docs), line: lineOf(node) };
}

function dictAt(node: SyntaxNode, docs: Heredocs): Expression {
  return { kind: 'dict', entries: pairs(node, docs), line: lineOf(node) };
}

function wordAt(node: SyntaxNode): Expression {
  return textAt(lineOf(node), node.text);
}

function stringAt(node: SyntaxNode, docs: Heredocs): Expression {
  return textAt(lineOf(node), ...pieces(node, docs));
}

function joinedAt(node: SyntaxNode, docs: Heredocs): Expression {
  return textAt(lineOf(node), ...all(node, docs));
}

function methodAt(node: SyntaxNode, docs: Heredocs): Expression {
  return { ...functionOf(node, docs), name: node.childForFieldName('name')?.text ?? null };
}

function classAt(node: SyntaxNode, docs: Heredocs): Expression {
  return {
    kind: 'class',
    name: node.childForFieldName('name')?.text ?? '',
    bases: node.childForFieldName('superclass')?.text ?? '',
    body: all(node.childForFieldName('body'), docs),
    line: lineOf(node),
  };
}

function pieces(node: SyntaxNode, docs: Heredocs): readonly (string | Expression)[] {
  return node.namedChildren.flatMap((child): readonly (string | Expression)[] => {
    if (child.type === 'interpolation') return [groupAt(lineOf(child), all(child, docs))];
    if (child.type === 'escape_sequence') return [child.text === '\\n' ? '\n' : child.text.slice(1)];
    return child.type === 'heredoc_end' ? [] : [child.text];
  });
}

function call(node: SyntaxNode, docs: Heredocs): Expression {
  const receiver = node.childForFieldName('receiver');
  const given = node.childForFieldName('arguments');
  const block = node.childForFieldName('block');
  const plain = (given?.namedChildren ?? []).filter(
    ({ type }) => type !== 'pair' && type !== 'comment' && type !== 'heredoc_body',
  );
  return {
    kind: 'call',
    on: receiver ? expression(receiver, docs) : null,
    name: node.childForFieldName('method')?.text ?? 'call',
    args: plain.map((one) => expression(one, docs)),
    named: given ? pairs(given, docs) : [],
    block: block ? functionOf(block, docs) : null,
    line: lineOf(node),
  };
}

function pairs(node: SyntaxNode, docs: Heredocs): readonly Entry[] {
  return node.namedChildren
    .filter(({ type }) => type === 'pair')
    .flatMap((pair) => {
      const key = pair.childForFieldName('key');
      const value = pair.childForFieldName('value');
      // `{ name: }` is `{ name: name }`
      return key ? [{ key: bare(key.text), value: expression(value ?? key, docs) }] : [];
    });
}

function bare(key: string): string {
  return key.replace(/^:/, '').replace(/^(["'])(.*)\1$/, '$2');
}

function functionOf(node: SyntaxNode, docs: Heredocs): Fn {
  const params = (node.childForFieldName('parameters')?.namedChildren ?? []).map(
    (one) => one.childForFieldName('name')?.text ?? one.text,
  );
  return { kind: 'fn', name: null, params, body: all(node.childForFieldName('body'), docs), line: lineOf(node) };
}

function concatenation(node: SyntaxNode, docs: Heredocs): Expression {
  const parts = all(node, docs);
  const isText = node.childForFieldName('operator')?.type === '+' && parts.some(({ kind }) => kind === 'text');
  return isText ? textAt(parts[0]?.line ?? lineOf(node), ...parts) : groupAt(lineOf(node), parts);
}
