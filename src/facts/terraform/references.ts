import { type ConfigValue, isMap } from '../resource.ts';
import { select, stepText } from './select.ts';
import type { Bindings, Expansion, InstanceKey, Scope } from './scope.ts';
import { NO_BINDINGS } from './scope.ts';
import { type Attribute, type Block, type Expression, blocksOf } from './syntax.ts';
import { converted } from './types.ts';
import { isMistake, isSettled, isSymbol, listOf, mapOf, mistake, plainText, render, symbol } from './value.ts';

type Evaluate = (expression: Expression, scope: Scope, bindings: Bindings) => ConfigValue;
type Keys = readonly ConfigValue[];

/** What `var.x`, `local.x`, `module.m.x`, `aws_vpc.main.id` stands for. */
export function resolveName(
  root: string,
  keys: Keys,
  scope: Scope,
  bindings: Bindings,
  evaluate: Evaluate,
): ConfigValue {
  const bound = bindings.get(root);
  if (bound !== undefined) return walk(bound, keys);
  const [first, ...rest] = keys;
  const name = typeof first === 'string' ? first : '';
  switch (root) {
    case 'var':
      return walk(variable(name, scope, evaluate), rest);
    case 'local':
      return walk(local(name, scope, evaluate), rest);
    case 'module':
      return ofModule(name, rest, scope, evaluate);
    case 'terraform':
      return name === 'workspace' && scope.workspace !== null ? scope.workspace : symbol(`terraform${path(keys)}`);
    case 'path':
    case 'self':
    case 'each':
    case 'count':
      return symbol(`${root}${path(keys)}`);
    case 'data':
      return walk(symbol(`${scope.prefix}data.${name}.${plainText(rest[0])}`), rest.slice(1));
    default:
      return ofResource(root, name, rest, scope, evaluate);
  }
}

function walk(value: ConfigValue, keys: Keys): ConfigValue {
  return keys.reduce<ConfigValue>(select, value);
}

function path(keys: Keys): string {
  return keys.map(stepText).join('');
}

/** Once, and never in circles. */
function remembered(scope: Scope, name: string, work: () => ConfigValue): ConfigValue {
  const known = scope.memo.get(name);
  if (known !== undefined) return known;
  if (scope.busy.has(name)) return symbol(`${scope.prefix}${name} in a circle`);
  scope.busy.add(name);
  const value = work();
  scope.busy.delete(name);
  scope.memo.set(name, value);
  return value;
}

export function variable(name: string, scope: Scope, evaluate: Evaluate): ConfigValue {
  return remembered(scope, `var.${name}`, () => {
    const settings = scope.module.variables.get(name)?.block.body.attributes ?? NO_SETTINGS;
    const given = scope.given(name);
    const isGiven = given !== undefined && (given !== null || !skipsNull(settings.get('nullable')?.expression));
    const fallback = settings.get('default');
    if (!isGiven && !fallback) return symbol(`${scope.prefix}var.${name}`);
    const value = isGiven || !fallback ? (given ?? null) : evaluate(fallback.expression, scope, NO_BINDINGS);
    const type = settings.get('type');
    return type ? converted(value, type.expression, scope, evaluate) : value;
  });
}

const NO_SETTINGS: ReadonlyMap<string, Attribute> = new Map();

function skipsNull(nullable: Expression | undefined): boolean {
  return nullable?.kind === 'value' && nullable.value === false;
}

function local(name: string, scope: Scope, evaluate: Evaluate): ConfigValue {
  return remembered(scope, `local.${name}`, () => {
    const setting = scope.module.locals.get(name);
    return setting ? evaluate(setting.attribute.expression, scope, NO_BINDINGS) : mistake(`no local.${name}`);
  });
}

/** `module.db.address`, `module.db["eu"].address`, `module.db` as a whole. */
function ofModule(name: string, keys: Keys, scope: Scope, evaluate: Evaluate): ConfigValue {
  const call = scope.module.calls.get(name);
  const full = symbol(`${scope.prefix}module.${name}`);
  if (!call) return walk(full, keys);
  const expansion = expansionOf(call.block, scope, evaluate);
  const isOne = expansion.kind === 'single';
  if (!isOne && (keys[0] === undefined || isSymbol(keys[0]))) return walk(everyInstance(full, expansion), keys);
  const instance = isOne ? null : instanceKey(keys[0] ?? null);
  const output = keys[isOne ? 0 : 1];
  const rest = keys.slice(isOne ? 1 : 2);
  const child = typeof output === 'string' ? scope.child(name, instance) : null;
  const declared = child?.module.outputs.get(plainText(output))?.block.body.attributes.get('value');
  if (!child || !declared) return walk(full, keys);
  return walk(
    remembered(child, `output.${plainText(output)}`, () => evaluate(declared.expression, child, NO_BINDINGS)),
    rest,
  );
}

