import { soundsLikeData } from '../kubernetes/data-words.ts';
import type { Finding } from '../kubernetes/finding.ts';
import { majorBump } from '../kubernetes/gitops.ts';
import { at, isFalse, itemsOf, lineAt, textAt, type Place } from '../kubernetes/node.ts';
import { checkValues } from '../kubernetes/values.ts';

/** The releases of a helmfile. One that is only left out stays installed; `installed: false` is what uninstalls it. */
export function checkHelmfile(before: readonly Place[], after: readonly Place[]): readonly Finding[] {
  const olds = before.flatMap((document) => itemsOf(at(document, 'releases')));
  const youngs = after.flatMap((document) => itemsOf(at(document, 'releases')));
  return olds.flatMap((old): readonly Finding[] => {
    const name = textAt(old, 'name');
    const heir =
      youngs.find((one) => textAt(one, 'name') === name && sameHome(old, one)) ??
      youngs.find((one) => textAt(one, 'name') === name);
    return heir === undefined ? [gone(old, 'is no longer listed', null)] : ofRelease(old, heir);
  });
}

function sameHome(a: Place, b: Place): boolean {
  return ['namespace', 'kubeContext'].every((key) => textAt(a, key) === textAt(b, key));
}

function gone(release: Place, how: string, line: number | null): Finding {
  const name = textAt(release, 'name');
  const chart = textAt(release, 'chart');
  const stateful = soundsLikeData(`${name} ${chart}`);
  return {
    kind: 'infra.destroy',
    because: `the release ${name} ${how}: ${how === 'is no longer listed' ? 'whoever syncs with pruning uninstalls it' : 'the next sync uninstalls it'}`,
    remedy: 'keep the release, or take a backup of what it holds first',
    certainty: how === 'is no longer listed' ? 'likely' : 'certain',
    line,
    weight: { stateful: stateful ? true : 'unknown', critical: true, reversible: 'unknown' },
    type: 'HelmRelease',
    name,
  };
}

function ofRelease(then: Place, now: Place): readonly Finding[] {
  const line = (key: string): number | null => lineAt(now, key);
  if (isFalse(at(now, 'installed')) && !isFalse(at(then, 'installed')))
    return [gone(then, 'is installed: false', line('installed'))];
  const chart = textAt(now, 'chart');
  const moved = textAt(then, 'namespace') !== textAt(now, 'namespace') && textAt(then, 'namespace') !== '';
  return [
    ...(moved
      ? [gone(then, `moves to the namespace ${textAt(now, 'namespace') || 'default'}`, line('namespace'))]
      : []),
    ...majorBump(chart.split('/').at(-1) ?? chart, textAt(then, 'version'), textAt(now, 'version'), line('version')),
    ...ofValues(then, now),
  ];
}

function ofValues(then: Place, now: Place): readonly Finding[] {
  const [olds, youngs] = [then, now].map((one) => itemsOf(at(one, 'values')).filter(({ kind }) => kind === 'map'));
  return (olds ?? []).flatMap((old, index) => checkValues(old, youngs?.[index]));
}
