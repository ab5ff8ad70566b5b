import { type ConfigValue, isKnown, showValue } from '../resource.ts';
import { settle } from '../programs/settle.ts';
import { valueAt } from '../terraform/direction.ts';
import type { Seen } from './declared.ts';
import type { Difference, Pair } from './differ.ts';
import { type Finding, worthOf } from './finding.ts';
import { CAPACITY, protectionsLost, replacementsIn } from './rules.ts';
import { lineOf } from './seen.ts';

const LEAVES =
  'a deployment in mode Complete or a deployment stack deletes it, one in mode Incremental leaves it behind unmanaged';

/** What the difference of a template comes to. */
export function consequencesOf(
  { stays, lost }: Difference,
  isComplete: boolean,
  after: readonly Seen[],
): readonly Finding[] {
  const adopted = new Set(
    after.filter(({ declared }) => declared.isExisting).map(({ declared }) => declared.type.toLowerCase()),
  );
  return [
    ...lost
      .filter(({ declared }) => !adopted.has(declared.type.toLowerCase()))
      .flatMap((seen) => lostFate(seen, isComplete, 'the template no longer declares it')),
    ...stays.flatMap((pair) => stayFate(pair, isComplete)),
  ];
}

function lostFate(seen: Seen, isComplete: boolean, what: string): readonly Finding[] {
  const weight = worthOf(seen);
  const isLock = /authorization\/locks$/i.test(seen.declared.type);
  if (isLock)
    return [
      {
        kind: 'infra.unprotect',
        seen,
        line: null,
        certainty: 'likely',
        protection: 'deletion',
        because: `${what}: what it locks can be deleted`,
        remedy: 'keep the lock',
      },
    ];
  const isHeavy = weight.stateful === true || (weight.critical === true && weight.stateful === false);
  const certainty = isComplete ? 'certain' : isHeavy ? 'likely' : 'possible';
  const because = isComplete ? `${what}, and it is deployed so that the rest is deleted` : `${what}: ${LEAVES}`;
  const remedy = isComplete
    ? 'deploy in mode Incremental, or with "actionOnUnmanage: detachAll"'
    : 'keep it, or declare it as "existing"';
  return [{ kind: 'infra.destroy', seen, line: null, certainty, because, remedy }];
}

function stayFate(pair: Pair, isComplete: boolean): readonly Finding[] {
  const { was, now } = pair;
  if (now.declared.isExisting) return [];
  if (now.exists === false) return lostFate(now, isComplete, 'its condition no longer holds');
  const added = was.exists === true && now.exists === 'unknown';
  const conditional: readonly Finding[] = added
    ? [
        {
          kind: 'infra.destroy',
          seen: now,
          line: now.declared.from,
          certainty: 'possible',
          because: 'it is only deployed under a condition now',
          remedy: 'deploy it without a condition, as before',
        },
      ]
    : [];
  return [...conditional, ...loopFate(pair, isComplete), ...nameFate(pair, isComplete), ...propertyFate(pair)];
}

function loopFate({ was, now }: Pair, isComplete: boolean): readonly Finding[] {
  const [then, later]: readonly (ConfigValue | undefined)[] = [was.over, now.over];
  if (!Array.isArray(then) || !Array.isArray(later) || !isKnown(then) || !isKnown(later)) return [];
  const kept = new Set(later.map((one: ConfigValue) => JSON.stringify(one)));
  const gone = then.filter((one: ConfigValue) => !kept.has(JSON.stringify(one)));
  return gone.length === 0
    ? []
    : lostFate(now, isComplete, `the list it is declared for loses ${gone.length} of ${then.length}`).map((one) => ({
        ...one,
        line: now.declared.from,
      }));
}

/** Another name is another resource; the old one is left behind, or deleted. */
function nameFate({ was, now }: Pair, isComplete: boolean): readonly Finding[] {
  if (was.name === now.name || was.declared.isModule) return [];
  const isSure = !was.name.includes('${') && !now.name.includes('${');
  const certainty = !isSure ? 'possible' : isComplete ? 'certain' : 'likely';
  const because = `another one is made: its name changes from ${showValue('name', was.name)} to ${showValue('name', now.name)}`;
  return [
    {
      kind: 'infra.replace',
      seen: now,
      line: lineOf(now.declared, ['name']),
      certainty,
      because,
      remedy: `keep the name ${was.name}`,
    },
  ];
}

function propertyFate({ was, now }: Pair): readonly Finding[] {
  if (was.declared.isModule) return [];
  const [before, after] = settle(was.body, now.body);
  const at = (property: string): number | null => lineOf(now.declared, property.split('.'));
  const replaced = replacementsIn(now.declared.type, before, after).map(({ property, ...said }): Finding => ({
    kind: 'infra.replace',
    seen: now,
    line: at(property),
    ...said,
  }));
  const lost = protectionsLost(before, after).map(({ property, ...said }): Finding => ({
    kind: 'infra.unprotect',
    seen: now,
    line: at(property),
    ...said,
  }));
  // of a cache the smallest size is called 0
  const counted = /^microsoft\.cache\//i.test(now.declared.type) ? [] : CAPACITY;
  const zero = counted.find((property) => isSome(valueAt(before, property)) && valueAt(after, property) === 0);
  if (zero === undefined) return [...replaced, ...lost];
  const because = `${zero} goes from ${showValue(zero, valueAt(before, zero))} to 0: nothing of it runs any more`;
  return [
    ...replaced,
    ...lost,
    {
      kind: 'infra.scale-zero',
      seen: now,
      line: at(zero),
      certainty: 'certain',
      because,
      remedy: `keep ${zero} at 1 or more`,
    },
  ];
}

function isSome(value: ConfigValue | undefined): boolean {
  return typeof value === 'number' && value > 0;
}
