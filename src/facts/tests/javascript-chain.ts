import type { SyntaxNode } from '../../model/syntax.ts';

/** One `.name` of a chain, with the arguments it was called with (of the call itself: those of its own are left out). */
export type Step = { readonly name: string; readonly args: SyntaxNode | null };
export type Chain = { readonly head: string; readonly steps: readonly Step[] };

const LONGEST = 16;

/** `it.each(table)('title', run)` is the head `it` and the step `each` with its table. Null: it begins with no name. */
export function namesAfter(call: SyntaxNode): Chain | null {
  const steps: Step[] = [];
  let args: SyntaxNode | null = null;
  let at = call.childForFieldName('function');
  for (let count = 0; at !== null && count < LONGEST; count++) {
    if (at.type === 'member_expression') {
      steps.unshift({ name: at.childForFieldName('property')?.text ?? '', args });
      args = null;
      at = at.childForFieldName('object');
    } else if (at.type === 'call_expression') {
      args = at.childForFieldName('arguments');
      at = at.childForFieldName('function');
    } else if (at.type === 'identifier' || at.type === 'this') return { head: at.text, steps };
    else return null;
  }
  return null;
}
