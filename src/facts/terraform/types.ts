import { type ConfigMap, type ConfigValue, isMap } from '../resource.ts';
import { setOf } from './functions.ts';
import { type Bindings, NO_BINDINGS, type Scope } from './scope.ts';
import type { Expression } from './syntax.ts';
import { isSymbol, listOf, mapOf } from './value.ts';

type Evaluate = (expression: Expression, scope: Scope, bindings: Bindings) => ConfigValue;

/** A value as the type of its variable makes it: "3" becomes 3, a list becomes a set, `optional(bool, true)` is filled in. */
export function converted(value: ConfigValue, type: Expression, scope: Scope, evaluate: Evaluate): ConfigValue {
  if (value === null || isSymbol(value)) return value;
  if (type.kind === 'name') return plain(value, type.name);
  const [first] = type.kind === 'call' ? type.args : [];
  if (type.kind !== 'call' || !first) return value;
  const inner = (item: ConfigValue): ConfigValue => converted(item, first, scope, evaluate);
  if (type.name === 'optional') return inner(value);
  if (Array.isArray(value)) return ofItems(type.name, value, inner);
  if (!isMap(value)) return value;
  if (type.name === 'object' && first.kind === 'object') return objectOf(value, first, scope, evaluate);
  if (type.name !== 'map') return value;
  return mapOf(Object.entries(value).map(([key, item]): [string, ConfigValue] => [key, inner(item)]));
}

function ofItems(type: string, items: readonly ConfigValue[], inner: (item: ConfigValue) => ConfigValue): ConfigValue {
  if (type === 'set') return setOf(items.map(inner));
  return type === 'list' ? listOf(items.map(inner)) : items;
}

function plain(value: ConfigValue, type: string): ConfigValue {
  if (type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
  if (type === 'number' && typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
    return Number(value);
  return type === 'bool' && (value === 'true' || value === 'false') ? value === 'true' : value;
}

function objectOf(
  value: ConfigMap,
  type: Expression & { readonly kind: 'object' },
  scope: Scope,
  evaluate: Evaluate,
): ConfigValue {
  return mapOf(
    type.entries.flatMap(({ key, value: of }): readonly [string, ConfigValue][] => {
      const name = key.kind === 'value' ? String(key.value) : '';
      const given = value[name] ?? fallback(of, scope, evaluate);
      return [[name, given === null ? null : converted(given, of, scope, evaluate)]];
    }),
  );
}

function fallback(type: Expression, scope: Scope, evaluate: Evaluate): ConfigValue {
  const other = type.kind === 'call' && type.name === 'optional' ? type.args[1] : undefined;
  return other ? evaluate(other, scope, NO_BINDINGS) : null;
}
