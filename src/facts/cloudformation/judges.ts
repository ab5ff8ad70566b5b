import { type ConfigValue, UNKNOWN, isMap } from '../resource.ts';
import { canonical } from './difference.ts';

/** `weaker`: less than before; `open`: it may be, the deployment decides. */
export type Judgement = 'weaker' | 'open' | null;
export type Judge = (then: ConfigValue | undefined, now: ConfigValue | undefined) => Judgement;

type Flag = boolean | 'open' | undefined;

/** A switch that protects while it is on. `absent` is what holds where it is not written. */
export function on(absent = false): Judge {
  return (then, now) => {
    const [was, is] = [flagOf(then) ?? absent, flagOf(now) ?? absent];
    if (was === false || is === true) return null;
    return was === 'open' || is === 'open' ? openUnlessSame(then, now) : 'weaker';
  };
}

/** A switch that protects while it is off. */
export function off(absent = false): Judge {
  return (then, now) => {
    const [was, is] = [flagOf(then) ?? absent, flagOf(now) ?? absent];
    if (was === true || is === false) return null;
    return was === 'open' || is === 'open' ? openUnlessSame(then, now) : 'weaker';
  };
}

function openUnlessSame(then: ConfigValue | undefined, now: ConfigValue | undefined): Judgement {
  return canonical(then) === canonical(now) ? null : 'open';
}

function flagOf(value: ConfigValue | undefined): Flag {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value !== 'string') return 'open';
  if (/\$\{|\{\{/.test(value)) return 'open';
  if (/^(true|enabled?|on|active|yes|required|turned_on|in_use)$/i.test(value)) return true;
  return /^(false|disabled?|off|inactive|no|none|suspended|optional|turned_off|)$/i.test(value) ? false : 'open';
}

/** It protects by being there at all. */
export const present: Judge = (then, now) => {
  if (isEmpty(then) || !isEmpty(now)) return null;
  return isOpen(then) ? 'open' : 'weaker';
};

function isEmpty(value: ConfigValue | undefined): boolean {
  return canonical(value) === 'null' || value === '' || value === 'none';
}

function isOpen(value: ConfigValue | undefined): boolean {
  return value === UNKNOWN || (isMap(value) && Object.keys(value).some((key) => key.startsWith('Fn::')));
}

/** Lower is worse. `absent` is what holds where it is not written; null: then nothing is taken away. */
export function atLeast(without: number | null): Judge {
  return (then, now) => {
    const [was, is] = [numberOf(then, without), numberOf(now, without)];
    if (was === null || is === null) return null;
    if (was === 'open' || is === 'open') return was !== 'open' && is === 'open' ? 'open' : null;
    return is < was ? 'weaker' : null;
  };
}

function numberOf(value: ConfigValue | undefined, without: number | null): number | 'open' | null {
  if (value === undefined || value === null) return without;
  return typeof value === 'number' ? value : 'open';
}

/** Words from the worst to the best; one that is not among them says nothing. */
export function ranked(words: readonly string[], without?: string): Judge {
  const rank = (value: ConfigValue | undefined): number => {
    const word = value === undefined || value === null ? without : value;
    return typeof word === 'string' || typeof word === 'boolean'
      ? words.findIndex((one) => one.toLowerCase() === String(word).toLowerCase())
      : -1;
  };
  return (then, now) => {
    const [was, is] = [rank(then), rank(now)];
    return was >= 0 && is >= 0 && is < was ? 'weaker' : null;
  };
}

/** `ELBSecurityPolicy-TLS13-1-2-2021-06`, `TLSv1.2_2021`, `Policy-Min-TLS-1-0-2019-07`, `TLS_1_2`: by the least version in it. */
export const tlsVersion: Judge = (then, now) => {
  const [was, is] = [versionOf(then), versionOf(now)];
  return was !== null && is !== null && is < was ? 'weaker' : null;
};

function versionOf(value: ConfigValue | undefined): number | null {
  if (typeof value !== 'string') return null;
  if (/ssl-?v?3/i.test(value)) return 0;
  if (/^ELBSecurityPolicy-(2015-05|2016-08|FS-2018-06)$/.test(value)) return 10;
  const found = /TLS(?:13)?[-_v]?(\d)[-._](\d)/i.exec(value) ?? /TLS[-_v]?(\d)(\d)?/i.exec(value);
  return found ? Number(found[1]) * 10 + Number(found[2] ?? 0) : null;
}

/** A list of which every item counts. */
export const whole: Judge = (then, now) => {
  if (!Array.isArray(then)) return present(then, now);
  if (now !== undefined && now !== null && !Array.isArray(now)) return 'open';
  const left = new Set((Array.isArray(now) ? now : []).map((one: ConfigValue) => nameOf(one)));
  return then.some((one: ConfigValue) => !left.has(nameOf(one))) ? 'weaker' : null;
};

function nameOf(item: ConfigValue): string {
  const name = isMap(item) ? (item['Name'] ?? item['Type'] ?? item['Id']) : item;
  return canonical(name ?? item);
}
