import { shapeOf } from './address.ts';
import type { Expanded, Instance } from './expand.ts';
import type { Expansion } from './scope.ts';
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
      if (isOtherwiseCounted(instance, there, before, after)) lost.push({ instance, destination, isUnsure: true });
      continue;
    }
    const isUnsure = unknown.has(shapeOf(destination)) || instance.address.includes('[*]');
    lost.push({ instance, destination, isUnsure });
  }
  const gained = [...after.instances.values()].filter(({ address }) => !found.has(address));
  return { survivors, lost, gained };
}

/** How many there are is not known on either side, and is worked out from something else now: of it or of a module around it. */
function isOtherwiseCounted(was: Instance, is: Instance, before: Expanded, after: Expanded): boolean {
  if (!was.address.includes('[*]')) return false;
  if (textOf(was.group.expansion) !== textOf(is.group.expansion)) return true;
  return [...was.address.matchAll(/module\.[^.[]+(?=\[\*\])/g)].some(({ 0: call, index }) => {
    const address = was.address.slice(0, index) + call;
    return textOf(before.calls.get(address)?.expansion) !== textOf(after.calls.get(address)?.expansion);
  });
}

function textOf(expansion: Expansion | undefined): string | null {
  return expansion?.kind === 'unknown' ? `${expansion.by} ${expansion.text}` : null;
}
