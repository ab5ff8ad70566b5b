import type { SyntaxNode } from '../../model/syntax.ts';
import { brokenLine } from './broken.ts';
import { assemble, conditionalSkip, type Draft, type Scope, type Span } from './assemble.ts';
import { type Skip, squeeze, type TestFile } from './case.ts';
import { checksOf } from './javascript-checks.ts';
import { namesAfter, type Step } from './javascript-chain.ts';
import { trapsOf } from './javascript-traps.ts';

const SUITES = /^[xf]?(describe|context|suite)$/;
const CASES = /^([xf]?(it|test|specify)|Deno|QUnit|tap|t|bench)$/;
const HEAD = /^([xf]?(describe|context|suite|it|test|specify)|Deno|QUnit|tap|t|this|ctx|context|pending)\b/;

/** jest, vitest, mocha, node:test, playwright, cypress, ava, jasmine, tap, QUnit, Deno: they all call a function with a title and a function. */
export function readJavascript(root: SyntaxNode, text: string): TestFile {
  const calls = root.descendantsOfType('call_expression');
  const aliases = aliasesIn(text);
  const scopes: Scope[] = [];
  const skips: (Span & Skip)[] = [];
  for (const call of calls) {
    const head = text.slice(call.startIndex, call.startIndex + 40);
    const alias = aliases.get(/^\w+/.exec(head)?.[0] ?? '');
    if (!HEAD.test(head) && !alias) continue;
    const chain = namesAfter(call);
    if (!chain) continue;
    const scope = scopeOf(call, chain.head, chain.steps, alias);
    if (scope) scopes.push(scope);
    else skips.push(...skipCall(call, chain.head, chain.steps));
  }
  const checks = checksOf(calls, root, text);
  const draft: Draft = {
    scopes: [...scopes, ...helpersIn(root, scopes)],
    checks,
    traps: trapsOf(root, scopes),
    skips,
    calls: calls.flatMap((call) => nameOfCall(call, text)),
    comments: root.descendantsOfType('comment').map(spanOf),
    skip: null,
    brokenAt: brokenLine(root),
  };
  return assemble(text, draft);
}

type Alias = { readonly base: string; readonly skip: Skip | null };

