import { soundsLikeData } from '../kubernetes/data-words.ts';
import type { Finding } from '../kubernetes/finding.ts';
import { majorBump } from '../kubernetes/gitops.ts';
import { at, itemsOf, lineAt, textAt, type Place } from '../kubernetes/node.ts';

/** `Chart.yaml`, or `requirements.yaml` of Helm 2: what the chart is made of. */
export function checkChart(before: Place, after: Place): readonly Finding[] {
  const olds = itemsOf(at(before, 'dependencies'));
  const youngs = itemsOf(at(after, 'dependencies'));
  return [
    ...olds.flatMap((old): readonly Finding[] => {
      const young =
        youngs.find((one) => keyOf(one) === keyOf(old)) ??
        youngs.find((one) => textAt(one, 'name') === textAt(old, 'name'));
      if (young === undefined) return ofRemoved(old, lineAt(after, 'dependencies'));
      return majorBump(
        textAt(young, 'name'),
        textAt(old, 'version'),
        textAt(young, 'version'),
        lineAt(young, 'version'),
      );
    }),
    ...ofName(before, after),
  ];
}

function keyOf(dependency: Place): string {
  return textAt(dependency, 'alias') || textAt(dependency, 'name');
}

/** A library only lends its helpers: it makes no object. */
const LIBRARY = /^common$|(^|-)(lib|library|common|helpers?)(-|$)/;

function ofRemoved(dependency: Place, line: number | null): readonly Finding[] {
  const name = keyOf(dependency);
  if (LIBRARY.test(textAt(dependency, 'name')) || name === '') return [];
  const stateful = soundsLikeData(name);
  const because = `the chart no longer depends on ${name}: the next upgrade deletes ${stateful ? 'it with its data' : 'what it made'}`;
  const remedy = stateful ? `take a backup, and annotate its claims with helm.sh/resource-policy: keep first` : '';
  const weight = { stateful, critical: true, reversible: !stateful };
  return [{ kind: 'infra.destroy', because, remedy, certainty: 'likely', line, weight, name, type: 'Chart' }];
}

/** `fullname` is made from it, so every object gets another name; unless values say otherwise. */
function ofName(before: Place, after: Place): readonly Finding[] {
  const [then, now] = [textAt(before, 'name'), textAt(after, 'name')];
  if (then === '' || now === '' || then === now) return [];
  const because = `the chart's name goes from ${then} to ${now}: objects named after it are deleted and made anew`;
  const remedy = `set \`nameOverride: ${then}\` in its values`;
  return [
    {
      kind: 'infra.replace',
      because,
      remedy,
      certainty: 'possible',
      line: lineAt(after, 'name'),
      type: 'Chart',
      name: now,
    },
  ];
}
