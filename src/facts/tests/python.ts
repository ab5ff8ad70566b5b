import type { SyntaxNode } from '../../model/syntax.ts';
import { brokenLine } from './broken.ts';
import { assemble, conditionalSkip, type Draft, type Scope, type Span } from './assemble.ts';
import { type Skip, squeeze, type TestFile } from './case.ts';
import { pythonChecks } from './python-checks.ts';
import { pythonTraps } from './python-traps.ts';

/** pytest and unittest: functions and methods called `test…`, in classes or not. */
export function readPython(root: SyntaxNode, text: string): TestFile {
  const decorated = new Map(
    root
      .descendantsOfType('decorated_definition')
      .map((one) => [one.childForFieldName('definition')?.startIndex ?? -1, one]),
  );
  // to ask a node for its parent walks through all siblings above it
  const wholeOf = (node: SyntaxNode): SyntaxNode => decorated.get(node.startIndex) ?? node;
  const classes = root.descendantsOfType('class_definition').map((one) => suiteOf(one, wholeOf(one)));
  const functions = root.descendantsOfType('function_definition');
  const calls = root.descendantsOfType('call');
  const checks = pythonChecks(root, calls, text);
  const cases = outermost(functions.filter((one) => isTest(nameOf(one))).map((one) => caseOf(one, wholeOf(one))));
  const helpers = functions
    .filter((one) => !isTest(nameOf(one)))
    .map((one) => caseOf(one, wholeOf(one)))
    .filter((one) => !isInside(one, cases));
  const scopes = [...classes, ...cases, ...outermost(helpers).map((one) => ({ ...one, kind: 'helper' as const }))];
  const draft: Draft = {
    scopes,
    checks,
    traps: pythonTraps(root, new Set(cases.map(({ body }) => body.start))),
    skips: [
      ...calls.flatMap((call) => skipCall(call, text)),
      ...root.descendantsOfType('raise_statement').flatMap(skipRaise),
    ],
    calls: calls.flatMap((call) => nameOfCall(call, text)),
    comments: [...root.descendantsOfType('comment'), ...docstrings(root)]
      .map(spanOf)
      .toSorted((a, b) => a.start - b.start),
    skip: moduleSkip(root),
    brokenAt: brokenLine(root),
  };
  return assemble(text, draft);
}

function isTest(name: string): boolean {
  return name.startsWith('test');
}

function nameOf(node: SyntaxNode): string {
  return node.childForFieldName('name')?.text ?? '';
}

function caseOf(node: SyntaxNode, whole: SyntaxNode): Scope {
  const marks = whole === node ? [] : whole.namedChildren.filter(({ type }) => type === 'decorator');
  const tables = marks.flatMap(({ namedChildren }) => namedChildren).filter(isTable);
  const rows = tables.flatMap(rowsOf);
  return {
    start: whole.startIndex,
    end: node.endIndex,
    kind: 'case',
    title: nameOf(node),
    body: spanOf(node.childForFieldName('body') ?? node),
    skip: skipOfMarks(marks),
    focused: false,
    rows: tables.length === 0 || rows.length === 0 ? null : rows,
    holes: [],
  };
}

function suiteOf(node: SyntaxNode, whole: SyntaxNode): Scope {
  const body = node.childForFieldName('body');
  const off = body?.namedChildren.find((one) => /^(__test__\s*=\s*False|pytestmark\s*=)/.test(one.text.slice(0, 40)));
  const own =
    off?.text.startsWith('__test__') === true
      ? certain('its class says __test__ = False')
      : off
        ? skipOfText(off.text)
        : null;
  const scope = caseOf(node, whole);
  return { ...scope, kind: 'suite', skip: scope.skip ?? own };
}

function moduleSkip(root: SyntaxNode): Skip | null {
  for (const one of root.namedChildren) {
    const text = one.text.slice(0, 400);
    if (/^pytestmark\s*(:[^=]*)?=/.test(text)) return skipOfText(text);
    if (/^__test__\s*=\s*False/.test(text)) return certain('the file says __test__ = False');
  }
  return null;
}

function certain(because: string): Skip {
  return { certainty: 'certain', because, owner: '' };
}

function skipOfMarks(marks: readonly SyntaxNode[]): Skip | null {
  for (const mark of marks) {
    const skip = skipOfText(mark.text.slice(0, 600));
    if (skip) return skip;
  }
  return null;
}

