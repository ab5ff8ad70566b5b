import { parseHcl } from '../terraform/body.ts';
import { type Block, type Body, type Expression, type ObjectEntry, blocksOf } from '../terraform/syntax.ts';
import { SPREAD } from '../programs/value.ts';
import type { ConfigMap, ConfigValue } from '../resource.ts';

export type Setting = { readonly value: ConfigValue; readonly line: number };

/** What a file of Terragrunt says: `terraform.source`, `remote_state.config.bucket`, `inputs.engine`. */
export type Unit = {
  readonly settings: ReadonlyMap<string, Setting>;
  readonly inputs: ConfigMap;
  readonly isUnit: boolean;
  readonly brokenAt: number | null;
};

const DEEPEST = 30;

export function readUnit(text: string): Unit {
  const { body, problems } = parseHcl(text);
  const settings = new Map<string, Setting>(ofBody(body, '', 0));
  const inputs = settings.get('inputs')?.value;
  const isMap = typeof inputs === 'object' && inputs !== null && !Array.isArray(inputs);
  return {
    settings,
    inputs: isMap ? Object.fromEntries(Object.entries(inputs)) : {},
    isUnit:
      blocksOf(body, 'terraform').some((one) => one.body.attributes.has('source')) ||
      blocksOf(body, 'include').length > 0,
    brokenAt: problems[0]?.line ?? null,
  };
}

function ofBody(body: Body, prefix: string, depth: number): readonly (readonly [string, Setting])[] {
  if (depth > DEEPEST) return [];
  const own = [...body.attributes.values()].flatMap(
    ({ name, line, expression }): readonly (readonly [string, Setting])[] => [
      [`${prefix}${name}`, { value: plainOf(expression), line }],
      ...inside(expression, `${prefix}${name}.`, depth + 1),
    ],
  );
  return [...own, ...body.blocks.flatMap((block) => ofBody(block.body, `${prefix}${nameOf(block)}.`, depth + 1))];
}

function nameOf({ type, labels }: Block): string {
  return [type, ...labels].join('.');
}

function inside(expression: Expression, prefix: string, depth: number): readonly (readonly [string, Setting])[] {
  if (depth > DEEPEST) return [];
  return (entriesIn(expression) ?? []).flatMap(({ key, value, line }): readonly (readonly [string, Setting])[] => {
    const name = keyOf(key);
    return [[`${prefix}${name}`, { value: plainOf(value), line }], ...inside(value, `${prefix}${name}.`, depth + 1)];
  });
}

function keyOf(key: Expression): string {
  return key.kind === 'name' ? key.name : key.kind === 'value' ? String(key.value) : '?';
}

/** Literals as they are; what is computed by its spelling, so that the same on both sides is the same. */
export function plainOf(expression: Expression, depth = 0): ConfigValue {
  if (depth > DEEPEST) return '${…}';
  if (expression.kind === 'value') return expression.value;
  if (expression.kind === 'list') return expression.items.map((one) => plainOf(one, depth + 1));
  const entries = entriesIn(expression);
  if (entries === null) return `\${${spelled(expression)}}`;
  const map: ConfigMap = Object.fromEntries([
    ...entries.map(({ key, value }) => [keyOf(key), plainOf(value, depth + 1)] as const),
    ...(expression.kind === 'call' ? [[SPREAD, true] as const] : []),
  ]);
  return map;
}

/** `{ … }`, and what of `merge(local.common, { … })` is written here. */
function entriesIn(expression: Expression): readonly ObjectEntry[] | null {
  if (expression.kind === 'object') return expression.entries;
  if (expression.kind !== 'call' || expression.name !== 'merge') return null;
  return expression.args.flatMap((one) => (one.kind === 'object' ? one.entries : []));
}

function spelled(expression: Expression): string {
  return JSON.stringify(expression, (key, inner: unknown) => (key === 'line' ? undefined : inner)).slice(0, 2000);
}
