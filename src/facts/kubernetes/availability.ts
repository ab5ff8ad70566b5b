import type { Check } from './check.ts';
import type { Finding } from './finding.ts';
import type { KubeObject } from './manifest.ts';
import { at, itemsOf, lineAt, textAt, type Place } from './node.ts';
import { containersOf, podSpecOf } from './pod.ts';
import { isTemplated } from './template.ts';

/** What keeps a service up while nodes are drained and versions change. */
export const checkAvailability: Check = (before, after) =>
  after.kind === 'PodDisruptionBudget'
    ? ofBudget(before, after)
    : [...ofStrategy(before, after), ...ofProbes(before, after)];

function weaker(because: string, remedy: string, line: number | null, certainty: 'certain' | 'possible'): Finding {
  return { kind: 'infra.unprotect', protection: 'availability', because, remedy, line, certainty, weight: SERVICE };
}

const SERVICE = { critical: true, reversible: true } as const;

function ofBudget(before: KubeObject, after: KubeObject): readonly Finding[] {
  const [then, now] = [at(before.node, 'spec'), at(after.node, 'spec')];
  const [oldMin, min] = [textAt(then, 'minAvailable'), textAt(now, 'minAvailable')];
  const [oldMax, max] = [textAt(then, 'maxUnavailable'), textAt(now, 'maxUnavailable')];
  if (isTemplated(min + max + oldMin + oldMax)) return [];
  const told = ofLeast(oldMin, min, max) ?? ofMost(oldMax, max, min);
  if (told === null) return [];
  const line = lineAt(now, min === '' ? 'maxUnavailable' : 'minAvailable');
  return [weaker(told.because, KEEP, line, told.certainty)];
}

type Told = { readonly because: string; readonly certainty: 'certain' | 'possible' };

function ofLeast(then: string, now: string, most: string): Told | null {
  if (then === now) return null;
  if (/^0%?$/.test(now))
    return { because: `minAvailable goes from ${then || 'unset'} to ${now}`, certainty: 'certain' };
  if (then !== '' && now === '' && most === '') return { because: 'minAvailable is gone', certainty: 'certain' };
  return isLess(now, then) ? { because: `minAvailable goes down from ${then} to ${now}`, certainty: 'certain' } : null;
}

function ofMost(then: string, now: string, least: string): Told | null {
  if (then === now) return null;
  if (now === '100%') return { because: 'maxUnavailable becomes 100%', certainty: 'certain' };
  if (then !== '' && now === '' && least === '') return { because: 'maxUnavailable is gone', certainty: 'possible' };
  // more at once is slower news than none at all: 1 to 2 of many is ordinary tuning
  return isLess(then, now) ? { because: `maxUnavailable goes up from ${then} to ${now}`, certainty: 'possible' } : null;
}

const KEEP = 'keep the budget at what the service needs to answer';

function isLess(a: string, b: string): boolean {
  if (a === '' || b === '' || a.endsWith('%') !== b.endsWith('%')) return false;
  return Number.parseInt(a, 10) < Number.parseInt(b, 10);
}

function ofStrategy(before: KubeObject, after: KubeObject): readonly Finding[] {
  const path = ['spec', 'strategy', 'type'];
  if (after.kind !== 'Deployment' || textAt(after.node, ...path) !== 'Recreate') return [];
  if (textAt(before.node, ...path) === 'Recreate' || before.templated) return [];
  const because = 'the strategy becomes Recreate: every rollout stops the old pods before the new ones start';
  return [weaker(because, 'keep `type: RollingUpdate`', lineAt(after.node, ...path), 'possible')];
}

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

function ofProbes(before: KubeObject, after: KubeObject): readonly Finding[] {
  const olds = containersOf(podSpecOf(before));
  return containersOf(podSpecOf(after)).flatMap((container): readonly Finding[] => {
    const name = textAt(container, 'name');
    const then = olds.find((one) => textAt(one, 'name') === name);
    const gone = PROBES.filter((probe) => isProbe(at(then, probe)) && !isProbe(at(container, probe)));
    if (gone.length === 0 || after.templated) return [];
    return [
      weaker(
        `container ${name} loses its ${gone.join(' and ')}`,
        'keep the probe',
        lineAt(container, 'name'),
        'possible',
      ),
    ];
  });
}

function isProbe(node: Place): boolean {
  return node?.kind === 'map' && itemsOf(node).length + node.entries.length > 0;
}
