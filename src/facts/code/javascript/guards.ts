import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import { type Bit, within } from './bits.ts';
import type { Func } from './functions.ts';
import { guardOf } from './guard-words.ts';
import type { Pair } from './pair.ts';
import { routesIn } from './routes.ts';
import { see, soften } from './see.ts';
import { bareOf, codeOf, type Unit } from './unit.ts';

type Guarded = {
  readonly names: ReadonlyMap<string, number>;
  readonly checks: ReadonlyMap<string, string>;
  /** How often something is put through a schema. */
  readonly schemas: number;
};

export function goneGuards(pair: Pair): readonly Sighting[] {
  const now = new Map(pair.after.functions.filter(({ name }) => name !== '').map((one) => [keyOf(one), one]));
  const inFunctions = pair.before.functions.flatMap((then): readonly Sighting[] => {
    const here = then.name === '' ? undefined : now.get(keyOf(then));
    if (!here || codeOf(pair.before, then.bit) === codeOf(pair.after, here.bit)) return [];
    const lost = lostGuards(pair, guardsIn(pair.before, then.bit), guardsIn(pair.after, here.bit), here.bit);
    if (lost.length === 0 || !isRewritten(codeOf(pair.before, then.bit), codeOf(pair.after, here.bit))) return lost;
    return lost.map((one): Sighting => ({ ...one, certainty: 'possible' }));
  });
  return [...inFunctions, ...goneMiddleware(pair)];
}

/** Less than half of its lines are left: it was written anew, and what it asks is asked in other words. */
function isRewritten(then: string, now: string): boolean {
  const lines = then
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length > 3);
  const left = new Set(now.split('\n').map((line) => line.trim()));
  return lines.length > 8 && lines.filter((line) => left.has(line)).length < lines.length / 2;
}

function keyOf({ owner, name }: Func): string {
  return `${owner}.${name}`;
}

function guardsIn(unit: Unit, bit: Bit): Guarded {
  const text = codeOf(unit, bit);
  const names = new Map<string, number>();
  for (const [, name = ''] of text.matchAll(/(?:^|[^\w$])@?([A-Za-z_$][\w$]*)\s*(?:<[^()<>]{0,60}>)?\(/g)) {
    if (guardOf(name) !== null) names.set(name, (names.get(name) ?? 0) + 1);
  }
  return {
    names,
    checks: refusals(unit, bit),
    schemas: [...text.matchAll(SCHEMA)].filter(([, of = '']) => !READERS.test(of)).length,
  };
}

/** `orderSchema.parse(x)`, `z.object({…}).safeParse(x)`, `v.parse(Order, x)`: it throws or says what is wrong. */
const SCHEMA =
  /((?<![\w$])[\w$]+|[)\]])\??\.(?:parse|safeParse|parseAsync|safeParseAsync|validate|validateSync|validateAsync|assert|decode|decodeUnknown\w*)\s*\(/g;
const READERS =
  /^(?:JSON|JSON5|Date|path|url|URL|qs|querystring|ya?ml|dotenv|semver|marked|acorn|parser|posix|console|chai|t)$/i;

const REFUSES = /\b(?:throw|40[13]|429|Forbidden|Unauthorized|redirect|deny|denied|reject)\b/;
const ABOUT =
  /\b(?:user|session|auth\w*|role|admin|owner\w*|permission\w*|token|tenant\w*|userId|isAdmin|can[A-Z]\w*|allowed\w*|account\w*|orgId|organization\w*)\b/i;

/** `if (post.ownerId !== user.id) throw new Forbidden()` */
function refusals(unit: Unit, bit: Bit): ReadonlyMap<string, string> {
  const found = within(bit)
    .filter(({ type }) => type === 'if_statement')
    .flatMap((one): readonly (readonly [string, string])[] => {
      const text = bareOf(unit, one, 500);
      const condition = conditionOf(codeOf(unit, one, 500));
      if (!ABOUT.test(condition) || !REFUSES.test(text.slice(condition.length, condition.length + 260))) return [];
      return [[condition.replaceAll(/\s+/g, ''), condition]];
    });
  return new Map(found);
}

/** The part in parentheses behind `if`, to the one that closes it. */
function conditionOf(text: string): string {
  const from = text.indexOf('(');
  let depth = 0;
  for (let at = from; at < text.length && at !== -1; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    if (depth === 0) return text.slice(from + 1, at);
  }
  return '';
}

function lostGuards(pair: Pair, then: Guarded, now: Guarded, at: Bit): readonly Sighting[] {
  const calls = [...then.names].flatMap(([name, count]): readonly Sighting[] => {
    const how = guardOf(name) ?? 'auth';
    if ((now.names.get(name) ?? 0) >= count || isElsewhere(pair, name) || hasNew(then.names, now.names, how)) return [];
    if (how === 'validation' && now.schemas > then.schemas) return [];
    return [gone(pair.after, how, name, at, (now.names.get(name) ?? 0) > 0 ? 'possible' : (SURE[how] ?? 'likely'))];
  });
  const newChecks = [...now.checks.keys()].filter((one) => !then.checks.has(one)).length;
  const checks = [...then.checks].flatMap(([key, condition]): readonly Sighting[] => {
    const words = key.match(/\w{4,}/g) ?? [];
    if (
      now.checks.has(key) ||
      newChecks > 0 ||
      hasNew(then.names, now.names, 'auth') ||
      words.every((word) => isElsewhere(pair, word))
    )
      return [];
    return [gone(pair.after, 'auth', condition.replaceAll(/\s+/g, ' ').slice(0, 80), at, 'likely')];
  });
  return [...calls, ...checks];
}

const SURE: Readonly<Record<string, Certainty>> = {
  auth: 'certain',
  validation: 'likely',
  limit: 'likely',
  escape: 'likely',
  lock: 'possible',
};

function gone(unit: Unit, how: string, name: string, bit: Bit, certainty: Certainty): Sighting {
  return see(
    unit,
    'guard-removed',
    how,
    { ...bit, end: Math.min(bit.end, bit.start + 1) },
    { name, certainty: soften(unit, certainty), because: `${name} stood here before`, text: name },
  );
}

/** It left this function and came to another. */
function isElsewhere({ wordsBefore, wordsAfter }: Pair, word: string): boolean {
  return (wordsAfter.get(word) ?? 0) >= (wordsBefore.get(word) ?? 0);
}

/** Another check of the sort came in its place. */
function hasNew(then: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>, how: string): boolean {
  return [...now].some(([name, count]) => count > (then.get(name) ?? 0) && guardOf(name) === how);
}

function goneMiddleware(pair: Pair): readonly Sighting[] {
  const now = routesIn(pair.after);
  return [...routesIn(pair.before).values()].flatMap((then): readonly Sighting[] => {
    const here = now.get(then.key);
    if (!here || here.guards.some((name) => !then.guards.includes(name))) return [];
    const lost = then.guards.filter((name) => !here.guards.includes(name));
    const added = (name: string): boolean =>
      new RegExp(`\\.use\\([^\\n]*\\b${name.replaceAll('$', '\\$')}\\b`).test(pair.after.code) &&
      !new RegExp(`\\.use\\([^\\n]*\\b${name.replaceAll('$', '\\$')}\\b`).test(pair.before.code);
    return lost
      .filter((name) => !added(name))
      .map((name) =>
        gone(
          pair.after,
          guardOf(name) ?? (/valid/i.test(name) ? 'validation' : /limit/i.test(name) ? 'limit' : 'auth'),
          name,
          here.bit,
          'certain',
        ),
      );
  });
}
