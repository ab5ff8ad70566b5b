import type { Grammars, Language, SyntaxNode } from '../../model/syntax.ts';

/** A text apart from its comments and its layout: what is equal here runs equally. */
export function tokensOf(text: string, language: Language, grammars: Grammars): string {
  return grammars.visit(language, text, (root) => {
    const found: string[] = [];
    collect(root, found);
    return found.join('\n');
  });
}

function collect(node: SyntaxNode, found: string[]): void {
  if (node.type === 'comment' || isDocstring(node)) return;
  const { children } = node;
  if (children.length > 0) for (const child of children) collect(child, found);
  // a trailing comma or an optional semicolon is layout
  else if (node.text !== ',' && node.text !== ';') found.push(node.text.replaceAll('\r', ''));
}

/** A string that is nobody's value documents the module or the function. */
function isDocstring(node: SyntaxNode): boolean {
  return (
    node.type === 'expression_statement' && node.namedChildren.length === 1 && node.namedChildren[0]?.type === 'string'
  );
}
