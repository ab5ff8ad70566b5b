import { isRecord } from '../../model/json.ts';

type Schema = Readonly<Record<string, unknown>>;

/** What some vendors refuse in a schema. Nothing rests on it: our own reading of an answer checks each bound again. */
const BOUNDS = new Set([
  '$schema',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'uniqueItems',
]);

/** The shape without its bounds. A property may be named like one of them. */
export function plainSchema(schema: Schema): Schema {
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]) => {
      if (BOUNDS.has(key)) return [];
      return [[key, key === 'properties' || key === '$defs' ? eachPlain(value) : plainValue(value)]];
    }),
  );
}

function eachPlain(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plainValue(one)]));
}

function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  return isRecord(value) ? plainSchema(value) : value;
}
