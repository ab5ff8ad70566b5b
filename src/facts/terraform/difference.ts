import { shapeOf } from './address.ts';
import type { Expanded, Instance } from './expand.ts';
import type { Moves } from './moves.ts';

export type Survivor = { readonly before: Instance; readonly after: Instance };
export type Loss = {
  readonly instance: Instance;
  /** `moved` took it here, and there it is not declared either. */
  readonly destination: string;
  /** Which instances there are is not known on one side. */
  readonly isUnsure: boolean;
};
export type Difference = {
  readonly survivors: readonly Survivor[];
  readonly lost: readonly Loss[];
  readonly gained: readonly Instance[];
};

/** Which instances of before are found again after the change. */
export function differenceOf(before: Expanded, after: Expanded, moves: Moves): Difference {
  const survivors: Survivor[] = [];
  const lost: Loss[] = [];
  const found = new Set<string>();
  const unknown = new Set([...after.instances.keys()].filter((address) => address.includes('[*]')).map(shapeOf));
  for (const instance of before.instances.values()) {
    const destination = moves.destination(instance.address);
    const there = after.instances.get(destination);
    if (there && !found.has(destination)) {
      found.add(destination);
      survivors.push({ before: instance, after: there });
      continue;
    }
    const isUnsure = unknown.has(shapeOf(destination)) || instance.address.includes('[*]');
    lost.push({ instance, destination, isUnsure });
  }
  const gained = [...after.instances.values()].filter(({ address }) => !found.has(address));
  return { survivors, lost, gained };
}
