import type { SyntaxNode } from '../../model/syntax.ts';
import type { Span } from './assemble.ts';
import type { Trap } from './case.ts';

type Found = Span & Trap;

export function goTraps(root: SyntaxNode, bodies: ReadonlySet<number>): readonly Found[] {
  return root.descendantsOfType(['if_statement', 'block']).flatMap((node) => {
    if (node.type === 'if_statement') return branches(node);
    return bodies.has(node.startIndex) ? behindReturn(node) : [];
  });
}

function branches(node: SyntaxNode): readonly Found[] {
  const condition = (node.childForFieldName('condition')?.text ?? '').slice(0, 200);
  const then = node.childForFieldName('consequence');
  const other = node.childForFieldName('alternative');
  const never = /^(false|!true)$|^false &&|&& false$/.test(condition);
  const found: Found[] = [];
  if (then)
    found.push({
      ...spanOf(then),
      kind: never ? 'dead' : 'branch',
      because: never ? 'the branch it stands in is never taken' : condition,
    });
  if (other) found.push({ ...spanOf(other), kind: 'branch', because: `not ${condition}` });
  return found;
}

/** The statements of a block may stand in a list of their own, by the version of the grammar. */
function behindReturn(block: SyntaxNode): readonly Found[] {
  const [first] = block.namedChildren;
  const list = first?.type === 'statement_list' ? first : block;
  const statements = list.namedChildren.filter(({ type }) => type !== 'comment');
  const index = statements.findIndex(({ type }) => type === 'return_statement');
  const stop = statements[index];
  if (index === -1 || !stop || index === statements.length - 1) return [];
  return [{ start: stop.endIndex, end: block.endIndex, kind: 'dead', because: 'the test returns before it' }];
}

function spanOf({ startIndex, endIndex }: SyntaxNode): Span {
  return { start: startIndex, end: endIndex };
}
