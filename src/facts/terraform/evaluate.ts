import { type ConfigValue, isMap } from '../resource.ts';
import { callFunction, keysOf } from './functions.ts';
import { encode } from './functions-text.ts';
import { resolveName } from './references.ts';
import type { Bindings, Scope } from './scope.ts';
import { select } from './select.ts';
import type { Expression, ForExpression, ObjectEntry, Step } from './syntax.ts';
import { isMistake, isSettled, isSymbol, listOf, literal, mapOf, mistake, render, symbol, textOf } from './value.ts';

/** What an expression comes to, as far as the files of the repository tell. */
// oxlint-disable-next-line eslint/complexity -- one line for each kind of expression
export function evaluate(expression: Expression, scope: Scope, bindings: Bindings): ConfigValue {
  if (--scope.budget.steps < 0) return symbol('more than can be worked out here');
  switch (expression.kind) {
    case 'value':
      return literal(expression.value);
    case 'template':
    case 'opaque':
      return ofTemplate(expression, scope, bindings);
    case 'list':
      return listOf(expression.items.map((item) => evaluate(item, scope, bindings)));
    case 'object':
      return ofObject(expression.entries, scope, bindings);
    case 'call':
      return ofCall(expression.name, expression.args, expression.spread, scope, bindings);
    case 'for':
      return ofFor(expression, scope, bindings);
    case 'name':
    case 'step':
    case 'splat':
      return ofPath(expression, scope, bindings);
    case 'unary':
    case 'binary':
    case 'condition':
      return ofOperation(expression, scope, bindings);
  }
}

function ofTemplate(
  one: Expression & { readonly kind: 'template' | 'opaque' },
  scope: Scope,
  bindings: Bindings,
): ConfigValue {
  const parts = one.parts.map((part) => evaluate(part, scope, bindings));
  return one.kind === 'template' ? textOf(parts.map(textIn).join('')) : symbol(`${one.text}|${render(parts)}`);
}

function textIn(value: ConfigValue): string {
  if (isSymbol(value)) return value;
  return value !== null && typeof value === 'object' ? encode(value) : value === null ? '' : String(value);
}

function ofObject(entries: readonly ObjectEntry[], scope: Scope, bindings: Bindings): ConfigValue {
  return mapOf(
    entries.map(({ key, value }): [string, ConfigValue] => [
      textIn(evaluate(key, scope, bindings)),
      evaluate(value, scope, bindings),
    ]),
  );
}

/** Steps are gathered up to the name they begin with, because `aws_vpc.main.id` means nothing piece by piece. */
function ofPath(expression: Expression, scope: Scope, bindings: Bindings): ConfigValue {
  const steps: Step[] = [];
  let at = expression;
  while (at.kind === 'step') {
    steps.push(at.step);
    at = at.of;
  }
  const keys = steps.reverse().map((step) => ('name' in step ? step.name : evaluate(step.key, scope, bindings)));
  if (at.kind === 'name') return resolveName(at.name, keys, scope, bindings, evaluate);
  const inner = at.kind === 'splat' ? ofSplat(at, scope, bindings) : evaluate(at, scope, bindings);
  return keys.reduce<ConfigValue>(select, inner);
}

function ofSplat(splat: Expression & { readonly kind: 'splat' }, scope: Scope, bindings: Bindings): ConfigValue {
  const of = ofPath(splat.of, scope, bindings);
  const keys = splat.steps.map((step) => ('name' in step ? step.name : evaluate(step.key, scope, bindings)));
  if (of === null) return listOf([]);
  if (Array.isArray(of)) return listOf(of.map((item: ConfigValue) => keys.reduce<ConfigValue>(select, item)));
  if (isMistake(of)) return of;
  if (isSymbol(of)) return symbol(`${render(of)}[*]${keys.map((key) => `.${render(key)}`).join('')}`);
  return listOf([keys.reduce<ConfigValue>(select, of)]);
}

function ofCall(
  name: string,
  args: readonly Expression[],
  spread: boolean,
  scope: Scope,
  bindings: Bindings,
): ConfigValue {
  const values = args.map((arg) => evaluate(arg, scope, bindings));
  if (!spread) return callFunction(name, values);
  const last = values.pop() ?? null;
  return Array.isArray(last)
    ? callFunction(name, values.concat(last))
    : symbol(`${name}(${render([...values, last])}...)`);
}

