import type { Path } from './change.ts';

/** A YAML file as plain data with line numbers, so that each complaint can name its line and shipped ones can be JSON. */
export type Node = MapNode | ListNode | ValueNode;
export type MapNode = { readonly kind: 'map'; readonly line: number; readonly entries: readonly Entry[] };
export type ListNode = { readonly kind: 'list'; readonly line: number; readonly items: readonly Node[] };
export type ValueNode = {
  readonly kind: 'value';
  readonly line: number;
  readonly value: string | number | boolean | null;
};
export type Entry = { readonly key: string; readonly line: number; readonly value: Node };

/** A policy file that has been read. `sha256` is of its bytes: what a pinned pack names. */
export type Document = { readonly file: Path; readonly sha256: string; readonly root: Node };

/** The policies guardrail brings along, already read. */
export type Shipped = { readonly documents: readonly Document[] };

export type Problem = { readonly file: Path; readonly line: number; readonly message: string };

/** YAML text to a node. Handed to the policy room by whoever starts it: the parser is heavy and loaded only where needed. */
export type Parse = (text: string) => Parsed;
export type Parsed =
  | { readonly kind: 'read'; readonly root: Node }
  | { readonly kind: 'broken'; readonly problems: readonly Omit<Problem, 'file'>[] };
