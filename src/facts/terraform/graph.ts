import type { Dependent } from '../../model/fact.ts';
import { shapeOf } from './address.ts';
import type { Module } from './module.ts';
import type { Scope } from './scope.ts';
import { type Body, type Expression, childrenOf, stepsOf } from './syntax.ts';

/** Who refers to whom under one root, by address without keys: `module.db.aws_db_instance.main`, `local.name`, `module.db.var.size`. */
export type Graph = { readonly users: ReadonlyMap<string, ReadonlySet<string>> };

export function graphOf(root: Scope | null): Graph {
  const users = new Map<string, Set<string>>();
  if (root) addModule(root, '', users, new Map());
  return { users };
}

/** The resources that would notice, near and far. */
export function dependentsOf(graph: Graph, address: string): readonly string[] {
  return radiusOf(graph, address).map(({ name }) => name);
}

/** The same with what each stands on: the nearest resource on the way, through locals, variables and outputs. */
export function radiusOf(graph: Graph, address: string): readonly Dependent[] {
  const start = shapeOf(address);
  const seen = new Map([[start, start]]);
  const found: Dependent[] = [];
  for (const [at, of] of seen) {
    for (const user of graph.users.get(at) ?? []) {
      if (seen.has(user)) continue;
      const isResource = RESOURCE.test(user);
      seen.set(user, isResource ? user : of);
      if (isResource) found.push({ name: user, of });
    }
  }
  return found;
}

const RESOURCE = /^(?:module\.[^.]+\.)*(?!module\.|var\.|local\.|output\.|data\.)[^.]+\.[^.]+$/;

type References = ReadonlyMap<string, readonly string[]>;

function addModule(
  scope: Scope,
  prefix: string,
  users: Map<string, Set<string>>,
  known: Map<Module, References>,
): void {
  const references = known.get(scope.module) ?? referencesIn(scope.module);
  known.set(scope.module, references);
  for (const [user, used] of references) for (const one of used) link(users, prefix + one, prefix + user);
  for (const [name, call] of scope.module.calls) {
    const child = scope.child(name, null);
    const inner = `${prefix}module.${name}.`;
    for (const [argument, { expression }] of call.block.body.attributes)
      for (const one of namesIn(expression)) link(users, prefix + one, `${inner}var.${argument}`);
    if (!child) continue;
    for (const output of child.module.outputs.keys())
      link(users, `${inner}output.${output}`, `${prefix}module.${name}`);
    addModule(child, inner, users, known);
  }
}

function link(users: Map<string, Set<string>>, used: string, user: string): void {
  const there = users.get(used) ?? new Set<string>();
  users.set(used, there.add(user));
}

function referencesIn(module: Module): References {
  const all = new Map<string, readonly string[]>();
  for (const [name, { block }] of module.resources) all.set(name, namesInBody(block.body));
  for (const [name, { block }] of module.data) all.set(`data.${name}`, namesInBody(block.body));
  for (const [name, { block }] of module.outputs) all.set(`output.${name}`, namesInBody(block.body));
  for (const [name, { attribute }] of module.locals) all.set(`local.${name}`, namesIn(attribute.expression));
  return all;
}

export function namesInBody(body: Body): readonly string[] {
  return [
    ...[...body.attributes.values()].flatMap(({ expression }) => namesIn(expression)),
    ...body.blocks.flatMap((block) => namesInBody(block.body)),
  ];
}

/** `var.x`, `local.x`, `data.type.name`, `type.name`, `module.m.output.x`. */
export function namesIn(expression: Expression): readonly string[] {
  const path = expression.kind === 'step' ? stepsOf(expression) : null;
  if (!path) return childrenOf(expression).flatMap(namesIn);
  const keys = path.steps.flatMap((step) => ('key' in step ? namesIn(step.key) : []));
  const names = path.steps.flatMap((step) => ('name' in step ? [step.name] : []));
  const [first, second] = names;
  if (first === undefined || path.root === 'each' || path.root === 'count') return keys;
  if (path.root === 'data') return [`data.${first}.${second ?? ''}`, ...keys];
  if (path.root === 'module')
    return [second === undefined ? `module.${first}` : `module.${first}.output.${second}`, ...keys];
  return [`${path.root}.${first}`, ...keys];
}
