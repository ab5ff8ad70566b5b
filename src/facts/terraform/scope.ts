import type { ConfigValue } from '../resource.ts';
import type { Module } from './module.ts';

/** One instance of a module while it is evaluated. What is worked out is kept: each name is looked at once. */
export type Scope = {
  readonly module: Module;
  /** `` for the root, else `module.db["eu"].`. */
  readonly prefix: string;
  /** What the root was given by tfvars, or the module by its call; undefined: the default counts. */
  readonly given: (name: string) => ConfigValue | undefined;
  /** An instance of a module called from here, where it is local; key null where there is only one. */
  readonly child: (call: string, key: InstanceKey) => Scope | null;
  readonly memo: Map<string, ConfigValue>;
  /** Names being worked out: one that needs itself is a mistake of the file, not ours to run in circles for. */
  readonly busy: Set<string>;
  readonly budget: { steps: number; modules: number };
  readonly workspace: string | null;
  /** Which provider of the root a resource here uses: `aws.west` may be handed down as `aws`. */
  readonly provider: (name: string) => string;
};

export type InstanceKey = null | number | string;
/** `each.key`, `count.index` and the names of `for`, by their first word. */
export type Bindings = ReadonlyMap<string, ConfigValue>;
export const NO_BINDINGS: Bindings = new Map();

export type Expansion =
  | { readonly kind: 'single' }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'keys'; readonly values: ReadonlyMap<string, ConfigValue> }
  | { readonly kind: 'unknown'; readonly by: 'count' | 'for_each'; readonly text: string };
