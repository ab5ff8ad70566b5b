import { type ConfigMap, type ConfigValue, showValue, UNKNOWN } from '../resource.ts';
import { isAbsent, isFalse, isTrue, numberOf, type Pair, textOf, valueAt } from './direction.ts';
import type { Protection } from './protection.ts';

export type ProtectionRule = (before: ConfigMap, after: ConfigMap) => readonly Protection[];
type Kind = Protection['protection'];
type Certainty = Protection['certainty'];

/** A switch that protects while it is on; `absent` is what it is where it is not written. */
export function kept(
  protection: Kind,
  property: string,
  absent = false,
  certainty: Certainty = 'certain',
): ProtectionRule {
  return (before, after) => {
    const [old, now]: Pair = [valueAt(before, property), valueAt(after, property)];
    const wasOn = isOn(old) || (isAbsent(old) && absent);
    if (!wasOn || isOn(now) || (isAbsent(now) && absent)) return [];
    if (now === UNKNOWN)
      return isAbsent(old) ? [] : [lost(protection, property, 'becomes something not known here', 'possible')];
    if (!isAbsent(now) && !isOff(now)) return [];
    const what = isAbsent(now) ? 'goes, and is off without it' : 'is turned off';
    return [lost(protection, property, what, certainty, `Keep ${property} on`)];
  };
}

/** A switch that endangers while it is on. */
export function keptOff(
  protection: Kind,
  property: string,
  absent = false,
  certainty: Certainty = 'certain',
): ProtectionRule {
  return (before, after) => {
    const [old, now]: Pair = [valueAt(before, property), valueAt(after, property)];
    const wasOff = isOff(old) || (isAbsent(old) && !absent);
    const isNowOn = isOn(now) || (isAbsent(now) && absent);
    if (!wasOff) return [];
    if (now === UNKNOWN)
      return isAbsent(old) ? [] : [lost(protection, property, 'becomes something not known here', 'possible')];
    return isNowOn ? [lost(protection, property, 'is turned on', certainty, `Leave ${property} off`)] : [];
  };
}

/** A number that may only grow; `absent` is the default, null where none is known. */
export function notLess(
  protection: Kind,
  property: string,
  absent: number | null = null,
  certainty: Certainty = 'certain',
): ProtectionRule {
  return (before, after) => {
    const [old, now]: Pair = [valueAt(before, property), valueAt(after, property)];
    const [was, is] = [
      numberOf(old) ?? (isAbsent(old) ? absent : null),
      numberOf(now) ?? (isAbsent(now) ? absent : null),
    ];
    if (was === null) return [];
    if (now === UNKNOWN)
      return isAbsent(old) ? [] : [lost(protection, property, 'becomes something not known here', 'possible')];
    if (is === null || is >= was) return [];
    return [lost(protection, property, `goes down from ${was} to ${is}`, certainty, `Keep ${property} = ${was}`)];
  };
}

/** From a word that protects to one that does not. */
export function word(
  protection: Kind,
  property: string,
  from: RegExp,
  to: RegExp,
  certainty: Certainty = 'certain',
  absent = '',
): ProtectionRule {
  return (before, after) => {
    const [old, now]: Pair = [valueAt(before, property), valueAt(after, property)];
    const was = textOf(old) ?? absent;
    if (!from.test(was)) return [];
    if (now === UNKNOWN)
      return isAbsent(old) ? [] : [lost(protection, property, 'becomes something not known here', 'possible')];
    const is = textOf(now) ?? absent;
    if (is === was || !to.test(is)) return [];
    const [then, later] = [isAbsent(old) ? null : was, isAbsent(now) ? null : is];
    return [lost(protection, property, `${show(property, then)} becomes ${show(property, later)}`, certainty)];
  };
}

/** A block or a value that protects by being there. */
export function stays(protection: Kind, property: string, certainty: Certainty = 'certain'): ProtectionRule {
  return (before, after) => {
    const [old, now]: Pair = [valueAt(before, property), valueAt(after, property)];
    return !isAbsent(old) && old !== false && isAbsent(now)
      ? [lost(protection, property, 'goes', certainty, `Keep ${property}`)]
      : [];
  };
}

/** What is listed must stay listed. */
export function listed(protection: Kind, property: string, certainty: Certainty = 'likely'): ProtectionRule {
  return (before, after) => {
    const [old, now]: Pair = [valueAt(before, property), valueAt(after, property)];
    if (!Array.isArray(old) || now === UNKNOWN) return [];
    const left = Array.isArray(now) ? now.map(textOf) : [];
    if (Array.isArray(now) && now.includes(UNKNOWN)) return [];
    const gone = old.map(textOf).filter((one): one is string => one !== null && !left.includes(one));
    return gone.length > 0 ? [lost(protection, property, `loses ${gone.join(', ')}`, certainty)] : [];
  };
}

export function lost(protection: Kind, property: string, what: string, certainty: Certainty, remedy = ''): Protection {
  return { protection, property, because: `${property} ${what}`, remedy, certainty };
}

function isOn(value: ConfigValue | undefined): boolean {
  return isTrue(value) || /^(enabled|active|protected|on)$/i.test(textOf(value) ?? '');
}

function isOff(value: ConfigValue | undefined): boolean {
  return isFalse(value) || /^(disabled|inactive|unprotected|off|suspended|none)$/i.test(textOf(value) ?? '');
}

function show(property: string, value: ConfigValue | undefined): string {
  return showValue(property.split('.').at(-1) ?? property, value);
}
