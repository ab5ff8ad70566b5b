import type { Edit, Path, Truth } from '../../model/change.ts';
import type { LineRange } from '../../model/fact.ts';
import type { Observation } from '../analyzer.ts';
import { type Environment, environmentOf, environmentOfPath } from '../environment.ts';
import type { ConfigMap, ConfigValue } from '../resource.ts';
import { isMap } from '../resource.ts';
import { type Difference, differenceOf } from './difference.ts';
import { shapeOf } from './address.ts';
import { changedLine } from './cause.ts';
import { type Expanded, type Group, expand } from './expand.ts';
import { type Graph, dependentsOf, graphOf, radiusOf } from './graph.ts';
import type { Declared, Module } from './module.ts';
import { type Moves, movesOf } from './moves.ts';
import type { Scope } from './scope.ts';
import { isSymbol } from './value.ts';
import { type World, moduleAt, rootScope } from './world.ts';

export type Worlds = { readonly before: World; readonly after: World; readonly landed: World };
export type Given = ReadonlyMap<string, ConfigValue>;
/** One way to evaluate a root: with what is loaded by itself, or with a variables file or a workspace besides. */
export type Variant = {
  readonly name: string;
  readonly before: Given;
  readonly after: Given;
  readonly workspace: string | null;
};

/** A root directory before and after, and what is needed to state facts about it. */
export type Root = {
  readonly folder: Path;
  readonly variant: Variant;
  readonly worlds: Worlds;
  readonly before: Expanded;
  readonly after: Expanded;
  readonly beforeScope: Scope | null;
  readonly afterScope: Scope | null;
  readonly moves: Moves;
  readonly difference: Difference;
  readonly graph: Graph;
  readonly edits: Edits;
};

export type Edits = {
  readonly all: readonly Edit[];
  /** By the folder of either name. */
  readonly byFolder: ReadonlyMap<Path, readonly Edit[]>;
  readonly before: ReadonlyMap<Path, Edit>;
  readonly after: ReadonlyMap<Path, Edit>;
};

/** `from` is the folder it was before, which another name of the folder does not change. */
export function rootOf(folder: Path, from: Path, worlds: Worlds, variant: Variant, edits: Edits): Root {
  const scopeIn = (world: World, at: Path, given: Given): Scope | null => {
    const module = moduleAt(world, at);
    return module ? rootScope(world, module, given, variant.workspace) : null;
  };
  const beforeScope = scopeIn(worlds.before, from, variant.before);
  const afterScope = scopeIn(worlds.after, folder, variant.after);
  const before = expand(beforeScope);
  const after = expand(afterScope);
  const moves = movesOf(afterScope, before, after);
  const difference = differenceOf(before, after, moves);
  return {
    folder,
    variant,
    worlds,
    before,
    after,
    beforeScope,
    afterScope,
    moves,
    difference,
    graph: graphOf(beforeScope),
    edits,
  };
}

export function subjectOf(root: Root, address: string): string {
  return root.folder === '' ? address : `${root.folder}:${address}`;
}

/** The edit a block of one side lies in and its lines; else the edit that reached it from elsewhere, and no lines. */
export function placeOf(
  root: Root,
  declared: Declared,
  side: 'before' | 'after',
  cause: Edit,
): { edit: Edit; range: LineRange | null } {
  const edit = root.edits[side].get(declared.path);
  return edit
    ? { edit, range: { from: declared.block.from, to: declared.block.to } }
    : { edit: cause, range: changedLine(root.worlds, cause) };
}

export function foldersOf(root: Root): readonly Path[] {
  const scopes = [root.before, root.after].flatMap((side) => [...side.groups.values(), ...side.calls.values()]);
  return [...new Set([root.folder, ...scopes.map(({ scope }) => scope.module.folder)])];
}

export function dependents(root: Root, address: string): number {
  return dependentsOf(root.graph, address).length;
}

/** What goes along with what is destroyed or replaced, under the names facts have. */
export function withRadius(root: Root, seen: Observation): Observation {
  if (seen.kind !== 'infra.destroy' && seen.kind !== 'infra.replace') return seen;
  const start = subjectOf(root, '');
  const radius = radiusOf(root.graph, seen.subject.slice(start.length));
  if (radius.length === 0 || !seen.subject.startsWith(start)) return seen;
  const shape = shapeOf(seen.subject.slice(start.length));
  const named = (address: string): string => (address === shape ? seen.subject : subjectOf(root, address));
  return { ...seen, radius: radius.map(({ name, of }) => ({ name: named(name), of: named(of) })) };
}

/** Is it on a protected branch already? By its block, in whatever file of the folder. */
export function landedOf(root: Root, group: Pick<Group, 'declared' | 'scope'>, edit: Edit): Truth {
  const module = moduleAt(root.worlds.landed, group.scope.module.folder);
  if (!module) return edit.landed === true ? 'unknown' : edit.landed;
  return declares(module, group.declared) ? true : edit.landed === 'unknown' ? 'unknown' : false;
}

function declares(module: Module, { block }: Declared): boolean {
  const name = block.labels.join('.');
  return block.type === 'module' ? module.calls.has(name) : module.resources.has(name);
}

const TAGS = ['environment', 'env', 'stage', 'Environment', 'Env', 'Stage', 'ENVIRONMENT', 'ENV'];

/** Where it runs: its tags, the variables file or workspace it was worked out with, the backend, the folder. */
export function environmentIn(root: Root, body: ConfigMap): Environment {
  const maps: readonly (ConfigValue | undefined)[] = ['tags', 'labels', 'tags_all', 'user_labels'].map(
    (name) => body[name],
  );
  const hints = maps.flatMap((map) => (isMap(map) ? TAGS.flatMap((tag) => hintIn(map[tag])) : []));
  const found = environmentOf(...hints, root.variant.name);
  return found === 'unknown' ? environmentOfPath(root.folder) : found;
}

function hintIn(value: ConfigValue | undefined): readonly string[] {
  return typeof value === 'string' && !isSymbol(value) ? [value] : [];
}
