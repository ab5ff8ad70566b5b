import type { Truth } from '../../model/change.ts';
import { type ConfigMap, type ConfigValue, UNKNOWN, isMap } from '../resource.ts';
import type { Certainty, How, Protection } from './seen.ts';

/** What is told where a property becomes wide. */
export type Telling =
  | { readonly kind: 'network'; readonly sensitive: boolean }
  | { readonly kind: 'access'; readonly how: How }
  | { readonly kind: 'protection'; readonly protection: Protection };

/** One property that, at some values, lets people in. */
export type Exposure = {
  readonly types: RegExp;
  /** Keys from the outside in; lists on the way are all looked at. */
  readonly at: readonly string[];
  readonly isWide: (value: ConfigValue | undefined) => Truth;
  readonly telling: Telling;
  /** How sure it is where the thing was there and narrow. */
  readonly changed: Certainty;
  /** The same where it is new; null: then it is daily work. */
  readonly fresh: Certainty | null;
  readonly because: string;
  readonly remedy: string;
};

export const NETWORK: Telling = { kind: 'network', sensitive: true };
export const WEB: Telling = { kind: 'network', sensitive: false };
export const PUBLIC: Telling = { kind: 'access', how: 'public' };
export const ISOLATION: Telling = { kind: 'protection', protection: 'isolation' };

type Test = Exposure['isWide'];

/** Wide where it says one of these; not where nothing is said. */
export function says(...words: readonly (string | boolean)[]): Test {
  const texts = new Set(words.map((word) => String(word).toLowerCase()));
  return (value) => (value === UNKNOWN ? 'unknown' : isScalar(value) && texts.has(String(value).toLowerCase()));
}

/** Wide also where nothing is said, as that is what the technology then takes. */
export function saysOrSilent(...words: readonly (string | boolean)[]): Test {
  const test = says(...words);
  return (value) => (value === undefined || value === null ? true : test(value));
}

/** Wide unless it says one of these. */
export function saysNot(...words: readonly (string | boolean)[]): Test {
  const test = says(...words);
  return (value) => {
    const narrow = test(value);
    return narrow === 'unknown' ? narrow : !narrow;
  };
}

/** Wide where there is nothing: the link to what protects it is gone. */
export const isAbsent: Test = (value) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

export const isPresent: Test = (value) => (value === UNKNOWN ? 'unknown' : isAbsent(value) !== true);

function isScalar(value: ConfigValue | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** All values a path leads to; `undefined` where it ends early. */
export function valuesAt(body: ConfigMap, at: readonly string[]): readonly (ConfigValue | undefined)[] {
  return at.reduce<readonly (ConfigValue | undefined)[]>(
    (values, key) =>
      values.flatMap((value) => {
        if (value === UNKNOWN) return [UNKNOWN];
        const maps: readonly (ConfigValue | undefined)[] = Array.isArray(value) && value.length > 0 ? value : [value];
        return maps.map((one) => (one === UNKNOWN ? UNKNOWN : isMap(one) ? one[key] : undefined));
      }),
    [body],
  );
}

export function widthOf(body: ConfigMap, { at, isWide }: Exposure): Truth {
  const widths = valuesAt(body, at).map(isWide);
  return widths.includes(true) ? true : widths.includes('unknown') ? 'unknown' : false;
}