/** `const maybe = process.env.DB ? describe : describe.skip` */
function aliasesIn(text: string): ReadonlyMap<string, Alias> {
  const found = text.matchAll(/\b(?:const|let|var) +(\w+) *= *([^;\n]{0,160})/g);
  return new Map(
    [...found].flatMap(([, name = '', value = '']): readonly [string, Alias][] => {
      const base = /\b(?:it|test|describe|context|suite)\b(?=\s*(?:[.:;?]|$))/.exec(value)?.[0];
      if (base === undefined || !/\?|^(it|test|describe|context|suite)(\.|$)/.test(value)) return [];
      if (/\(/.test(value) && !value.includes('?')) return [];
      const condition = value.includes('?') ? value.slice(0, value.indexOf('?')) : null;
      const skip = !/\.(skip|todo)\b/.test(value)
        ? null
        : condition === null
          ? { certainty: 'certain' as const, because: `${name} is ${value.trim()}`, owner: '' }
          : { ...conditionalSkip(condition), owner: '' };
      return [[name, { base, skip }]];
    }),
  );
}

function scopeOf(call: SyntaxNode, head: string, steps: readonly Step[], alias: Alias | undefined): Scope | null {
  const names = steps.map(({ name }) => name);
  const word = alias?.base ?? head;
  const kind = kindOf(word, names);
  const given = kind === null ? null : givenTo(call, kind === 'case' && !/^(t|tap)$/.test(word));
  if (kind === null || !given) return null;
  const { title, body, options } = given;
  return {
    ...spanOf(call),
    kind,
    title,
    body: bodyOf(body, call),
    skip: skipOf(word, steps, options, body === null) ?? alias?.skip ?? null,
    focused: names.includes('only') || FOCUSED.test(word) || /\bonly\s*:\s*true\b/.test(options),
    rows: rowsOf(steps),
    holes: steps.flatMap((step) => (step.args ? [spanOf(step.args)] : [])),
  };
}

type Given = { readonly title: string; readonly body: SyntaxNode | null; readonly options: string };

/** A title, options where the runner knows any, and a function; a title alone is a test to be written. */
function givenTo(call: SyntaxNode, mayPend: boolean): Given | null {
  const [first, ...rest] = argumentsOf(call);
  if (!first || !TITLES.test(first.type)) return null;
  const body = rest.findLast(({ type }) => FUNCTION.test(type)) ?? wrapped(rest.at(-1)) ?? null;
  const isText = first.type.endsWith('string');
  if (!body && !(mayPend && isText && rest.length === 0)) return null;
  const options = rest.find(({ type }) => type === 'object')?.text.slice(0, 300) ?? '';
  return { title: isText ? first.text.slice(1, -1) : first.text, body, options };
}

const TITLES = /^(string|template_string|identifier|member_expression|binary_expression|call_expression)$/;
const FUNCTION = /^(arrow_function|function_expression|function)$/;
const FOCUSED = /^f(describe|context|it|test|specify)/;
const HOOKS = /^(step|extend|use|beforeEach|afterEach|beforeAll|afterAll|before|after|configure|slow|setTimeout)$/;

function kindOf(word: string, names: readonly string[]): 'suite' | 'case' | null {
  if (names.some((name) => HOOKS.test(name))) return null;
  if (SUITES.test(word) || /^(describe|module|suite)$/.test(names[0] ?? '')) return 'suite';
  if (/^(Deno|QUnit|tap|t)$/.test(word) && !/^(test|skip|todo|only)$/.test(names[0] ?? '')) return null;
  return CASES.test(word) ? 'case' : null;
}

function bodyOf(body: SyntaxNode | null, call: SyntaxNode): Span {
  const block = body?.childForFieldName('body');
  return block ? spanOf(block) : { start: call.endIndex, end: call.endIndex };
}

/** `it('x', async(() => …))`, `fakeAsync(() => …)`: the function inside a function that wraps it. */
function wrapped(last: SyntaxNode | undefined): SyntaxNode | undefined {
  if (last?.type !== 'call_expression') return undefined;
  return argumentsOf(last).find(({ type }) => type === 'arrow_function' || type === 'function_expression');
}

function skipOf(head: string, steps: readonly Step[], options: string, isPending: boolean): Skip | null {
  if (/^x(it|test|describe|context|specify|suite)$/.test(head)) return certain(`it is marked ${head}`);
  for (const { name, args } of steps) {
    const condition = args?.text.slice(1, -1) ?? '';
    if (/^(skip|todo|fixme)$/.test(name)) return certain(`it is marked ${name}`);
    if (/^(fails|failing|fail)$/.test(name))
      return { certainty: 'likely', because: `it is marked ${name}: a failure is expected now`, owner: '' };
    if (name === 'skipIf') return { ...conditionalSkip(condition), owner: '' };
    if (name === 'runIf') return neverRuns(condition);
  }
  return skipOfOptions(options) ?? (isPending ? certain('it has a title and nothing else') : null);
}

function certain(because: string): Skip {
  return { certainty: 'certain', because, owner: '' };
}

function neverRuns(condition: string): Skip {
  if (/^(false|0|!1|!true)$/.test(condition.trim())) return certain(`it runs only if ${condition}`);
  return { ...conditionalSkip(`not ${condition}`), owner: '' };
}

/** node:test takes `{ skip: true }` or the reason as a text. */
function skipOfOptions(options: string): Skip | null {
  const option = /\b(skip|todo)\s*:\s*(true|["'`])/.exec(options);
  if (option) return certain(`it is marked ${option[1] ?? 'skip'}`);
  const asked = /\bskip\s*:(?!\s*(?:false|undefined|null))\s*([^,}\n]+)/.exec(options)?.[1];
  return asked === undefined ? null : { ...conditionalSkip(asked), owner: '' };
}

function rowsOf(steps: readonly Step[]): readonly string[] | null {
  const table = steps.find(({ name, args }) => /^(each|for|cases)$/.test(name) && args)?.args;
  if (!table) return null;
  if (table.type === 'template_string')
    return table.text
      .split('\n')
      .filter((line) => line.includes('${'))
      .map(squeeze);
  const [list] = table.namedChildren;
  return list?.type === 'array'
    ? list.namedChildren.filter(({ type }) => type !== 'comment').map(({ text }) => squeeze(text))
    : null;
}

/** `this.skip()`, `t.skip('later')`, `test.skip(condition, why)`, `pending()` */
function skipCall(call: SyntaxNode, head: string, steps: readonly Step[]): readonly (Span & Skip)[] {
  const [step] = steps;
  const isSkip =
    (steps.length === 1 && /^(skip|fixme|todo)$/.test(step?.name ?? '')) || (head === 'pending' && steps.length === 0);
  if (!isSkip) return [];
  const [condition] = argumentsOf(call);
  const says = { ...spanOf(call), owner: '' };
  const open =
    /^(test|it|describe)$/.test(head) && condition && !/^(true|string|template_string)$/.test(condition.type);
  if (open) return [{ ...says, ...conditionalSkip(condition.text) }];
  return [{ ...says, certainty: 'certain', because: `it calls ${head}${step ? `.${step.name}` : ''}()` }];
}

/** Named functions that are no test: what they check, the tests that call them check. */
function helpersIn(root: SyntaxNode, scopes: readonly Scope[]): readonly Scope[] {
  const cases = scopes.filter(({ kind }) => kind === 'case');
  return root
    .descendantsOfType(['function_declaration', 'variable_declarator', 'method_definition'])
    .flatMap((node): readonly Scope[] => {
      const made = node.type === 'variable_declarator' ? node.childForFieldName('value') : node;
      const body = made && /function|method_definition/.test(made.type) ? made.childForFieldName('body') : null;
      const span = spanOf(node);
      if (!body || cases.some((one) => one.start <= span.start && span.end <= one.end)) return [];
      const title = node.childForFieldName('name')?.text ?? '';
      return [
        { ...span, kind: 'helper', title, body: spanOf(body), skip: null, focused: false, rows: null, holes: [] },
      ];
    });
}

function nameOfCall(call: SyntaxNode, text: string): readonly (Span & { readonly name: string })[] {
  const name = /^[\w$.]+(?=\()/.exec(text.slice(call.startIndex, call.startIndex + 80))?.[0];
  return name === undefined ? [] : [{ ...spanOf(call), name }];
}

function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  const given = call.childForFieldName('arguments');
  return given?.type === 'arguments' ? given.namedChildren.filter(({ type }) => type !== 'comment') : [];
}

function spanOf({ startIndex, endIndex }: SyntaxNode): Span {
  return { start: startIndex, end: endIndex };
}
