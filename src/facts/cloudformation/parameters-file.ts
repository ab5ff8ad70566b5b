import type { Path } from '../../model/change.ts';
import { isRecord } from '../../model/json.ts';
import { folderOf } from '../path.ts';
import type { ConfigValue } from '../resource.ts';
import type { Template } from './template.ts';

export type Values = ReadonlyMap<string, ConfigValue>;

export function looksLikeParameters(text: string): boolean {
  return /"ParameterKey"|"Parameters"\s*:\s*\{\s*"[A-Za-z0-9]+"\s*:\s*["\d]/.test(text);
}

/** `[{"ParameterKey": …, "ParameterValue": …}]` of the CLI, `{"Parameters": {…}}` of CodePipeline; null: neither. */
export function readParameters(text: string): Values | null {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return null; // then nothing is assumed, and the template is judged by its own defaults
  }
  const map = isRecord(raw) ? raw['Parameters'] : null;
  const pairs: readonly (readonly [unknown, unknown])[] = Array.isArray(raw)
    ? raw.filter(isRecord).map((one) => [one['ParameterKey'], one['ParameterValue']] as const)
    : Object.entries(isRecord(map) ? map : {});
  const values = pairs.flatMap(([key, value]): [string, ConfigValue][] =>
    typeof key === 'string' && (typeof value === 'string' || typeof value === 'number') ? [[key, String(value)]] : [],
  );
  return values.length === 0 ? null : new Map(values);
}

/** Whose values these are: of the template nearby that declares them. One more or less than it declares is a mistake. */
export function fits(values: Values, template: Template): boolean {
  const declared = [...values.keys()].filter((name) => template.parameters.has(name));
  return declared.length * 2 >= values.size;
}

/** A file of values that could be read before and is no JSON any more. */
export function isBrokenParameters(before: string, after: string): boolean {
  if (!looksLikeParameters(before) || readParameters(before) === null) return false;
  try {
    JSON.parse(after);
    return false;
  } catch {
    return true;
  }
}

/** Where the values of a template are kept by habit: beside it, or in a folder of their own. */
export function placesOfParameters(template: Path): readonly Path[] {
  const folder = folderOf(template);
  const up = folderOf(folder);
  return [
    pattern(folder, '*param*.json'),
    pattern(folder, 'param*/*.json'),
    ...(folder === '' ? [] : [pattern(up, 'param*/*.json')]),
  ];
}

export function placesOfTemplates(parameters: Path): readonly Path[] {
  const folder = folderOf(parameters);
  const folders = folder === '' ? [''] : [folder, folderOf(folder)];
  const names = ['*.yaml', '*.yml', '*.json', '*.template', 'templates/*.yaml', 'templates/*.yml', 'templates/*.json'];
  return folders.flatMap((one) => names.map((name) => pattern(one, name)));
}

function pattern(folder: Path, name: string): Path {
  return `:(glob)${folder === '' ? '' : `${folder.replaceAll(/[*?[\]\\]/g, '?')}/`}${name}`;
}
