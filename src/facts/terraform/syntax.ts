/** What a file of Terraform says, as plain data. Lines count from 1. */
export type Expression =
  | { readonly kind: 'value'; readonly value: null | boolean | number | string }
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  /** With `%{ if }` or `%{ for }` in it: followed no further than what it refers to. */
  | { readonly kind: 'opaque'; readonly text: string; readonly parts: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'step'; readonly of: Expression; readonly step: Step }
  | { readonly kind: 'splat'; readonly of: Expression; readonly steps: readonly Step[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly spread: boolean }
  | ForExpression
  | { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly of: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'condition'; readonly test: Expression; readonly yes: Expression; readonly no: Expression };

export type ForExpression = {
  readonly kind: 'for';
  readonly keyName: string | null;
  readonly valueName: string;
  readonly over: Expression;
  /** Of an object; null for a list. */
  readonly key: Expression | null;
  readonly value: Expression;
  readonly test: Expression | null;
  readonly grouped: boolean;
};
/** `.name` or `[key]`. */
export type Step = { readonly name: string } | { readonly key: Expression };
export type ObjectEntry = { readonly key: Expression; readonly value: Expression; readonly line: number };

export type Attribute = { readonly name: string; readonly line: number; readonly expression: Expression };
export type Block = {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
  readonly from: number;
  readonly to: number;
};
export type Body = { readonly attributes: ReadonlyMap<string, Attribute>; readonly blocks: readonly Block[] };
export type Problem = { readonly line: number; readonly message: string };
export type HclFile = { readonly body: Body; readonly problems: readonly Problem[] };

export const EMPTY_BODY: Body = { attributes: new Map(), blocks: [] };

export function blocksOf(body: Body, type: string): readonly Block[] {
  return body.blocks.filter((block) => block.type === type);
}

/** `aws_vpc.main`, `module.a["x"]` as written in `moved` and `removed`; null for what is no such path. */
export function stepsOf(expression: Expression): { readonly root: string; readonly steps: readonly Step[] } | null {
  const steps: Step[] = [];
  let at = expression;
  while (at.kind === 'step') {
    steps.push(at.step);
    at = at.of;
  }
  return at.kind === 'name' ? { root: at.name, steps: steps.reverse() } : null;
}

/** What an expression is made of. */
export function childrenOf(one: Expression): readonly Expression[] {
  switch (one.kind) {
    case 'value':
    case 'name':
      return [];
    case 'template':
    case 'opaque':
      return one.parts;
    case 'list':
      return one.items;
    case 'object':
      return one.entries.flatMap(({ key, value }) => [key, value]);
    case 'call':
      return one.args;
    case 'unary':
      return [one.of];
    case 'binary':
      return [one.left, one.right];
    case 'condition':
      return [one.test, one.yes, one.no];
    case 'step':
    case 'splat':
    case 'for':
      return childrenOfPath(one);
  }
}

type Longer = Expression & { readonly kind: 'step' | 'splat' | 'for' };

function childrenOfPath(one: Longer): readonly Expression[] {
  if (one.kind === 'for') return [one.over, one.value, one.key, one.test].filter((inner) => inner !== null);
  const steps = one.kind === 'step' ? [one.step] : one.steps;
  return [one.of, ...steps.flatMap((step) => ('key' in step ? [step.key] : []))];
}
