import type { Observation } from '../analyzer.ts';
import { isLiteral, pairChecks } from './comparing.ts';
import { shown } from './statements.ts';
import { type Loosened, type Pair, state } from './pair.ts';

/** More than these are an update of expectations, as a new version or a new wording asks for. */
const MASS = 5;

/** The same thing is tested in the same way, and another value is expected of it. */
export function changedValues(pairs: readonly Pair[], context: Loosened): readonly Observation[] {
  if (!context.sameOutside) return [];
  const certainty = context.around.codeChanges ? 'possible' : 'likely';
  const found = pairs
    .filter(({ old, now }) => old.setup === now.setup && old.rows?.join() === now.rows?.join())
    .flatMap(({ old, now }) =>
      pairChecks(old.checks, now.checks).changed.flatMap(({ was, is }) => {
        const [expected, expects] = [valueOf(was.operands), valueOf(is.operands)];
        const isSame = was.matcher === is.matcher && was.strength === is.strength && (was.strength ?? 0) >= 3;
        if (!isSame || expected === null || expects === null || expected === expects) return [];
        return [state(context, now, certainty, `${difference(expects, expected)} in ${shown(is.text)}`, is.line, 0)];
      }),
    );
  return found.length > MASS ? [] : found;
}

function valueOf(operands: readonly string[]): string | null {
  return operands.find(isLiteral) ?? null;
}

/** From where the two part: `4 is expected instead of 3`. */
function difference(now: string, old: string): string {
  let at = 0;
  while (at < now.length && now[at] === old[at]) at++;
  const from = now.length < 40 && old.length < 40 ? 0 : Math.max(0, at - 8);
  const piece = (text: string): string => `${from > 0 ? '…' : ''}${shown(text.slice(from, from + 40))}`;
  return `${piece(now)} is expected instead of ${piece(old)}`;
}
