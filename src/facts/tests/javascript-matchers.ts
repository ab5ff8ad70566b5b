import { type Comparison, squeeze } from './case.ts';

/** What each matcher asks for: 4 exact, 3.3 a recorded value, 3 a part, 2 a range or a type, 1.5 truth, 1 existence. */
const STRENGTH: ReadonlyMap<string, number> = new Map(
  (
    [
      [
        4,
        'toBe toEqual toStrictEqual toHaveLength toBeNaN toHaveBeenCalledTimes toHaveBeenCalledWith toHaveBeenCalledOnce toHaveBeenCalledOnceWith toHaveBeenCalledExactlyOnceWith toHaveBeenLastCalledWith toHaveBeenNthCalledWith toReturnWith toHaveReturnedWith toHaveCount toHaveURL toHaveText equal equals eq eql eqls same strictEqual deepEqual deepStrictEqual is lengthOf calledOnce calledWith calledOnceWith calledWithExactly propEqual strictSame',
      ],
      [
        3.3,
        'toMatchSnapshot toMatchInlineSnapshot toMatchFileSnapshot toThrowErrorMatchingSnapshot toThrowErrorMatchingInlineSnapshot snapshot matchSnapshot',
      ],
      [
        3,
        'toMatchObject toContain toContainEqual toContainText toMatch toHaveProperty include includes contain contains match members property throws rejects toThrow toThrowError throw like',
      ],
      [
        2,
        'toBeGreaterThan toBeGreaterThanOrEqual toBeLessThan toBeLessThanOrEqual toBeCloseTo toBeInstanceOf toBeTypeOf above below gt gte lt lte least most atLeast atMost greaterThan lessThan within closeTo approximately instanceOf instanceof isAbove isBelow a an typeOf isArray isString isNumber',
      ],
      [1.5, 'toBeTruthy toBeFalsy ok notOk truthy falsy assert toHaveBeenCalled toBeCalled called'],
      [1, 'toBeDefined exist exists isDefined isOk'],
      [0.5, 'doesNotThrow doesNotReject notThrows notThrowsAsync'],
    ] satisfies readonly (readonly [number, string])[]
  ).flatMap(([strength, names]) => names.split(' ').map((name): [string, number] => [name, strength])),
);

/** `toBeNull()` is `toBe(null)`: one spelling for what says the same. */
const FIXED: ReadonlyMap<string, string> = new Map([
  ['toBeNull', 'null'],
  ['null', 'null'],
  ['isNull', 'null'],
  ['toBeUndefined', 'undefined'],
  ['undefined', 'undefined'],
  ['isUndefined', 'undefined'],
  ['toBeTrue', 'true'],
  ['true', 'true'],
  ['isTrue', 'true'],
  ['toBeFalse', 'false'],
  ['false', 'false'],
  ['isFalse', 'false'],
]);

const NEGATED = /^not[A-Z]?|^isNot|^doesNot/;

/** An assertion in any of the styles: its subject, the words of its chain, and what is handed to the last of them. */
export function comparisonOf(
  subject: readonly string[],
  names: readonly string[],
  args: readonly string[],
): Comparison {
  const last =
    names.findLast((name) => !/^(to|be|been|have|has|deep|and|which|that|with|returned|strict)$/.test(name)) ??
    'assert';
  const isNegated = names.includes('not') || NEGATED.test(last);
  const word = names.includes('property') && names.at(-1) !== 'property' ? (names.at(-1) ?? last) : last;
  const fixed = FIXED.get(word);
  const given = args.map(squeeze);
  const operands = [...subject.map(squeeze), ...(fixed === undefined ? given : [fixed])];
  const matcher = names.includes('rejects') ? `rejects.${word}` : word;
  const slack = slackOf(word, given);
  return {
    matcher: isNegated ? `not.${matcher}` : matcher,
    operands: sized(word, operands),
    strength: rate(word, fixed, isNegated, operands),
    slack,
  };
}

function rate(word: string, fixed: string | undefined, isNegated: boolean, operands: readonly string[]): number | null {
  const plain = word.replace(/^(not|isNot|doesNot)(?=[A-Z])/, (_, head: string) =>
    head === 'doesNot' ? 'doesNot' : '',
  );
  const known = fixed === undefined ? (STRENGTH.get(plain) ?? STRENGTH.get(lower(plain)) ?? null) : 4;
  if (isNothing(operands)) return 0;
  if (/^(does)?[nN]ot(Throw|Reject)/.test(word)) return 0.5;
  if (isNegated)
    return /^(to)?throw|^reject/i.test(plain) ? 0.5 : known === 4 ? 1 : /ok|truthy/i.test(plain) ? 1.5 : null;
  if (
    known === 4 &&
    /expect\.(any|anything|(object|array|string)Containing|stringMatching)\(|sinon\.match\.|Matchers\.any/.test(
      operands.slice(1).join(),
    )
  )
    return 3;
  return /^(to)?throw(s|Error|Async)?$|^rejects$/i.test(word) && operands.length < 2 ? 1.5 : known;
}

function lower(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}

/** `expect(true).toBe(true)`, `expect(1).toBeTruthy()`: nothing of the program is asked. */
function isNothing(operands: readonly string[]): boolean {
  return (
    operands.length > 0 &&
    operands.every((one) => /^(!?true|!?false|\d+|null|undefined|'[^']*')$/.test(one)) &&
    new Set(operands).size < 2
  );
}

/** `expect(x.length).toBe(2)` asks what `expect(x).toHaveLength(2)` asks. */
function sized(word: string, operands: readonly string[]): readonly string[] {
  if (word !== 'toHaveLength' && word !== 'lengthOf') return operands;
  return [`${operands[0] ?? ''}.length`, ...operands.slice(1)];
}

function slackOf(word: string, given: readonly string[]): number | null {
  if (word === 'toBeCloseTo') return 10 ** -Number(given[1] ?? 2);
  if (/^(closeTo|approximately)$/i.test(word)) return Math.abs(Number(given.at(-1)));
  return null;
}
