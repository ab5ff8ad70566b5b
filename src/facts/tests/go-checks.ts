import type { SyntaxNode } from '../../model/syntax.ts';
import type { Span } from './assemble.ts';
import { type Comparison, squeeze } from './case.ts';

type Found = Span & Comparison;

/** `if got != want { t.Errorf(…) }` is one assertion, as is `require.Equal(t, want, got)`. */
export function goChecks(root: SyntaxNode, calls: readonly SyntaxNode[], text: string): readonly Found[] {
  const guarded = root.descendantsOfType('if_statement').flatMap((node) => ofBranch(node));
  const bare = calls.flatMap((call) => ofCall(call, text));
  return [...guarded, ...bare.filter((one) => !isWithin(one, guarded))];
}

const FAILS =
  /^\s*(?:\/\/[^\n]*\n\s*)*(?:\w+\.Helper\(\)\s*;?\s*)?(?:t|b|f|tb|\w+\.T\(\)|testing|tt)\.(Error|Fatal|Fail)(f|Now)?\(/;

/** The last branch that fails the test: its condition, turned round, is what is asserted. */
function ofBranch(node: SyntaxNode): readonly Found[] {
  const then = node.childForFieldName('consequence');
  const condition = node.childForFieldName('condition');
  if (!then || !condition) return [];
  const body = then.text.slice(1, 800);
  if (!FAILS.test(body)) return [];
  return [{ start: node.startIndex, end: then.endIndex, ...turned(condition) }];
}

/** What must hold for the test to go on. */
function turned(condition: SyntaxNode): Comparison {
  const text = squeeze(condition.text);
  if (condition.type === 'binary_expression') return binary(condition, text);
  for (const [pattern, matcher, strength] of CALLS) {
    const [, left, right] = pattern.exec(text) ?? [];
    if (left !== undefined && right !== undefined) return { matcher, operands: [left, right], strength, slack: null };
  }
  const strength = text === 'false' ? 0 : /^!?\w+(\.\w+)*$/.test(text) && text !== 'true' ? 1.5 : null;
  return { matcher: 'if', operands: [text], strength, slack: null };
}

const CALLS: readonly (readonly [RegExp, string, number])[] = [
  [/^!(?:reflect\.Deep|cmp\.|bytes\.|slices\.|maps\.|proto\.)Equal\(([^,]+),([\s\S]+)\)$/, 'equal', 4],
  [/^!(?:strings|bytes)\.(?:Contains|HasPrefix|HasSuffix)\(([^,]+),([\s\S]+)\)$/, 'contains', 3],
  [/^!errors\.(?:Is|As)\(([^,]+),([\s\S]+)\)$/, 'errorIs', 4],
];

function binary(condition: SyntaxNode, text: string): Comparison {
  const part = (field: string): string => condition.childForFieldName(field)?.text ?? '';
  const operands = [squeeze(part('left')), squeeze(part('right'))];
  switch (part('operator')) {
    case '!=':
      return { matcher: 'equal', operands, strength: 4, slack: null };
    case '==':
      return { matcher: 'not.equal', operands, strength: 1, slack: null };
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { matcher: 'range', operands, strength: 2, slack: null };
    default:
      return { matcher: 'if', operands: [text], strength: null, slack: null };
  }
}

const STRENGTH: readonly (readonly [RegExp, number])[] = [
  [
    /^(Equal|Exactly|EqualValues|JSONEq|YAMLEq|Same|EqualError|ErrorIs|ErrorAs|Len|Nil|NoError|Empty|Zero|DeepEqual|Equals|ErrorEqual|NilError)f?$/,
    4,
  ],
  [/^(ElementsMatch|InDelta|InEpsilon|WithinDuration)f?$/, 3.5],
  [/^(Contains|Subset|Regexp|ErrorContains|PanicsWithValue|PanicsWithError)f?$/, 3],
  [/^(Greater|GreaterOrEqual|Less|LessOrEqual|IsType|Implements|Positive|Negative)f?$/, 2],
  [/^(True|False|Error|Panics|Assert|Check)f?$/, 1.5],
  [/^(NotNil|NotEmpty|NotZero|NotEqual)f?$/, 1],
  [/^(NotPanics)f?$/, 0.5],
];

function ofCall(call: SyntaxNode, text: string): readonly Found[] {
  const head = text.slice(call.startIndex, call.startIndex + 80);
  const fail = /^(?:t|b|f|tb|\w+\.T\(\))\.(Error|Fatal|Fail)(f|Now)?\(/.exec(head);
  if (fail) return [{ ...spanOf(call), matcher: 't.Fail', operands: [], strength: null, slack: null }];
  const [, object = '', name = ''] =
    /^(assert|require|is|\w{1,3}|\w+\.(?:Require|Assert)\(\)|suite)\.(\w+)\(/.exec(head) ?? [];
  const strength = STRENGTH.find(([pattern]) => pattern.test(name))?.[1];
  if (strength !== undefined && !/^(t|b|f|tb|cmp|fmt|err)$/.test(object))
    return [{ ...spanOf(call), ...comparisonOf(call, name, strength) }];
  if (
    /^(?:\w+\.)?((?:assert|expect|require|verify|ensure|must|check)[A-Z_]\w*)\(/.test(head) ||
    /^(assert|require)\.\w+\(/.test(head)
  )
    return [
      {
        ...spanOf(call),
        matcher: /([\w]+)\(/.exec(head)?.[1] ?? '',
        operands: argsOf(call).map(squeeze),
        strength: null,
        slack: null,
      },
    ];
  return [];
}

function comparisonOf(call: SyntaxNode, written: string, rated: number): Comparison {
  const name = written.replace(/f$/, '');
  const args = argsOf(call).filter((one, index) => index > 0 || !/^(t|\w+\.T\(\)|tt?|tb)$/.test(one));
  const single =
    /^(Nil|NoError|Empty|Zero|True|False|Error|Panics|NotNil|NotEmpty|NotZero|NotPanics|Positive|Negative|NilError|Assert|Check)$/.test(
      name,
    );
  const operands = args.slice(0, single ? 1 : 2).map(squeeze);
  const [first = '', second = ''] = operands;
  const slack = /^(InDelta|InEpsilon)$/.test(name) ? Number(args[2]) : null;
  const known = slack === null || Number.isNaN(slack) ? null : slack;
  if (/^(Nil|NoError|NilError)$/.test(name))
    return { matcher: 'equal', operands: [first, 'nil'], strength: 4, slack: null };
  if (name === 'Len') return { matcher: 'equal', operands: [`len(${first})`, second], strength: 4, slack: null };
  if (isNothing(name, first, second)) return { matcher: name, operands, strength: 0, slack: null };
  if (/^(NotNil|Error)$/.test(name))
    return { matcher: 'not.equal', operands: [first, 'nil'], strength: 1, slack: null };
  return {
    matcher: /^(Equal|Exactly|EqualValues|DeepEqual)$/.test(name) ? 'equal' : name,
    operands,
    strength: rated,
    slack: known,
  };
}

function isNothing(name: string, first: string, second: string): boolean {
  if (name === 'True') return /^(true|1==1)$/.test(first);
  return name === 'False' ? first === 'false' : name === 'Equal' && first === second;
}

function argsOf(call: SyntaxNode): readonly string[] {
  return (call.childForFieldName('arguments')?.namedChildren ?? [])
    .filter(({ type }) => type !== 'comment')
    .map(({ text }) => text);
}

function isWithin(one: Span, spans: readonly Span[]): boolean {
  return spans.some(({ start, end }) => start <= one.start && one.end <= end);
}

function spanOf({ startIndex, endIndex }: SyntaxNode): Span {
  return { start: startIndex, end: endIndex };
}
