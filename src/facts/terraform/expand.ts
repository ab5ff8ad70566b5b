import { evaluate } from './evaluate.ts';
import type { Declared } from './module.ts';
import { bindingsOf, expansionOf } from './references.ts';
import type { Bindings, Expansion, InstanceKey, Scope } from './scope.ts';
import { ANY, keyText, unknownBindings } from './world.ts';

/** One resource as a plan would list it. */
export type Instance = {
  /** `module.db["eu"].aws_db_instance.main[0]` */
  readonly address: string;
  readonly key: InstanceKey;
  readonly bindings: Bindings;
  readonly group: Group;
};
/** One resource block in one instance of its module. */
export type Group = {
  /** `module.db["eu"].aws_db_instance.main` */
  readonly address: string;
  readonly type: string;
  readonly declared: Declared;
  readonly scope: Scope;
  readonly expansion: Expansion;
};
export type Call = {
  /** `module.db` */
  readonly address: string;
  readonly name: string;
  readonly declared: Declared;
  readonly scope: Scope;
  readonly expansion: Expansion;
  /** Its files are here, so what is in it is known. */
  readonly isLocal: boolean;
};
/** All that one root declares, modules included. */
export type Expanded = {
  readonly instances: Map<string, Instance>;
  readonly groups: Map<string, Group>;
  readonly data: Map<string, Instance>;
  readonly calls: Map<string, Call>;
  /** More than can be compared one by one. */
  isCut: boolean;
};

const INSTANCES = 20_000;
const OF_ONE_BLOCK = 1000;

export function expand(root: Scope | null): Expanded {
  const all: Expanded = { instances: new Map(), groups: new Map(), data: new Map(), calls: new Map(), isCut: false };
  if (root) addScope(root, all);
  return all;
}

function addScope(scope: Scope, all: Expanded): void {
  for (const [name, declared] of scope.module.resources) addGroup(groupOf(name, declared, scope), all);
  for (const [name, declared] of scope.module.data) {
    const group = groupOf(`data.${name}`, declared, scope);
    for (const one of instancesOf(group, all)) all.data.set(one.address, one);
  }
  for (const [name, declared] of scope.module.calls) addCall(name, declared, scope, all);
}

function groupOf(name: string, declared: Declared, scope: Scope): Group {
  return {
    address: `${scope.prefix}${name}`,
    type: declared.block.labels[0] ?? '',
    declared,
    scope,
    expansion: expansionOf(declared.block, scope, evaluate),
  };
}

function addGroup(group: Group, all: Expanded): void {
  all.groups.set(group.address, group);
  for (const one of instancesOf(group, all)) all.instances.set(one.address, one);
}

function instancesOf(group: Group, all: Expanded): readonly Instance[] {
  return keysOf(group.expansion, all).map((key) => ({
    address: `${group.address}${keyText(key)}`,
    key,
    bindings: key === ANY ? unknownBindings() : bindingsOf(group.expansion, key),
    group,
  }));
}

function keysOf(expansion: Expansion, all: Expanded): readonly InstanceKey[] {
  const room = Math.min(OF_ONE_BLOCK, Math.max(0, INSTANCES - all.instances.size));
  switch (expansion.kind) {
    case 'single':
      return [null];
    case 'unknown':
      return [ANY];
    case 'count':
      if (expansion.count > room) all.isCut = true;
      return Array.from({ length: Math.min(room, expansion.count) }, (_, at) => at);
    case 'keys':
      if (expansion.values.size > room) all.isCut = true;
      return [...expansion.values.keys()].slice(0, room);
  }
}

function addCall(name: string, declared: Declared, scope: Scope, all: Expanded): void {
  const expansion = expansionOf(declared.block, scope, evaluate);
  const keys = keysOf(expansion, all);
  const children = keys.map((key) => scope.child(name, key)).filter((child) => child !== null);
  const isLocal = keys.length > 0 ? children.length > 0 : scope.child(name, null) !== null;
  const address = `${scope.prefix}module.${name}`;
  all.calls.set(address, { address, name, declared, scope, expansion, isLocal });
  if (all.instances.size < INSTANCES) for (const child of children) addScope(child, all);
  else all.isCut = true;
}
