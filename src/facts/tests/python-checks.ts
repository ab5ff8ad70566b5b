import type { SyntaxNode } from '../../model/syntax.ts';
import type { Span } from './assemble.ts';
import { type Comparison, squeeze } from './case.ts';

type Found = Span & Comparison;

/** `assert a == b`, `self.assertEqual(a, b)`, `with pytest.raises(E):`, `mock.assert_called_once()` */
export function pythonChecks(root: SyntaxNode, calls: readonly SyntaxNode[], text: string): readonly Found[] {
  const blocks = new Map(root.descendantsOfType('with_statement').flatMap(blockOf));
  return [
    ...root.descendantsOfType('assert_statement').flatMap(statement),
    ...calls.flatMap((call) => ofCall(call, text, blocks)),
  ];
}

/** `assert a and b` asserts twice. */
function statement(node: SyntaxNode): readonly Found[] {
  const [condition] = node.namedChildren;
  if (!condition) return [];
  if (/\bor\s+True\b/.test(condition.text.slice(0, 2000))) return [{ ...spanOf(node), ...nothing('assert') }];
  return conjuncts(condition).map((one) => ({ ...spanOf(node), ...comparisonOf(one) }));
}

function conjuncts(node: SyntaxNode): readonly SyntaxNode[] {
  const inner =
    node.type === 'parenthesized_expression' ? node.namedChildren.find(({ type }) => type !== 'comment') : node;
  if (!inner) return [];
  const [left, right] = inner.namedChildren;
  if (inner.type !== 'boolean_operator' || !left || !right || inner.childForFieldName('operator')?.text !== 'and')
    return [inner];
  return [...conjuncts(left), right];
}

function comparisonOf(node: SyntaxNode): Comparison {
  if (node.type !== 'comparison_operator') return truth(squeeze(node.text));
  const operands = node.namedChildren.map(({ text }) => text);
  const signs = node.children.filter(({ isNamed }) => !isNamed).map(({ text }) => text.replaceAll(/\s+/g, ' '));
  if (signs.length !== 1)
    return { matcher: signs.join(' '), operands: operands.map(squeeze), strength: 2, slack: null };
  return compared(signs[0] ?? '', operands);
}

function compared(sign: string, given: readonly string[]): Comparison {
  const operands = given.map(squeeze);
  const slack = slackOf(given.join(','));
  if (operands.length === 2 && operands.every(isLiteral) && sign === '==')
    return { matcher: sign, operands, strength: 0, slack };
  const right = operands[1] ?? '';
  if (sign === 'is not' || sign === '!=') return { matcher: sign, operands, strength: 1, slack };
  if (sign === 'in') return { matcher: sign, operands, strength: 3, slack };
  if (sign === 'not in') return { matcher: sign, operands, strength: null, slack };
  if (sign === 'is' || sign === '==')
    return { matcher: '==', operands, strength: /\bANY\b/.test(right) ? 3 : 4, slack };
  return { matcher: sign, operands, strength: 2, slack };
}

function isLiteral(text: string): boolean {
  return /^(True|False|None|\d+|'[^']*')$/.test(text);
}

