import { type ConfigValue, isMap } from '../resource.ts';
import { isMistake, isSymbol, mistake, plainText, render, symbol } from './value.ts';

/** One step into a value: `.name` or `[key]`. */
export function select(of: ConfigValue, key: ConfigValue): ConfigValue {
  if (isMistake(of)) return of;
  if (isMistake(key)) return key;
  if (isSymbol(of)) return symbol(`${render(of)}${stepText(key)}`);
  if (isSymbol(key)) return symbol(`${render(of)}[${render(key)}]`);
  if (Array.isArray(of)) return ofList(of, key);
  return isMap(of) && Object.hasOwn(of, plainText(key))
    ? (of[plainText(key)] ?? null)
    : mistake(`no ${plainText(key)}`);
}

function ofList(of: readonly ConfigValue[], key: ConfigValue): ConfigValue {
  return /^\d+$/.test(plainText(key)) ? (of[Number(key)] ?? mistake('no such item')) : mistake(`no ${plainText(key)}`);
}

export function stepText(key: ConfigValue): string {
  if (typeof key === 'number') return `[${key}]`;
  return typeof key === 'string' && /^[\w-]+$/.test(key) ? `.${key}` : `[${render(key)}]`;
}
