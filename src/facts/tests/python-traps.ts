import type { SyntaxNode } from '../../model/syntax.ts';
import type { Span } from './assemble.ts';
import type { Trap } from './case.ts';

type Found = Span & Trap;

export function pythonTraps(root: SyntaxNode, bodies: ReadonlySet<number>): readonly Found[] {
  return root
    .descendantsOfType(['if_statement', 'elif_clause', 'try_statement', 'with_statement', 'block'])
    .flatMap((node) => {
      if (node.type === 'try_statement') return swallowed(node);
      if (node.type === 'with_statement') return suppressed(node);
      if (node.type === 'block') return bodies.has(node.startIndex) ? behindReturn(node) : [];
      return branches(node);
    });
}

function branches(node: SyntaxNode): readonly Found[] {
  const condition = (node.childForFieldName('condition')?.text ?? '').slice(0, 200);
  const then = node.childForFieldName('consequence');
  const never = /^((False|0|None|not True)$|False and )/.test(condition);
  const other = node.namedChildren.find(({ type }) => type === 'else_clause');
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

/** Only what lets an AssertionError pass by: `except ValueError: pass` still fails the test. */
function swallowed(node: SyntaxNode): readonly Found[] {
  const body = node.childForFieldName('body');
  const handlers = node.namedChildren
    .filter(({ type }) => type === 'except_clause')
    .map((one): Found => ({ ...spanOf(one), kind: 'branch', because: one.text.slice(0, 60).split(':')[0] ?? '' }));
  const eats = node.namedChildren.some((clause) => {
    if (clause.type !== 'except_clause') return false;
    const text = clause.text.slice(0, 2000).replaceAll(/#[^\n]*/g, '');
    const [, caught = '', rest = ''] = /^except\*?\s*([^:]*):([\s\S]*)$/.exec(text) ?? [];
    const wide = caught.trim() === '' || /\b(Exception|BaseException|AssertionError)\b/.test(caught);
    return wide && !/\braise\b|\bassert|\bfail\b|pytest\./.test(rest);
  });
  if (!body || !eats) return handlers;
  return [{ ...spanOf(body), kind: 'swallowed', because: 'an except around it swallows the failure' }, ...handlers];
}

function suppressed(node: SyntaxNode): readonly Found[] {
  const body = node.childForFieldName('body');
  const head = node.text.slice(0, body ? body.startIndex - node.startIndex : 0);
  if (!body || !/suppress\([^)]*\b(Exception|BaseException|AssertionError)\b/.test(head)) return [];
  return [{ ...spanOf(body), kind: 'swallowed', because: 'suppress() around it swallows the failure' }];
}

function behindReturn(block: SyntaxNode): readonly Found[] {
  const statements = block.namedChildren.filter(({ type }) => type !== 'comment');
  const index = statements.findIndex(({ type }) => type === 'return_statement');
  const stop = statements[index];
  if (index === -1 || !stop || index === statements.length - 1) return [];
  return [{ start: stop.endIndex, end: block.endIndex, kind: 'dead', because: 'the test returns before it' }];
}

function spanOf({ startIndex, endIndex }: SyntaxNode): Span {
  return { start: startIndex, end: endIndex };
}
