import type { SyntaxNode } from '../../model/syntax.ts';
import type { Scope, Span } from './assemble.ts';
import type { Trap } from './case.ts';

type Found = Span & Trap;

/** Where an assertion may stand without ever failing a test: branches, swallowing catches, code behind a return. */
export function trapsOf(root: SyntaxNode, scopes: readonly Scope[]): readonly Found[] {
  const bodies = new Set(scopes.filter(({ kind }) => kind === 'case').map(({ body }) => body.start));
  return root.descendantsOfType(['if_statement', 'try_statement', 'statement_block']).flatMap((node) => {
    if (node.type === 'if_statement') return branches(node);
    if (node.type === 'try_statement') return swallowed(node);
    return bodies.has(node.startIndex) ? behindReturn(node) : [];
  });
}

function branches(node: SyntaxNode): readonly Found[] {
  const condition = (node.childForFieldName('condition')?.text ?? '').slice(0, 200);
  const then = node.childForFieldName('consequence');
  const other = node.childForFieldName('alternative');
  const never = /^\(\s*(false|0|!1|!true|null|undefined)\s*(&&[^|]*)?\)$/.test(condition);
  const always = /^\(\s*(true|1|!0|!false)\s*\)$/.test(condition);
  const found: Found[] = [];
  if (then && !always)
    found.push({
      ...spanOf(then),
      kind: never ? 'dead' : 'branch',
      because: never ? 'the branch it stands in is never taken' : condition,
    });
  if (other)
    found.push({
      ...spanOf(other),
      kind: always ? 'dead' : 'branch',
      because: always ? 'the branch it stands in is never taken' : `not ${condition}`,
    });
  return found;
}

/** A catch that neither throws nor asserts nor hands the error on. */
function swallowed(node: SyntaxNode): readonly Found[] {
  const body = node.childForFieldName('body');
  const handler = node.childForFieldName('handler');
  if (!body || !handler) return [];
  const caught: Found = { ...spanOf(handler), kind: 'branch', because: 'something was thrown' };
  if (/\bthrow\b|expect|assert|\bfail\b|\bdone\b|reject|\bt\.|should|return\b/.test(codeOf(handler))) return [caught];
  return [{ ...spanOf(body), kind: 'swallowed', because: 'a catch around it swallows the failure' }, caught];
}

function codeOf(handler: SyntaxNode): string {
  return handler.text.slice(0, 4000).replaceAll(/\/\/[^\n]*|\/\*[\s\S]{0,400}?\*\//g, '');
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
