import type { YamlNode } from '../../model/syntax.ts';
import type { ConfigMap, ConfigValue } from '../resource.ts';

/**
 * A node as the long form writes it: `!Sub x`, `{"Fn::Sub": "x"}` and `Fn::Sub: x` are one. Nothing is followed yet.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function expressionOf(node: YamlNode): ConfigValue {
  const plain = plainOf(node);
  const tag = node.tag === null || !/^![A-Za-z]/.test(node.tag) ? null : node.tag.slice(1);
  return tag === null ? plain : tagged(tag, plain);
}

function plainOf(node: YamlNode): ConfigValue {
  if (node.kind === 'value') return node.value;
  if (node.kind === 'list') return node.items.map(expressionOf);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, expressionOf(value)]));
}

function tagged(tag: string, inner: ConfigValue): ConfigMap {
  if (tag === 'Ref' || tag === 'Condition') return { [tag]: inner };
  return { [`Fn::${tag}`]: tag === 'GetAtt' ? attributeOf(inner) : inner };
}

/** `!GetAtt Queue.Arn` and `[Queue, Arn]`. */
export function attributeOf(inner: ConfigValue): ConfigValue {
  if (typeof inner !== 'string') return inner;
  const dot = inner.indexOf('.');
  return dot < 0 ? [inner] : [inner.slice(0, dot), inner.slice(dot + 1)];
}

export type Call = { readonly name: string; readonly of: ConfigValue };

/** A map with one key that CloudFormation reads as a function. */
export function callOf(value: ConfigMap): Call | null {
  const keys = Object.keys(value);
  const [name] = keys;
  if (name === undefined || keys.length !== 1) return null;
  if (name !== 'Ref' && name !== 'Condition' && !name.startsWith('Fn::')) return null;
  return { name, of: value[name] ?? null };
}

/** A name or a key; empty where something else stands in its place. */
export function wordOf(value: ConfigValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