/** `@pytest.mark.skip(reason="…")`, `@unittest.skipIf(sys.platform == "win32", "…")`, `@pytest.mark.xfail` */
function skipOfText(text: string): Skip | null {
  const [, word, rest = ''] =
    /\b(skipif|skipIf|skipUnless|skip|xfail|expectedFailure)\b([\s\S]*)/.exec(
      text.replaceAll(/(["'])(?:(?!\1)[^\\\n]|\\.)*\1/g, "''"),
    ) ?? [];
  if (word === undefined) return null;
  const condition =
    /^\(\s*([\s\S]*?)\s*(?:,\s*(?:reason|''|raises|strict|run)[\s\S]*)?\)[\s\])]*$/.exec(rest)?.[1] ?? '';
  const original = firstArgument(/\b(?:skipif|skipIf|skipUnless)\(([\s\S]*)/.exec(text)?.[1] ?? '') || condition;
  switch (word) {
    case 'skip':
      return certain('it is marked skip');
    case 'expectedFailure':
      return certain('a failure of it is expected now');
    case 'xfail':
      return expectedToFail(condition, rest);
    case 'skipUnless':
      if (/^(False|0)$/.test(condition)) return certain('it is marked skipUnless(False)');
      return { ...conditionalSkip(`not ${original}`), owner: '' };
    default:
      return { ...conditionalSkip(original), owner: '' };
  }
}

/** Up to the comma or bracket that ends it. */
function firstArgument(text: string): string {
  let depth = 0;
  for (const [index, letter] of text.slice(0, 200).split('').entries()) {
    if (/[([{]/.test(letter)) depth++;
    else if (/[)\]}]/.test(letter)) depth--;
    if (depth < 0 || (depth === 0 && letter === ',')) return text.slice(0, index).trim();
  }
  return text.slice(0, 200).trim();
}

/** With `strict` it must fail: that is still a test, of the opposite. */
function expectedToFail(condition: string, rest: string): Skip {
  if (condition !== '' && !/^(reason|raises|strict|run|True$)/.test(condition))
    return { ...conditionalSkip(condition), owner: '' };
  const because = 'a failure of it is expected now';
  return /strict\s*=\s*True/.test(rest) ? { certainty: 'likely', because, owner: '' } : certain(because);
}

function isTable(call: SyntaxNode): boolean {
  return (
    call.type === 'call' &&
    /parametrize$|parameterized|\bexpand$|\bdata$/.test(call.childForFieldName('function')?.text ?? '')
  );
}

function rowsOf(call: SyntaxNode): readonly string[] {
  const given = call.childForFieldName('arguments')?.namedChildren ?? [];
  const lists = given
    .map((one) => (one.type === 'keyword_argument' ? (one.childForFieldName('value') ?? one) : one))
    .filter(({ type }) => type === 'list' || type === 'tuple');
  const list =
    /parametrize/.test(call.text.slice(0, 60)) && given.indexOf(lists[0] ?? call) === 0 && lists.length > 1
      ? lists[1]
      : lists[0];
  return list?.namedChildren.filter(({ type }) => type !== 'comment').map(({ text }) => squeeze(text)) ?? [];
}

/** `pytest.skip("…")`, `self.skipTest("…")`, `pytest.importorskip("x")` */
function skipCall(call: SyntaxNode, text: string): readonly (Span & Skip)[] {
  const [head] =
    /^(pytest\.skip|pytest\.xfail|self\.skipTest|pytest\.importorskip|pytest\.mark\.skip)(?=\()/.exec(
      text.slice(call.startIndex, call.startIndex + 30),
    ) ?? [];
  if (head === undefined || head === 'pytest.mark.skip') return [];
  if (head === 'pytest.importorskip')
    return [{ ...spanOf(call), certainty: 'possible', because: 'it is skipped where a package is missing', owner: '' }];
  return [{ ...spanOf(call), ...certain(`it calls ${head}()`) }];
}

function skipRaise(node: SyntaxNode): readonly (Span & Skip)[] {
  return /^raise\s+[\w.]*SkipTest/.test(node.text.slice(0, 60))
    ? [{ ...spanOf(node), ...certain('it raises SkipTest') }]
    : [];
}

function nameOfCall(call: SyntaxNode, text: string): readonly (Span & { readonly name: string })[] {
  const name = /^[\w.]+(?=\()/.exec(text.slice(call.startIndex, call.startIndex + 80))?.[0];
  return name === undefined ? [] : [{ ...spanOf(call), name }];
}

function docstrings(root: SyntaxNode): readonly SyntaxNode[] {
  return root
    .descendantsOfType('expression_statement')
    .filter((one) => one.namedChildren.length === 1 && one.namedChildren[0]?.type === 'string');
}

function outermost(scopes: readonly Scope[]): readonly Scope[] {
  const kept: Scope[] = [];
  for (const one of scopes.toSorted((a, b) => a.start - b.start))
    if (one.start >= (kept.at(-1)?.end ?? 0)) kept.push(one);
  return kept;
}

function isInside(one: Span, cases: readonly Span[]): boolean {
  return cases.some(({ start, end }) => start <= one.start && one.end <= end);
}

function spanOf({ startIndex, endIndex }: SyntaxNode): Span {
  return { start: startIndex, end: endIndex };
}