function instanceKey(key: ConfigValue): InstanceKey {
  return key === null || typeof key === 'number' ? key : plainText(key);
}

function everyInstance(of: ConfigValue, expansion: Expansion): ConfigValue {
  if (expansion.kind === 'count') return listOf(Array.from({ length: expansion.count }, (_, at) => select(of, at)));
  if (expansion.kind === 'keys')
    return mapOf(
      [...expansion.values.keys()].map((key): [string, ConfigValue] => [
        key,
        symbol(`${render(of)}[${JSON.stringify(key)}]`),
      ]),
    );
  return of;
}

/** An attribute that the file sets is known already while planning; what the provider makes up is not. */
function ofResource(type: string, name: string, keys: Keys, scope: Scope, evaluate: Evaluate): ConfigValue {
  const address = `${type}.${name}`;
  const block = scope.module.resources.get(address)?.block;
  const full = symbol(`${scope.prefix}${address}`);
  const expansion: Expansion = block ? expansionOf(block, scope, evaluate) : UNDECLARED;
  if (!block || expansion.kind === 'unknown') return walk(full, keys);
  const depth = expansion.kind === 'single' ? 0 : 1;
  if (depth === 1 && !isChosen(keys[0])) return walk(everyInstance(full, expansion), keys);
  const key = depth === 0 ? null : instanceKey(keys[0] ?? null);
  const property = keys[depth];
  const attribute = block.body.attributes.get(plainText(property));
  if (!attribute) return walk(full, keys);
  const value = remembered(scope, `${address}[${String(key)}].${attribute.name}`, () =>
    evaluate(attribute.expression, scope, bindingsOf(expansion, key)),
  );
  const chosen = walk(value, keys.slice(depth + 1));
  return isSettled(chosen) && !isMistake(chosen) ? chosen : walk(full, keys);
}

function isChosen(key: ConfigValue | undefined): boolean {
  return key !== undefined && !isSymbol(key);
}

const UNDECLARED: Expansion = { kind: 'unknown', by: 'count', text: '' };

/** How many there are of a resource or a module call. */
export function expansionOf(block: Block, scope: Scope, evaluate: Evaluate): Expansion {
  const count = block.body.attributes.get('count');
  const each = block.body.attributes.get('for_each');
  const id = `${block.type}.${block.labels.join('.')}`;
  if (count) return ofCount(remembered(scope, `count of ${id}`, () => evaluate(count.expression, scope, NO_BINDINGS)));
  if (each) return ofEach(remembered(scope, `for_each of ${id}`, () => keyed(each.expression, scope, evaluate)));
  const enabled = blocksOf(block.body, 'lifecycle')[0]?.body.attributes.get('enabled'); // OpenTofu 1.11
  if (!enabled) return { kind: 'single' };
  const value = evaluate(enabled.expression, scope, NO_BINDINGS);
  if (isSymbol(value)) return { kind: 'unknown', by: 'count', text: render(value) };
  return value === false ? { kind: 'count', count: 0 } : { kind: 'single' };
}

/** Of a map that cannot be worked out only the keys say which instances there are. */
function keyed(each: Expression, scope: Scope, evaluate: Evaluate): ConfigValue {
  const value = evaluate(each, scope, NO_BINDINGS);
  if (!isSymbol(value) || each.kind !== 'for' || each.key === null) return value;
  return evaluate({ ...each, value: each.key }, scope, NO_BINDINGS);
}

function ofCount(value: ConfigValue): Expansion {
  const count = Number(value);
  if (value === null || isSymbol(value) || !Number.isInteger(count))
    return { kind: 'unknown', by: 'count', text: render(value) };
  return { kind: 'count', count: Math.max(0, count) };
}

function ofEach(value: ConfigValue): Expansion {
  if (isMap(value)) return { kind: 'keys', values: new Map(Object.entries(value)) };
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return { kind: 'keys', values: new Map(value.map((item): [string, ConfigValue] => [item, item])) };
  return { kind: 'unknown', by: 'for_each', text: render(value) };
}

export function bindingsOf(expansion: Expansion, key: InstanceKey): Bindings {
  if (expansion.kind === 'count') return new Map([['count', { index: key }]]);
  if (expansion.kind === 'keys')
    return new Map([['each', { key, value: expansion.values.get(plainText(key)) ?? null }]]);
  return NO_BINDINGS;
}