function truth(text: string): Comparison {
  if (/^(True|1|not False|'[^']+'|notFalse)$/.test(text)) return nothing('assert');
  const type = /^isinstance\(([\s\S]+?),([^,]+)\)$/.exec(text);
  if (type) return { matcher: 'isinstance', operands: [type[1] ?? '', type[2] ?? ''], strength: 2, slack: null };
  const found = /\.(startswith|endswith|issubset|match|search)\(/.test(text);
  const isCall = /^(not)?[\w.]+\(/.test(text);
  return { matcher: 'assert', operands: [text], strength: found ? 3 : isCall ? null : 1.5, slack: null };
}

function nothing(matcher: string): Comparison {
  return { matcher, operands: ['True'], strength: 0, slack: null };
}

const SIGNS: ReadonlyMap<string, string> = new Map([
  ['assertEqual', '=='],
  ['assertEquals', '=='],
  ['assertListEqual', '=='],
  ['assertDictEqual', '=='],
  ['assertSetEqual', '=='],
  ['assertTupleEqual', '=='],
  ['assertMultiLineEqual', '=='],
  ['assertSequenceEqual', '=='],
  ['assertIs', 'is'],
  ['assertNotEqual', '!='],
  ['assertIsNot', 'is not'],
  ['assertIn', 'in'],
  ['assertNotIn', 'not in'],
  ['assertGreater', '>'],
  ['assertGreaterEqual', '>='],
  ['assertLess', '<'],
  ['assertLessEqual', '<='],
]);

function ofCall(call: SyntaxNode, text: string, blocks: Blocks): readonly Found[] {
  const head = /^[\w.]{1,120}(?=\()/.exec(text.slice(call.startIndex, call.startIndex + 121))?.[0];
  const name = head === undefined ? methodOf(call) : (head.split('.').at(-1) ?? '');
  if (head !== undefined && /^(pytest\.(raises|warns)|(self\.)?assert(Raises|Warns)(Regex)?)$/.test(head))
    return [raises(call, blocks)];
  if (head === 'pytest.fail' || head === 'self.fail')
    return [{ ...spanOf(call), matcher: 'fail', operands: [], strength: null, slack: null }];
  if (!/^(assert|verify_|check_|expect_|ensure_)/.test(name)) return [];
  const args = textsOf(call);
  const sign = SIGNS.get(name);
  if (sign !== undefined && args.length >= 2) return [{ ...spanOf(call), ...compared(sign, args.slice(0, 2)) }];
  const known = OF_UNITTEST.get(name)?.(args[0] ?? '', args);
  return [known ? { ...spanOf(call), ...known } : byName(call, name)];
}

type Reading = (first: string, args: readonly string[]) => Comparison;

const OF_UNITTEST: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ['assertTrue', (first) => truth(squeeze(first))],
  ['assertFalse', (first) => ({ matcher: 'assert', operands: [`not${squeeze(first)}`], strength: 1.5, slack: null })],
  ['assertIsNone', (first) => compared('==', [first, 'None'])],
  ['assertIsNotNone', (first) => compared('is not', [first, 'None'])],
  ['assertIsInstance', (_, args) => ({ matcher: 'isinstance', operands: pairOf(args), strength: 2, slack: null })],
  [
    'assertAlmostEqual',
    (_, args) => ({ matcher: 'almost', operands: pairOf(args), strength: 3.5, slack: placesOf(args) }),
  ],
]);

function pairOf(args: readonly string[]): readonly string[] {
  return args.slice(0, 2).map(squeeze);
}

function placesOf(args: readonly string[]): number {
  return slackOf(args.slice(2).join(',')) ?? 10 ** -(Number(args[2]) || 7);
}

/** `mock.assert_called_once_with(1)` asks more than `mock.assert_called()`. */
function byName(call: SyntaxNode, name: string): Found {
  const made = call.childForFieldName('function');
  const object = made?.type === 'attribute' ? squeeze(made.childForFieldName('object')?.text.slice(0, 400) ?? '') : '';
  const strength =
    /^assert_(called|awaited)(_once)?(_with)|^assert_(has|any)_(calls|call|awaits?)|called_once$|awaited_once$/.test(
      name,
    )
      ? 4
      : /^assert_(called|awaited)$/.test(name)
        ? 1.5
        : null;
  const subject = object === '' || object === 'self' ? [] : [object];
  return {
    ...spanOf(call),
    matcher: name,
    operands: [...subject, ...textsOf(call).map(squeeze)],
    strength,
    slack: slackOf(textsOf(call).join(',')),
  };
}

/** Of `with pytest.raises(E):` the block below it is what is tested. */
function raises(call: SyntaxNode, blocks: Blocks): Found {
  const args = textsOf(call);
  const [type = ''] = args;
  const block = blocks.get(call.startIndex);
  const subject = squeeze(block ?? args.slice(1).join(','));
  const match = args.find((one) => /^match\s*=/.test(one)) ?? '';
  const broad = /^(Exception|BaseException|\(?Exception\)?)$/.test(type.trim());
  return {
    ...spanOf(call),
    matcher: 'raises',
    operands: [subject, squeeze(type), ...(match === '' ? [] : [squeeze(match)])],
    strength: broad ? 1 : match === '' ? 3 : 4,
    slack: null,
  };
}

/** By the index of the calls in the head of a `with`, the block below it. */
type Blocks = ReadonlyMap<number, string>;

function blockOf(node: SyntaxNode): readonly (readonly [number, string])[] {
  const body = node.childForFieldName('body');
  const heads = node.namedChildren.find(({ type }) => type === 'with_clause')?.descendantsOfType('call') ?? [];
  return heads.map(({ startIndex }) => [startIndex, (body?.text ?? '').slice(0, 2000)]);
}

function methodOf(call: SyntaxNode): string {
  const made = call.childForFieldName('function');
  return made?.type === 'attribute' ? (made.childForFieldName('attribute')?.text ?? '') : '';
}

/** `pytest.approx(1, rel=1e-3)`, `delta=0.1`, `atol=1e-8`, `places=3` */
function slackOf(text: string): number | null {
  const places = /\bplaces\s*=\s*(\d+)/.exec(text)?.[1];
  if (places !== undefined) return 10 ** -Number(places);
  const found = [
    ...text
      .slice(0, 4000)
      .matchAll(/\b(?:rel|abs|rtol|atol|delta|rel_tol|abs_tol|tolerance|tol)\s*=\s*([\d.]+(?:e[+-]?\d+)?)/gi),
  ];
  if (found.length > 0) return found.reduce((sum, [, one]) => sum + Number(one), 0);
  return /\bapprox\(/.test(text) ? 1e-6 : null;
}

function textsOf(call: SyntaxNode): readonly string[] {
  return (call.childForFieldName('arguments')?.namedChildren ?? [])
    .filter(({ type }) => type !== 'comment')
    .map(({ text }) => text);
}

function spanOf({ startIndex, endIndex }: SyntaxNode): Span {
  return { start: startIndex, end: endIndex };
}
