import type { SyntaxNode } from '../../model/syntax.ts';

/**
 * The line where the text stops following its grammar in a way that may hide a test. New syntax the grammar does not know is a
 * small error around which everything is still read: `vi.importActual<typeof import('x')>('x')`.
 */
export function brokenLine(root: SyntaxNode): number | null {
  if (!root.hasError) return null;
  const errors = root.descendantsOfType('ERROR');
  const first = errors.find((one) => one.endIndex - one.startIndex > 200 || HIDES.test(one.text));
  if (first) return first.startPosition.row + 1;
  return errors.length === 0 || root.isError ? root.endPosition.row + 1 : null;
}

const HIDES = /\b(it|test|describe|expect|assert|require)\b|def test|func Test|[{}]$/;
