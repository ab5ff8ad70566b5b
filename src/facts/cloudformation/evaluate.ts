import type { Truth } from '../../model/change.ts';
import { type ConfigMap, type ConfigValue, UNKNOWN, isMap } from '../resource.ts';
import { attributeOf, callOf, wordOf } from './expression.ts';
import type { Template } from './template.ts';

/** A template under one assumption about its parameters; conditions are worked out once. */
export type World = {
  readonly template: Template;
  /** Only what is assumed beside the defaults. */
  readonly assumed: ReadonlyMap<string, ConfigValue>;
  readonly decided: Map<string, Truth>;
};

export function worldOf(template: Template, assumed: ReadonlyMap<string, ConfigValue>): World {
  return { template, assumed, decided: new Map() };
}

/** Deeper than any template is written by hand, and less than the stack holds. */
const DEEPEST = 60;
/** A text that is put into a text many times must not become all of memory. */
const LONGEST = 4096;

/**
 * The value as far as the template tells. What only the deployment knows stays in it by name, as `Fn::Sub` would write it:
 * `arn:${AWS::Partition}:s3:::${Bucket}`. So two ways to write one reference are one value, and a reference to something
 * else is another. `undefined` is AWS::NoValue. Other functions stay as maps.
 */
export function evaluate(value: ConfigValue, world: World, depth = 0): ConfigValue | undefined {
  if (depth > DEEPEST) return UNKNOWN;
  if (typeof value === 'string') return scalarOf(value);
  if (Array.isArray(value)) return list(value, world, depth + 1);
  if (!isMap(value)) return value;
  const call = callOf(value);
  return call ? applied(call.name, call.of, world, depth + 1) : map(value, world, depth + 1);
}

/** Quotes make no difference to CloudFormation. An account number keeps its digits as text. */
function scalarOf(text: string): ConfigValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^(0|[1-9]\d{0,8})$/.test(text) ? Number(text) : text;
}

function list(values: readonly ConfigValue[], world: World, depth: number): readonly ConfigValue[] {
  return values.flatMap((one) => {
    const found = evaluate(one, world, depth);
    return found === undefined ? [] : [found];
  });
}

function map(value: ConfigMap, world: World, depth: number): ConfigMap {
  const entries = Object.entries(value).flatMap(([key, one]): [string, ConfigValue][] => {
    const found = evaluate(one, world, depth);
    return found === undefined ? [] : [[key, found]];
  });
  return Object.fromEntries(entries);
}

type Function = (of: ConfigValue, world: World, depth: number) => ConfigValue | undefined;

const FUNCTIONS: Readonly<Record<string, Function>> = {
  Ref: (of, world) => reference(wordOf(of), world),
  'Fn::GetAtt': (of) => {
    const parts = attributeOf(of);
    return Array.isArray(parts) ? named(parts.map(String).join('.')) : UNKNOWN;
  },
  'Fn::Sub': substituted,
  'Fn::Join': joined,
  'Fn::Select': selected,
  'Fn::Split': split,
  'Fn::FindInMap': foundInMap,
  'Fn::If': chosen,
  'Fn::ImportValue': (of, world, depth) => named(`Fn::ImportValue ${written(evaluate(of, world, depth))}`),
  'Fn::Base64': (of, world, depth) => ({ 'Fn::Base64': evaluate(of, world, depth) ?? null }),
};

function applied(name: string, of: ConfigValue, world: World, depth: number): ConfigValue | undefined {
  const known = FUNCTIONS[name];
  if (known) return known(of, world, depth);
  if (name === 'Condition' || CONDITIONS[name]) return condition({ [name]: of }, world, depth);
  return { [name]: evaluate(of, world, depth) ?? null };
}

function named(name: string): string {
  return `\${${name}}`;
}

function reference(name: string, world: World): ConfigValue | undefined {
  if (name === 'AWS::NoValue') return undefined;
  const parameter = world.template.parameters.get(name);
  if (!parameter) return named(name);
  const value = world.assumed.get(name) ?? parameter.value;
  if (value === undefined) return named(name);
  if (!parameter.isList || typeof value !== 'string') return typeof value === 'string' ? scalarOf(value) : value;
  return value === '' ? [] : value.split(',').map((item) => scalarOf(item.trim()));
}

function substituted(of: ConfigValue, world: World, depth: number): ConfigValue {
  const [text, given] = Array.isArray(of) ? [of[0], of[1]] : [of, null];
  if (typeof text !== 'string') return UNKNOWN;
  const variables = isMap(given) ? given : {};
  const made = text.replaceAll(/\$\{([^}!][^}]*)\}/g, (_whole, raw: string) => {
    const name = raw.trim();
    const own = variables[name];
    return own === undefined ? written(reference(name, world)) : written(evaluate(own, world, depth));
  });
  return scalarOf(made);
}

