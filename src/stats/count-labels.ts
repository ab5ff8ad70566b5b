import type { Label } from '../model/label.ts';
import type { Statement } from '../model/statement.ts';

/** What people said of these last, each statement once. */
export function countLabels(statements: readonly Pick<Statement, 'label'>[]): Readonly<Record<Label, number>> {
  const counts: Record<Label, number> = { right: 0, wrong: 0, gap: 0, unclear: 0 };
  for (const { label } of statements) if (label !== null) counts[label.says] += 1;
  return counts;
}
