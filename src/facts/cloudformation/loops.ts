import { type ConfigMap, type ConfigValue, isMap } from '../resource.ts';
import type { Declared } from './template.ts';

/** A hostile template could multiply itself: beyond this the rest is not told apart. */
const MOST = 2000;

/**
 * `Fn::ForEach::Loop: [Name, [a, b], {"Topic${Name}": {…}}]` of AWS::LanguageExtensions declares one resource per item.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function expandLoops(
  resources: readonly Declared[],
  parameter: (name: string) => ConfigValue | undefined,
): readonly Declared[] {
  if (!resources.some(({ type }) => type === 'Fn::ForEach')) return resources;
  return resources.flatMap((one) => (one.type === 'Fn::ForEach' ? expand(one, parameter) : [one])).slice(0, MOST);
}

function expand(one: Declared, parameter: (name: string) => ConfigValue | undefined): readonly Declared[] {
  const parts = one.properties['of'];
  if (!Array.isArray(parts)) return [];
  const [variable, collection, body]: readonly ConfigValue[] = parts;
  if (typeof variable !== 'string' || !isMap(body)) return [];
  return itemsOf(collection, parameter)
    .slice(0, Math.ceil(MOST / Math.max(1, Object.keys(body).length)))
    .flatMap((item) => Object.entries(body).flatMap(([id, said]) => declared(one, variable, item, id, said)));
}

function itemsOf(
  collection: ConfigValue | undefined,
  parameter: (name: string) => ConfigValue | undefined,
): readonly string[] {
  if (Array.isArray(collection)) return collection.map(String);
  if (!isMap(collection) || typeof collection['Ref'] !== 'string') return [];
  const value = parameter(collection['Ref']);
  return typeof value === 'string' ? value.split(',').map((item) => item.trim()) : [];
}

function declared(from: Declared, variable: string, item: string, id: string, said: ConfigValue): readonly Declared[] {
  const body = substitute(said, variable, item);
  if (!isMap(body) || typeof body['Type'] !== 'string') return [];
  const { Properties: properties, Condition: condition } = body;
  return [
    {
      ...from,
      id: inText(id, variable, item),
      type: body['Type'],
      properties: isMap(properties) ? properties : {},
      condition: typeof condition === 'string' ? condition : null,
      deletionPolicy: body['DeletionPolicy'] ?? null,
      updateReplacePolicy: body['UpdateReplacePolicy'] ?? null,
    },
  ];
}

function substitute(value: ConfigValue, variable: string, item: string): ConfigValue {
  if (typeof value === 'string') return inText(value, variable, item);
  if (Array.isArray(value)) return value.map((one: ConfigValue) => substitute(one, variable, item));
  if (!isMap(value)) return value;
  if (value['Ref'] === variable) return item;
  const entries = Object.entries(value).map(([key, inner]): [string, ConfigValue] => [
    inText(key, variable, item),
    substitute(inner, variable, item),
  ]);
  const made: ConfigMap = Object.fromEntries(entries);
  return made;
}

/** `&{Name}` is the same with everything but letters and digits left out. */
function inText(text: string, variable: string, item: string): string {
  return text.replaceAll(`\${${variable}}`, item).replaceAll(`&{${variable}}`, item.replaceAll(/[^A-Za-z0-9]/g, ''));
}
