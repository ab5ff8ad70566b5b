import { type Attribute, type Block, type Expression, type Step, blocksOf, stepsOf } from './syntax.ts';

/** What `ignore_changes` lists, as paths. */
export function ignoredIn(block: Block): 'all' | readonly (readonly string[])[] {
  const list = setting(block, 'ignore_changes')?.expression;
  if (list?.kind === 'name' && list.name === 'all') return 'all';
  const items = list?.kind === 'list' ? list.items : [];
  return items.some((item) => item.kind === 'name' && item.name === 'all') ? 'all' : items.flatMap(pathOf);
}

function pathOf(expression: Expression): readonly (readonly string[])[] {
  const path = stepsOf(expression);
  if (path) return [[path.root, ...path.steps.map(stepName)]];
  return expression.kind === 'value' && typeof expression.value === 'string' ? [[expression.value]] : [];
}

function stepName(step: Step): string {
  if ('name' in step) return step.name;
  return step.key.kind === 'value' ? String(step.key.value) : '';
}

/** An argument of `lifecycle`. */
export function setting(block: Block, name: string): Attribute | undefined {
  return blocksOf(block.body, 'lifecycle')[0]?.body.attributes.get(name);
}

export function isOn(block: Block, name: string): boolean {
  const expression = setting(block, name)?.expression;
  return expression?.kind === 'value' && (expression.value === true || expression.value === 'true');
}
