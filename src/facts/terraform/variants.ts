import type { Path } from '../../model/change.ts';
import type { ConfigValue } from '../resource.ts';
import { baseName, folderOf } from '../path.ts';
import { evaluate } from './evaluate.ts';
import { EMPTY_MODULE, isConfig, isVariables, parseFile } from './module.ts';
import type { Given, Variant, Worlds } from './root.ts';
import { workspacesOf } from './workspaces.ts';
import { NO_BINDINGS } from './scope.ts';
import { type World, rootScope } from './world.ts';

/** A folder with more variables files than this is not one configuration in some places, it is a table. */
const ALTERNATIVES = 12;

/**
 * What Terraform loads by itself, and once more with each other variables file on top, because `-var-file=prod.tfvars` is how it is
 * run: https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence
 */
export function variantsOf(folder: Path, from: Path, worlds: Worlds): readonly Variant[] {
  const base: Variant = {
    name: '',
    before: loaded(worlds.before, from),
    after: loaded(worlds.after, folder),
    workspace: null,
  };
  const others = [...namesOf(worlds.before, folder).filter((path) => !isLoaded(path)), ...below(worlds.before, folder)]
    .filter((path) => worlds.after.texts.has(path))
    .slice(0, ALTERNATIVES);
  return [
    base,
    ...workspacesOf(folder, worlds).map((name): Variant => ({ ...base, name, workspace: name })),
    ...others.map((path): Variant => ({
      name: path.slice(folder === '' ? 0 : folder.length + 1).replace(/\.tfvars(\.json)?$/, ''),
      before: new Map([...base.before, ...valuesOf(worlds.before, path)]),
      after: new Map([...base.after, ...valuesOf(worlds.after, path)]),
      workspace: null,
    })),
  ];
}

/** `envs/prod.tfvars` beside `main.tf`: folders that hold nothing but values. */
function below(world: World, folder: Path): readonly Path[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const folders = [...world.byFolder.keys()].filter((one) => one !== folder && one.startsWith(prefix));
  return folders
    .filter((one) => ![...(world.byFolder.get(one)?.keys() ?? [])].some(isConfig))
    .flatMap((one) => namesOf(world, one));
}

function isLoaded(path: Path): boolean {
  return /^terraform\.tfvars(\.json)?$|\.auto\.tfvars(\.json)?$/.test(baseName(path));
}

function namesOf(world: World, folder: Path): readonly Path[] {
  return [...(world.byFolder.get(folder)?.keys() ?? [])]
    .filter((path) => isVariables(path) && folderOf(path) === folder)
    .sort();
}

/** terraform.tfvars, terraform.tfvars.json, then the others by name: the last one counts. */
function loaded(world: World, folder: Path): Given {
  const names = namesOf(world, folder).filter(isLoaded);
  const first = names.filter((path) => baseName(path).startsWith('terraform.tfvars'));
  const rest = names.filter((path) => !first.includes(path));
  return new Map([...first, ...rest].flatMap((path) => [...valuesOf(world, path)]));
}

function valuesOf(world: World, path: Path): Given {
  const file = parseFile(path, world.texts.get(path) ?? '', world.parsed);
  const scope = rootScope(world, EMPTY_MODULE, new Map(), null);
  return new Map(
    [...file.body.attributes].map(([name, { expression }]): [string, ConfigValue] => [
      name,
      evaluate(expression, scope, NO_BINDINGS),
    ]),
  );
}
