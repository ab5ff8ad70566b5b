import type { SyntaxNode } from '../../../model/syntax.ts';

/**
 * A piece of a syntax tree as plain data. Rules ask for text and for what lies around, thousands of times: in WebAssembly each
 * question costs a call, and a parent costs a walk over its siblings.
 */
export type Bit = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** The nearest listed piece around it. */
  readonly up: Bit | null;
  /** Listed pieces directly inside, in order. */
  readonly inside: readonly Bit[];
};

export const FUNCTIONS: ReadonlySet<string> = new Set([
  'function_declaration',
  'generator_function_declaration',
  'function_expression',
  'generator_function',
  'arrow_function',
  'method_definition',
]);

const LISTED = [
  ...FUNCTIONS,
  'abstract_class_declaration',
  'arguments',
  'array',
  'as_expression',
  'assignment_expression',
  'await_expression',
  'call_expression',
  'catch_clause',
  'class',
  'class_declaration',
  'comment',
  'debugger_statement',
  'decorator',
  'do_statement',
  'export_statement',
  'expression_statement',
  'for_in_statement',
  'for_statement',
  'formal_parameters',
  'if_statement',
  'import_statement',
  'interface_declaration',
  'jsx_attribute',
  'jsx_text',
  'lexical_declaration',
  'new_expression',
  'non_null_expression',
  'object',
  'optional_parameter',
  'pair',
  'predefined_type',
  'public_field_definition',
  'regex',
  'required_parameter',
  'return_statement',
  'statement_block',
  'string',
  'template_string',
  'template_substitution',
  'throw_statement',
  'try_statement',
  'type_alias_declaration',
  'type_annotation',
  'type_assertion',
  'unary_expression',
  'variable_declaration',
  'variable_declarator',
  'while_statement',
];

/** Also what the grammar calls a word of the language: the type `string` holds no text. */
const WORDS: ReadonlySet<string> = new Set(['string', 'object', 'class']);

type Open = Bit & { readonly inside: Bit[] };

/** All listed pieces in the order they begin; an outer one stands before those inside it. */
export function bitsOf(root: SyntaxNode): readonly Bit[] {
  const open: Open[] = [];
  return root.descendantsOfType(LISTED).flatMap((node): readonly Bit[] => {
    const { startIndex: start, endIndex: end, type } = node;
    if (WORDS.has(type) && !node.isNamed) return [];
    while ((open.at(-1)?.end ?? Infinity) < end || (open.at(-1)?.end ?? Infinity) <= start) open.pop();
    const up = open.at(-1) ?? null;
    const bit: Open = { type, start, end, up, inside: [] };
    up?.inside.push(bit);
    open.push(bit);
    return [bit];
  });
}

/** The nearest of these types around it. */
export function around(bit: Bit, types: ReadonlySet<string>): Bit | null {
  let at = bit.up;
  for (let up = 0; at !== null && up < DEEPEST; up++) {
    if (types.has(at.type)) return at;
    at = at.up;
  }
  return null;
}

/** Nobody nests or fills by hand like this; looking on would take the square of the text. */
export const DEEPEST = 200;
const MOST = 4000;

/** All pieces inside, at any depth, in order. */
export function within(bit: Bit): readonly Bit[] {
  const found: Bit[] = [];
  const open = bit.inside.slice(0, MOST).reverse();
  for (let at = open.pop(); at !== undefined && found.length < MOST; at = open.pop()) {
    found.push(at);
    for (let index = at.inside.length - 1; index >= 0; index--) {
      const inner = at.inside[index];
      if (inner) open.push(inner);
    }
  }
  return found;
}
