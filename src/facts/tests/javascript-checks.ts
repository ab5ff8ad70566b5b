import type { SyntaxNode } from '../../model/syntax.ts';
import type { Span } from './assemble.ts';
import { type Comparison, squeeze } from './case.ts';
import { namesAfter } from './javascript-chain.ts';
import { comparisonOf } from './javascript-matchers.ts';

type Found = Span & Comparison;

/** ava, tap and QUnit hand the assertions to the test: `t.is(a, b)`. */
const OF_TEST =
  /^(is|not|deepEqual|notDeepEqual|like|truthy|falsy|true|false|throws|throwsAsync|notThrows|notThrowsAsync|regex|snapshot|equal|equals|same|strictSame|strictEqual|deepStrictEqual|ok|notOk|match|rejects|doesNotThrow|fail|expect|propEqual)$/;
const ASSERTERS = /^(assert|t|tap|chai|sinon|QUnit|Assert)\b/;
/** Somebody's own function that by its name asserts. */
const BY_NAME = /^(?:this\.|\w+\.)?((?:assert|expect|verify|ensure|should|must)(?:[A-Z_]\w*)|fail|unreachable)\(/;

/** All assertions of a file, whatever the style. */
export function checksOf(calls: readonly SyntaxNode[], root: SyntaxNode, text: string): readonly Found[] {
  const found: Found[] = [];
  const seen = new Set<number>();
  const chains = chainsIn(root, text);
  for (const call of calls) {
    const head = text.slice(call.startIndex, call.startIndex + 80);
    const one = checkOf(call, head, seen, chains);
    if (one) found.push(one);
  }
  return text.includes('.should') ? [...found, ...shouldsIn(root, found)] : found;
}

function checkOf(call: SyntaxNode, head: string, seen: Set<number>, chains: Chains): Found | null {
  if (/^expect(TypeOf)?\b/.test(head)) return expectation(call, seen, chains);
  if (ASSERTERS.test(head)) return assertion(call);
  if (BY_NAME.test(head)) return { ...spanOf(call), ...named(call, BY_NAME.exec(head)?.[1] ?? '') };
  return chained(call);
}

function named(call: SyntaxNode, name: string): Comparison {
  return { matcher: name, operands: texts(call).map(squeeze), strength: null, slack: null };
}

/** `expect(x).not.toBe(y)`, `expect(x).to.be.true`: climbed from `expect(x)` to the end of its chain. */
function expectation(call: SyntaxNode, seen: Set<number>, chains: Chains): Found | null {
  const made = call.childForFieldName('function');
  const isMember = made?.type === 'member_expression';
  const base = isMember ? made.childForFieldName('object') : made;
  if (base?.type !== 'identifier' || seen.has(call.startIndex)) return null;
  const own = isMember ? (made.childForFieldName('property')?.text ?? '') : '';
  if (/^(fail|unreachable)$/.test(own))
    return { ...spanOf(call), matcher: own, operands: [], strength: null, slack: null };
  if (!/^(soft|poll|element)?$/.test(own)) return null;
  seen.add(call.startIndex);
  const { end, names, args } = climb(call, chains.get(call.startIndex) ?? []);
  // `expect(x)` alone asserts nothing; `.then()` behind it is no matcher
  if (names.length === 0) return null;
  const matchers = names.filter((name) => !/^(then|catch|finally)$/.test(name));
  return { start: call.startIndex, end, ...comparisonOf(texts(call).slice(0, 1), matchers, args) };
}

/**
 * All that is built on `expect(x)` begins where it begins. To ask each node for its parent would walk through all siblings
 * above it, each time.
 */
type Chains = ReadonlyMap<number, readonly SyntaxNode[]>;

function chainsIn(root: SyntaxNode, text: string): Chains {
  const chains = new Map<number, SyntaxNode[]>();
  for (const node of root.descendantsOfType(['call_expression', 'member_expression'])) {
    if (!text.startsWith('expect', node.startIndex)) continue;
    const list = chains.get(node.startIndex);
    if (list) list.push(node);
    else chains.set(node.startIndex, [node]);
  }
  return chains;
}

function climb(
  call: SyntaxNode,
  chain: readonly SyntaxNode[],
): { end: number; names: readonly string[]; args: readonly string[] } {
  const names: string[] = [];
  let args: readonly string[] = [];
  let end = call.endIndex;
  const above = chain.filter(({ endIndex }) => endIndex > call.endIndex).toSorted((a, b) => a.endIndex - b.endIndex);
  for (const up of above.slice(0, 24)) {
    if (up.type === 'member_expression') names.push(up.childForFieldName('property')?.text ?? '');
    else args = texts(up);
    end = up.endIndex;
  }
  return { end, names, args };
}

/** `assert(x === 1)`, `assert.equal(x, 1)`, `t.is(x, 1)`, `sinon.assert.calledOnce(spy)` */
function assertion(call: SyntaxNode): Found | null {
  const chain = namesAfter(call);
  const names = chain?.steps.map(({ name }) => name) ?? [];
  if (!chain || !isAsserter(chain.head, names)) return null;
  const args = texts(call);
  const word = names.at(-1);
  if (word === undefined || /^(ok|assert|isTrue|isOk|true|truthy)$/.test(word))
    return { ...spanOf(call), ...truth(args[0] ?? '') };
  const isSingle = /^(isNull|isUndefined|isDefined|exists|isFalse|notOk|falsy|false)$/.test(word);
  // the last argument of most is a message
  const given = args.slice(0, isSingle ? 1 : /^(closeTo|approx)/.test(word) ? 3 : 2);
  return { ...spanOf(call), ...comparisonOf(given.slice(0, 1), [word], given.slice(1)) };
}

function isAsserter(head: string, names: readonly string[]): boolean {
  if (/^(async|verifySteps|step|timeout|end|plan|done)$/.test(names.at(-1) ?? '')) return false;
  if (/^(assert|Assert)$/.test(head) || names[0] === 'assert') return true;
  return /^(t|tap|QUnit)$/.test(head) && names.length === 1 && OF_TEST.test(names[0] ?? '');
}

/** `assert(a === b)` compares as exactly as `assert.equal(a, b)`. */
function truth(condition: string): Comparison {
  if (/\|\|\s*true\b/.test(condition)) return { matcher: 'ok', operands: ['true'], strength: 0, slack: null };
  const sides = /^([^=!<>&|?]+?)\s*(===?|!==?|[<>]=?)\s*([^=!<>&|?]+)$/.exec(condition.slice(0, 2000));
  const [, left, operator = '', right] = sides ?? [];
  if (left === undefined || right === undefined) return comparisonOf([condition], ['ok'], []);
  return comparisonOf(
    [left],
    operator.startsWith('=') ? ['equal'] : operator.startsWith('!') ? ['not', 'equal'] : ['above'],
    [right],
  );
}

/** supertest: `request(app).get('/').expect(200)`; cypress: `cy.get('h1').should('have.text', 'Shop')`. */
function chained(call: SyntaxNode): Found | null {
  const made = call.childForFieldName('function');
  if (made?.type !== 'member_expression') return null;
  const name = made.childForFieldName('property')?.text ?? '';
  if (!/^(expect|should)$/.test(name)) return null;
  const object = made.childForFieldName('object');
  const args = texts(call);
  const start = object?.endIndex ?? call.startIndex;
  const isShould = name === 'should';
  const looks = isShould && /^['"`](exist|be\.(visible|ok|defined))/.test(args[0] ?? '');
  const subject = isShould ? squeeze((object?.text ?? '').slice(0, 400)) : 'response';
  return {
    start,
    end: call.endIndex,
    matcher: name,
    operands: [subject, ...args.map(squeeze)],
    strength: looks ? 1 : 4,
    slack: null,
  };
}

/** `x.should.equal(y)` of chai and should.js */
function shouldsIn(root: SyntaxNode, found: readonly Found[]): readonly Found[] {
  const taken = new Set(found.map(({ start }) => start));
  return root.descendantsOfType('expression_statement').flatMap((statement): readonly Found[] => {
    const { text } = statement;
    const [, subject, chain, args] =
      /^(?:await\s+)?([^;]{1,200}?)\.should((?:\.\w+)+)(?:\(([\s\S]*)\))?;?$/.exec(text.slice(0, 3000)) ?? [];
    if (subject === undefined || chain === undefined || taken.has(statement.startIndex)) return [];
    const names = chain.slice(1).split('.');
    return [
      { ...spanOf(statement), ...comparisonOf([subject], names, args === undefined || args === '' ? [] : [args]) },
    ];
  });
}

function texts(call: SyntaxNode): readonly string[] {
  const given = call.childForFieldName('arguments');
  if (given?.type !== 'arguments') return given ? [given.text] : [];
  return given.namedChildren.filter(({ type }) => type !== 'comment').map(({ text }) => text);
}

function spanOf({ startIndex, endIndex }: SyntaxNode): Span {
  return { start: startIndex, end: endIndex };
}
