import type { Path } from '../../model/change.ts';
import type { ConfigMap, ConfigValue } from '../resource.ts';

/** A value as it is written; what is computed stays text until the parameters are known. */
export type Node = { readonly line: number } & (
  | { readonly kind: 'value'; readonly value: string | number | boolean | null }
  | { readonly kind: 'map'; readonly entries: readonly Entry[] }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'code'; readonly text: string }
);
export type Entry = { readonly key: string; readonly line: number; readonly value: Node };

/** One resource or module of a template. */
export type Declared = {
  readonly isModule: boolean;
  /** Name in the template; of JSON without such names, the name of the resource. */
  readonly symbol: string;
  /** `Microsoft.Sql/servers/databases`; of a module the path of its file. */
  readonly type: string;
  readonly isExisting: boolean;
  readonly condition: Node | null;
  readonly over: Node | null;
  readonly body: Node;
  readonly from: number;
  readonly to: number;
};

export type Template = {
  readonly path: Path;
  readonly technology: 'bicep' | 'arm';
  /** `resourceGroup`, `subscription`, `managementGroup`, `tenant`. */
  readonly scope: string;
  readonly parameters: ReadonlyMap<string, Node | null>;
  readonly variables: ReadonlyMap<string, Node>;
  readonly declared: readonly Declared[];
  readonly brokenAt: number | null;
};

/** A resource under some values of its parameters. */
export type Seen = {
  readonly declared: Declared;
  readonly name: string;
  readonly exists: boolean | 'unknown';
  readonly over: ConfigValue | undefined;
  readonly body: ConfigMap;
};

export function entryOf(node: Node | null | undefined, key: string): Entry | undefined {
  return node?.kind === 'map' ? node.entries.find((one) => one.key.toLowerCase() === key.toLowerCase()) : undefined;
}

export function get(node: Node | null | undefined, key: string): Node | null {
  return entryOf(node, key)?.value ?? null;
}
