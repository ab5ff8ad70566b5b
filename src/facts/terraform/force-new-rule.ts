import { type ConfigMap, type ConfigValue, showValue, UNKNOWN } from '../resource.ts';
import {
  compareVersions,
  difference,
  isAbsent,
  isFalse,
  isNothing,
  isTrue,
  numberOf,
  textOf,
  type Pair,
  valueAt,
} from './direction.ts';
import type { Replacement } from './force-new.ts';

/** An attribute of which one direction replaces and the other is done in place. */
export type Rule = (before: ConfigMap, after: ConfigMap) => readonly Replacement[];
type Certainty = Replacement['certainty'];
type Value = ConfigValue | undefined;

export function replaced(
  property: string,
  what: string,
  certainty: Certainty = 'certain',
  remedy = '',
): readonly Replacement[] {
  const head = certainty === 'possible' ? 'may have to be replaced' : 'must be replaced';
  return [{ property, because: `${head}: ${what}`, remedy, certainty }];
}

/** An older version cannot be had in place. */
export function downgrade(property: string, certainty: Certainty = 'certain'): Rule {
  return (before, after) => {
    const [old, now]: Pair = [valueAt(before, property), valueAt(after, property)];
    const order = compareVersions(now, old);
    if (order === null || order >= 0) return unclear(property, old, now);
    return replaced(property, `${property} goes down from ${textOf(old)} to ${textOf(now)}`, certainty);
  };
}

/** Less room than before. */
export function shrink(property: string, certainty: Certainty = 'certain'): Rule {
  return (before, after) => {
    const [old, now] = [numberOf(valueAt(before, property)), numberOf(valueAt(after, property))];
    if (old === null || now === null) return unclear(property, valueAt(before, property), valueAt(after, property));
    return now < old ? replaced(property, `${property} goes down from ${old} to ${now}`, certainty) : [];
  };
}

/** A switch that can only be turned the other way in place; `absent` is what it is where it is not written. */
export function turnedOff(property: string, certainty: Certainty = 'certain', absent = false): Rule {
  return (before, after) => {
    const [old, now]: Pair = [valueAt(before, property), valueAt(after, property)];
    const wasOn = isTrue(old) || (isAbsent(old) && absent);
    const isOff = isFalse(now) || (isAbsent(now) && !absent && !isAbsent(old));
    if (wasOn && isOff) return replaced(property, `${property} is turned off`, certainty);
    return wasOn && now === UNKNOWN ? unclear(property, old, now) : [];
  };
}

export function turnedOn(property: string, certainty: Certainty = 'certain'): Rule {
  return (before, after) => {
    const [old, now]: Pair = [valueAt(before, property), valueAt(after, property)];
    if (isNothing(old) && isTrue(now)) return replaced(property, `${property} is turned on`, certainty);
    return isNothing(old) && now === UNKNOWN ? unclear(property, old, now) : [];
  };
}

/** From one word to another and not back. */
export function becomes(
  property: string,
  from: RegExp,
  to: RegExp,
  certainty: Certainty = 'certain',
  absent = '',
): Rule {
  return (before, after) => {
    const [old, now] = [textOf(valueAt(before, property)) ?? absent, textOf(valueAt(after, property)) ?? absent];
    if (old === now || !from.test(old) || !to.test(now)) return [];
    return replaced(property, `${property} ${shown(property, old)} becomes ${shown(property, now)}`, certainty);
  };
}

/** Any change, where something else of the resource says so. */
export function changedWhen(
  property: string,
  when: (before: ConfigMap, after: ConfigMap) => boolean,
  certainty: Certainty = 'certain',
  ordered = true,
): Rule {
  return (before, after) => {
    if (!when(before, after)) return [];
    const [old, now]: Pair = [valueAt(before, property), valueAt(after, property)];
    if (isNothing(old) && isNothing(now)) return [];
    const how = difference(old, now, ordered);
    if (how === 'same') return [];
    return replaced(
      property,
      `${property} ${shown(property, old)} becomes ${shown(property, now)}`,
      how === 'unclear' ? 'possible' : certainty,
    );
  };
}

/** A block that can only be there from the start, or not at all. */
export function comesOrGoes(property: string, certainty: Certainty = 'certain'): Rule {
  return (before, after) => [
    ...goes(property, certainty)(before, after),
    ...goes(property, certainty)(after, before).map((one) => ({
      ...one,
      because: `must be replaced: ${property} is added`,
    })),
  ];
}

export function goes(property: string, certainty: Certainty = 'certain'): Rule {
  return (before, after) => {
    const [old, now]: Pair = [valueAt(before, property), valueAt(after, property)];
    return !isAbsent(old) && old !== UNKNOWN && isAbsent(now) ? replaced(property, `${property} goes`, certainty) : [];
  };
}

function unclear(property: string, old: Value, now: Value): readonly Replacement[] {
  if (isAbsent(old) || isAbsent(now) || difference(old, now) !== 'unclear') return [];
  return replaced(property, `${property} becomes ${showValue(property, now)}`, 'possible');
}

function shown(property: string, value: Value): string {
  return showValue(property.split('.').at(-1) ?? property, value);
}
