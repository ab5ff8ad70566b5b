import { type ConfigValue, UNKNOWN, isMap } from '../resource.ts';
import type { World } from './evaluate.ts';
import { wordOf } from './expression.ts';

export type Certainty = 'certain' | 'likely' | 'possible';

/**
 * How sure it is that the deployed value changes; null where it stays. `between` tells what a name in a text is: another
 * resource is another value, a parameter without one might hold just what was written before.
 */
export function difference(
  before: ConfigValue | undefined,
  after: ConfigValue | undefined,
  between: Pick<{ before: World; after: World }, 'before' | 'after'>,
): Certainty | null {
  const [then, now] = [canonical(before), canonical(after)];
  if (then === now) return null;
  if (isOpen(before) || isOpen(after)) return 'possible';
  if (namesParameter(then, between.before) || namesParameter(now, between.after)) return 'possible';
  // the third zone is not the first; but it may well be the one that was written out before
  if (CALLS.test(then) !== CALLS.test(now)) return 'possible';
  return CALLS.test(then) || then.includes('${') || now.includes('${') ? 'likely' : 'certain';
}

const CALLS = /"Fn::[A-Za-z]+":/;

/** Text that is the same where the values are: whatever the order of keys and items, quoted or not, absent or off. */
export function canonical(value: ConfigValue | undefined): string {
  if (value === undefined || value === null || value === false) return 'null';
  if (value === UNKNOWN) return '"?"';
  if (Array.isArray(value))
    return value.length === 0
      ? 'null'
      : `[${value
          .map((one: ConfigValue) => canonical(one))
          .sort()
          .join(',')}]`;
  if (!isMap(value)) return JSON.stringify(wordOf(value));
  const entries = Object.entries(value)
    .map(([key, one]) => [key, canonical(one)] as const)
    .filter(([, text]) => text !== 'null')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0
    ? 'null'
    : `{${entries.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`;
}

/** A function that could not be followed, or a value kept elsewhere: it may say what was said before. */
function isOpen(value: ConfigValue | undefined): boolean {
  if (value === UNKNOWN) return true;
  if (typeof value === 'string') return /\$\{(Fn::|\?)|\{\{resolve:/.test(value);
  if (Array.isArray(value)) return value.some((one: ConfigValue) => isOpen(one));
  if (!isMap(value)) return false;
  return Object.entries(value).some(([key, one]) => /^Fn::(If|FindInMap|Transform)$/.test(key) || isOpen(one));
}

function namesParameter(text: string, { template }: World): boolean {
  for (const [, name] of text.matchAll(/\$\{([A-Za-z0-9]+)\}/g))
    if (name !== undefined && template.parameters.has(name)) return true;
  return false;
}