/** What stands in a text in the place of a value that is not known or is no scalar. */
function written(value: ConfigValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string' && value.length > LONGEST) return named('? of a long text');
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return named(`? ${value === UNKNOWN ? '' : JSON.stringify(value)}`);
}

function joined(of: ConfigValue, world: World, depth: number): ConfigValue {
  const parts = list(Array.isArray(of) ? of : [], world, depth);
  const [between, items] = parts;
  if (!Array.isArray(items)) return { 'Fn::Join': parts };
  return scalarOf(items.map((item: ConfigValue) => written(item)).join(between === undefined ? '' : written(between)));
}

function selected(of: ConfigValue, world: World, depth: number): ConfigValue {
  const parts = list(Array.isArray(of) ? of : [], world, depth);
  const [index, items] = parts;
  const found: ConfigValue | undefined = Array.isArray(items) ? items[Number(index)] : undefined;
  return found ?? { 'Fn::Select': parts };
}

function split(of: ConfigValue, world: World, depth: number): ConfigValue {
  const parts = list(Array.isArray(of) ? of : [], world, depth);
  const [by, text] = parts;
  if (typeof by !== 'string' || by === '' || typeof text !== 'string' || text.includes('${'))
    return { 'Fn::Split': parts };
  return text.split(by);
}

function foundInMap(of: ConfigValue, world: World, depth: number): ConfigValue {
  const parts = list(Array.isArray(of) ? of : [], world, depth);
  let at: ConfigValue | undefined = world.template.mappings;
  for (const key of parts.slice(0, 3)) at = isMap(at) ? at[wordOf(key)] : undefined;
  if (at !== undefined) return evaluate(at, world, depth) ?? UNKNOWN;
  const otherwise = parts[3];
  return isMap(otherwise) && 'DefaultValue' in otherwise
    ? (otherwise['DefaultValue'] ?? UNKNOWN)
    : { 'Fn::FindInMap': parts };
}

function chosen(of: ConfigValue, world: World, depth: number): ConfigValue | undefined {
  if (!Array.isArray(of)) return UNKNOWN;
  const [name, yes, no]: readonly ConfigValue[] = of;
  const holds = conditionNamed(wordOf(name), world, depth);
  if (holds !== 'unknown') return evaluate((holds ? yes : no) ?? null, world, depth);
  const other = (one: ConfigValue | undefined): ConfigValue => evaluate(one ?? null, world, depth) ?? null;
  return { 'Fn::If': [wordOf(name), other(yes), other(no)] };
}

/** `unknown` also where a condition stands on itself: CloudFormation would refuse that template. */
export function conditionNamed(name: string, world: World, depth = 0): Truth {
  const known = world.decided.get(name);
  if (known !== undefined) return known;
  world.decided.set(name, 'unknown');
  const said = world.template.conditions.get(name);
  const holds = said === undefined ? 'unknown' : condition(said, world, depth);
  world.decided.set(name, holds);
  return holds;
}

const CONDITIONS: Readonly<Record<string, (of: readonly ConfigValue[], world: World, depth: number) => Truth>> = {
  'Fn::Equals': equal,
  'Fn::And': (of, world, depth) => every(of.map((one) => condition(one, world, depth))),
  'Fn::Or': (of, world, depth) => not(every(of.map((one) => not(condition(one, world, depth))))),
  'Fn::Not': (of, world, depth) => not(condition(of[0] ?? null, world, depth)),
};

function condition(value: ConfigValue, world: World, depth: number): Truth {
  if (depth > DEEPEST || !isMap(value)) return typeof value === 'boolean' ? value : 'unknown';
  const call = callOf(value);
  if (call?.name === 'Condition') return conditionNamed(wordOf(call.of), world, depth + 1);
  const decide = call ? CONDITIONS[call.name] : undefined;
  return decide && Array.isArray(call?.of) ? decide(call.of, world, depth + 1) : 'unknown';
}

function equal(of: readonly ConfigValue[], world: World, depth: number): Truth {
  const [a, b] = of.map((one) => evaluate(one, world, depth));
  const texts = [a, b].map((one) => (typeof one === 'symbol' || one === undefined ? null : JSON.stringify(one)));
  const [left, right] = [texts[0] ?? null, texts[1] ?? null];
  if (left === null || right === null) return 'unknown';
  if (left === right) return true;
  return left.includes('${') || right.includes('${') || left.startsWith('{') || right.startsWith('{')
    ? 'unknown'
    : left.replaceAll('"', '') === right.replaceAll('"', '');
}

function every(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes('unknown') ? 'unknown' : true;
}

function not(truth: Truth): Truth {
  return truth === 'unknown' ? 'unknown' : !truth;
}
