import type { Path } from '../../model/change.ts';
import { folderOf, inFolder } from '../path.ts';
import { readBicep } from './bicep.ts';
import { type Node, type Template, get } from './declared.ts';
import { looksLikeArmParameters, nodeOfJson } from './template-json.ts';

/** Values for the parameters of a template, from `main.bicepparam` or `main.parameters.prod.json`. */
export type Values = { readonly path: Path; readonly using: Path | null; readonly values: ReadonlyMap<string, Node> };

export function readValues(path: Path, text: string): Values | null {
  if (path.endsWith('.bicepparam')) {
    const { parameters } = readBicep(path, text);
    const said = /^\s*using\s+'([^'\n]+)'/m.exec(text)?.[1];
    const known = [...parameters].flatMap(([name, value]) => (value ? [[name, value] as const] : []));
    return { path, using: said === undefined ? null : joined(folderOf(path), said), values: new Map(known) };
  }
  if (!looksLikeArmParameters(text)) return null;
  const root = get(nodeOfJson(text), 'parameters');
  const entries = root?.kind === 'map' ? root.entries : [];
  const known = entries.flatMap(({ key, value }) => {
    const one = get(value, 'value');
    return one ? [[key, one] as const] : [];
  });
  return { path, using: null, values: new Map(known) };
}

export function joined(folder: Path, name: string): Path {
  const steps = folder === '' ? [] : folder.split('/');
  for (const step of name.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}

/** Named by the file, or beside it and with nothing that the template does not know. */
export function fits({ path, using, values }: Values, template: Template): boolean {
  if (using !== null) return using === template.path;
  const [here, there] = [folderOf(path), folderOf(template.path)];
  const isNear = here === there || folderOf(here) === there || folderOf(here) === folderOf(there);
  return isNear && values.size > 0 && [...values.keys()].every((name) => template.parameters.has(name));
}

export function placesNear(path: Path): readonly Path[] {
  const folder = folderOf(path);
  const inside = (name: string): Path => `:(glob)${inFolder(folder, name)}`;
  return ['*.bicepparam', '*.parameters*.json', 'parameters/*.bicepparam', 'parameters/*.json'].map(inside);
}

export function placesOfTemplates(path: Path, text: string): readonly Path[] {
  const using = path.endsWith('.bicepparam') ? readValues(path, text)?.using : null;
  if (using !== null && using !== undefined) return [using];
  const folders = [folderOf(path), folderOf(folderOf(path))];
  return [...new Set(folders)].flatMap((folder) =>
    ['*.bicep', '*.json'].map((name) => `:(glob)${inFolder(folder, name)}`),
  );
}
