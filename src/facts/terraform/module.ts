import type { Path } from '../../model/change.ts';
import { baseName, folderOf } from '../path.ts';
import { parseHcl } from './body.ts';
import { parseJsonFile } from './json.ts';
import { type Attribute, type Block, type Body, type HclFile, blocksOf } from './syntax.ts';

export type Declared = { readonly path: Path; readonly block: Block };
export type Setting = { readonly path: Path; readonly attribute: Attribute };

/** What the files of one directory declare together, overrides laid over. */
export type Module = {
  readonly folder: Path;
  /** By `type.name`. */
  readonly resources: ReadonlyMap<string, Declared>;
  readonly data: ReadonlyMap<string, Declared>;
  readonly variables: ReadonlyMap<string, Declared>;
  readonly outputs: ReadonlyMap<string, Declared>;
  readonly calls: ReadonlyMap<string, Declared>;
  /** By `aws` or `aws.west`. */
  readonly providers: ReadonlyMap<string, Declared>;
  readonly locals: ReadonlyMap<string, Setting>;
  readonly terraform: readonly Declared[];
  readonly moved: readonly Declared[];
  readonly removed: readonly Declared[];
  readonly imports: readonly Declared[];
};

const CONFIG = /\.(tf|tofu)(\.json)?$/;

/** Editors' leftovers are not loaded, neither by Terraform nor by us. */
export function isConfig(path: Path): boolean {
  return CONFIG.test(path) && !/^\.|^#|~$/.test(baseName(path));
}

export function isVariables(path: Path): boolean {
  return /\.tfvars(\.json)?$/.test(path);
}

/** Reading is remembered by text: most files are the same on all sides. */
export type Parsed = Map<string, HclFile>;

export function parseFile(path: Path, text: string, parsed: Parsed): HclFile {
  const id = `${path.endsWith('.json') ? 'json' : 'hcl'}:${isVariables(path) ? 'vars' : ''}:${text}`;
  const known = parsed.get(id);
  if (known) return known;
  const file = path.endsWith('.json') ? parseJsonFile(text, isVariables(path)) : parseHcl(text);
  parsed.set(id, file);
  return file;
}

export function moduleOf(folder: Path, texts: ReadonlyMap<Path, string>, parsed: Parsed): Module {
  const paths = [...texts.keys()].filter(
    (path) => folderOf(path) === folder && isConfig(path) && !isShadowed(path, texts),
  );
  const draft = newDraft();
  for (const path of paths.filter((one) => !isOverride(one)).sort())
    addFile(draft, path, parseFile(path, texts.get(path) ?? '', parsed).body, false);
  for (const path of paths.filter(isOverride).sort())
    addFile(draft, path, parseFile(path, texts.get(path) ?? '', parsed).body, true);
  return { folder, ...draft };
}

/** OpenTofu reads `main.tofu` in place of `main.tf`. */
function isShadowed(path: Path, texts: ReadonlyMap<Path, string>): boolean {
  return /\.tf(\.json)?$/.test(path) && texts.has(path.replace(/\.tf(\.json)?$/, '.tofu$1'));
}

function isOverride(path: Path): boolean {
  return /(^|_)override\.(tf|tofu)(\.json)?$/.test(baseName(path));
}

export const EMPTY_MODULE: Module = { folder: '', ...newDraft() };

function newDraft() {
  return {
    resources: new Map<string, Declared>(),
    data: new Map<string, Declared>(),
    variables: new Map<string, Declared>(),
    outputs: new Map<string, Declared>(),
    calls: new Map<string, Declared>(),
    providers: new Map<string, Declared>(),
    locals: new Map<string, Setting>(),
    terraform: new Array<Declared>(),
    moved: new Array<Declared>(),
    removed: new Array<Declared>(),
    imports: new Array<Declared>(),
  };
}

type Draft = ReturnType<typeof newDraft>;

function addFile(draft: Draft, path: Path, body: Body, isOver: boolean): void {
  for (const block of body.blocks) addBlock(draft, { path, block }, isOver);
}

/** Kinds of blocks that have a name of their own, by the place where they are kept. */
const NAMED: Readonly<Record<string, (draft: Draft) => Map<string, Declared>>> = {
  resource: ({ resources }) => resources,
  data: ({ data }) => data,
  variable: ({ variables }) => variables,
  output: ({ outputs }) => outputs,
  module: ({ calls }) => calls,
  provider: ({ providers }) => providers,
};
const NAMELESS: Readonly<Record<string, (draft: Draft) => Declared[]>> = {
  terraform: ({ terraform }) => terraform,
  moved: ({ moved }) => moved,
  removed: ({ removed }) => removed,
  import: ({ imports }) => imports,
};

function addBlock(draft: Draft, declared: Declared, isOver: boolean): void {
  const { block, path } = declared;
  const named = NAMED[block.type]?.(draft);
  const key = block.type === 'provider' ? providerKey(block) : block.labels.join('.');
  if (named) put(named, key, declared, isOver);
  if (block.type === 'locals')
    for (const [name, attribute] of block.body.attributes) draft.locals.set(name, { path, attribute });
  const nameless = NAMELESS[block.type]?.(draft);
  if (isOver) nameless?.unshift(declared);
  else nameless?.push(declared);
}

function providerKey(block: Block): string {
  const alias = block.body.attributes.get('alias')?.expression;
  const [name = ''] = block.labels;
  return alias?.kind === 'value' ? `${name}.${String(alias.value)}` : name;
}

function put(map: Map<string, Declared>, key: string, declared: Declared, isOver: boolean): void {
  const below = map.get(key);
  map.set(key, isOver && below ? { path: below.path, block: overlaid(below.block, declared.block) } : declared);
}

/** https://developer.hashicorp.com/terraform/language/files/override#merging-behavior */
function overlaid(below: Block, over: Block): Block {
  const types = new Set(over.body.blocks.map(({ type }) => type).filter((type) => type !== 'lifecycle'));
  const [lower] = blocksOf(below.body, 'lifecycle');
  const [upper] = blocksOf(over.body, 'lifecycle');
  const lifecycle = lower && upper ? [overlaid(lower, upper)] : [lower, upper].filter((one) => one !== undefined);
  const kept = below.body.blocks.filter(({ type }) => !types.has(type) && type !== 'lifecycle');
  const added = over.body.blocks.filter(({ type }) => type !== 'lifecycle');
  return {
    ...below,
    body: {
      attributes: new Map([...below.body.attributes, ...over.body.attributes]),
      blocks: [...kept, ...added, ...lifecycle],
    },
  };
}