function ofFor(one: ForExpression, scope: Scope, bindings: Bindings): ConfigValue {
  const over = evaluate(one.over, scope, bindings);
  if (isMistake(over)) return over;
  const rows: [ConfigValue, ConfigValue, boolean | null][] = [];
  for (const [key, value] of entriesOf(over)) {
    const inner = new Map(bindings).set(one.valueName, value);
    if (one.keyName !== null) inner.set(one.keyName, key);
    const test = one.test === null ? true : evaluate(one.test, scope, inner);
    if (test === false || test === 'false') continue;
    const name = one.key === null ? null : evaluate(one.key, scope, inner);
    rows.push([name, evaluate(one.value, scope, inner), isSymbol(test) || isSymbol(over) ? null : true]);
  }
  if (rows.some(([, , isSure]) => isSure === null))
    return symbol(
      `for ${render(over)}: ${render(rows.map(([k, v]) => [k, v]))}${one.test ? testText(one, scope, bindings, over) : ''}`,
    );
  if (one.key === null) return listOf(rows.map(([, value]) => value));
  return one.grouped ? grouped(rows) : mapOf(rows.map(([key, value]): [string, ConfigValue] => [textIn(key), value]));
}

function testText(one: ForExpression, scope: Scope, bindings: Bindings, over: ConfigValue): string {
  const tests = entriesOf(over).map(([key, value]) => {
    const inner = new Map(bindings).set(one.valueName, value).set(one.keyName ?? '', key);
    return one.test === null ? true : evaluate(one.test, scope, inner);
  });
  return ` if ${render(tests)}`;
}

function grouped(rows: readonly (readonly [ConfigValue, ConfigValue, boolean | null])[]): ConfigValue {
  const groups = new Map<string, ConfigValue[]>();
  for (const [key, value] of rows) groups.set(textIn(key), [...(groups.get(textIn(key)) ?? []), value]);
  return mapOf([...groups].map(([key, values]): [string, ConfigValue] => [key, listOf(values)]));
}

/** Of what is not known one row stands for all. */
function entriesOf(over: ConfigValue): readonly (readonly [ConfigValue, ConfigValue])[] {
  if (Array.isArray(over)) return over.map((item: ConfigValue, at): [ConfigValue, ConfigValue] => [at, item]);
  if (isMap(over)) return keysOf(over).map((key): [ConfigValue, ConfigValue] => [key, over[key] ?? null]);
  return isSymbol(over) ? [[symbol('each key'), symbol('each value')]] : [];
}

function ofUnary(operator: '!' | '-', value: ConfigValue): ConfigValue {
  if (isSymbol(value)) return isMistake(value) ? value : symbol(`${operator}${render(value)}`);
  return operator === '!' ? !isTrue(value) : -Number(value);
}

type Operation = Expression & { readonly kind: 'unary' | 'binary' | 'condition' };

function ofOperation(one: Operation, scope: Scope, bindings: Bindings): ConfigValue {
  if (one.kind === 'condition') return ofCondition(one, scope, bindings);
  if (one.kind === 'unary') return ofUnary(one.operator, evaluate(one.of, scope, bindings));
  return ofBinary(one.operator, evaluate(one.left, scope, bindings), () => evaluate(one.right, scope, bindings));
}

function isFalse(value: ConfigValue): boolean {
  return value === false || value === 'false';
}

function isTrue(value: ConfigValue): boolean {
  return value === true || value === 'true';
}

/** `false && x` and `true || x` are settled, whatever x is. */
function settledBy(operator: string, value: ConfigValue): boolean | null {
  if (operator === '||' && isTrue(value)) return true;
  return operator === '&&' && isFalse(value) ? false : null;
}

function ofBinary(operator: string, left: ConfigValue, rightOf: () => ConfigValue): ConfigValue {
  const early = settledBy(operator, left);
  if (early !== null) return early;
  const right = rightOf();
  if (isMistake(left)) return left;
  if (isMistake(right)) return right;
  const late = settledBy(operator, right);
  if (late !== null) return late;
  if (isSettled(left) && isSettled(right)) return ofKnown(operator, left, right);
  return operator === '==' && render(left) === render(right)
    ? true
    : symbol(`${render(left)}${operator}${render(right)}`);
}

function ofKnown(operator: string, left: ConfigValue, right: ConfigValue): ConfigValue {
  if (operator === '&&' || operator === '||') return isTrue(right);
  if (operator === '==' || operator === '!=') return (render(left) === render(right)) === (operator === '==');
  return calculate(operator, Number(left), Number(right));
}

function calculate(operator: string, left: number, right: number): ConfigValue {
  const compute = ARITHMETIC[operator];
  const result = compute?.(left, right);
  return result === undefined || Number.isNaN(result) ? mistake(`no ${operator}`) : result;
}

const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => number | boolean>> = {
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

function ofCondition(one: Expression & { readonly kind: 'condition' }, scope: Scope, bindings: Bindings): ConfigValue {
  const test = evaluate(one.test, scope, bindings);
  if (isMistake(test)) return test;
  if (!isSymbol(test)) return evaluate(isTrue(test) ? one.yes : one.no, scope, bindings);
  const yes = evaluate(one.yes, scope, bindings);
  const no = evaluate(one.no, scope, bindings);
  return render(yes) === render(no) ? yes : symbol(`${render(test)}?${render(yes)}:${render(no)}`);
}
