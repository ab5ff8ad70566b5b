import { accessOf } from '../../src/facts/access/resources.ts';
import { stamp } from '../../src/facts/stamp.ts';
import type { ResourceChange } from '../../src/facts/resource.ts';
import type { Fact } from '../../src/model/fact.ts';
import { change, part } from './changes.ts';

/** As the facts they become: an attribute too many or too few throws here as it would there. */
export function accessFacts(changes: readonly ResourceChange[]): readonly Fact[] {
  const context = { part: part([]), change: change([]) };
  return accessOf(changes).map((seen) => stamp(seen, context));
}
