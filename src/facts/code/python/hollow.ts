import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import type { Check, TestCase, TestFile } from '../../tests/case.ts';
import { allOf, around, below, childOf, named, type Node, textOf } from '../tree.ts';
import {
  argumentsOf,
  blockOf,
  calleeOf,
  calls,
  decoratorsOf,
  functionAround,
  functions,
  nameOf,
  type PythonFile,
  see,
} from './file.ts';

const KIND = 'code.test-hollow';

/** Tests that would pass whatever the code does. `tests` is the same text as the analyzer of tests reads it. */
export function hollowTests(file: PythonFile, tests: TestFile): readonly Sighting[] {
  const byName = new Map(functions(file).map((one) => [`${nameOf(file, one)} ${one.from}`, one]));
  const helpers = new Set(
    tests.cases.filter(({ kind, checks }) => kind === 'helper' && checks.length > 0).map(({ title }) => title),
  );
  const cases = tests.cases.filter(({ kind, skip }) => kind === 'case' && skip === null);
  return [
    ...cases.flatMap((one) => ofCase(file, one, nodeOf(byName, one), helpers)),
    ...tautologies(file),
    ...sleeps(file),
  ];
}

function nodeOf(byName: ReadonlyMap<string, Node>, { title, range }: TestCase): Node | null {
  for (let line = range.from; line <= Math.min(range.to, range.from + 40); line++) {
    const found = byName.get(`${title} ${line}`);
    if (found) return found;
  }
  return null;
}

function ofCase(file: PythonFile, one: TestCase, node: Node | null, helpers: ReadonlySet<string>): readonly Sighting[] {
  if (!node) return [];
  const tell = (how: string, certainty: Certainty, because: string): Sighting =>
    see(file, node, { kind: KIND, how, name: one.title, certainty, because });
  if (one.checks.length === 0)
    return ofBare(file, one, node, helpers).map((certainty) =>
      tell('no-assertion', certainty, 'it runs code and asks nothing of it'),
    );
  const found: Sighting[] = [];
  if (one.checks.every(isSwallowed))
    found.push(tell('caught-assertion', 'certain', 'its assertions are caught before they can fail it'));
  else if (one.checks.some(isSwallowed))
    found.push(tell('caught-assertion', 'possible', 'some of its assertions are caught before they can fail it'));
  const mocked = mockedSubject(file, one, node);
  if (mocked !== null) found.push(tell('mock-of-subject', 'likely', `${mocked} is what it tests, and is replaced`));
  return found;
}

function isSwallowed({ trap }: Check): boolean {
  return trap?.kind === 'swallowed';
}

/** Whatever could be an assertion under another name makes it less sure. */
function ofBare(
  file: PythonFile,
  { title, calls: made, words }: TestCase,
  node: Node,
  helpers: ReadonlySet<string>,
): readonly Certainty[] {
  const statements = named(blockOf(node));
  const text = textOf(file, blockOf(node), 8000);
  if (
    statements.every(
      (one) =>
        one.type === 'pass_statement' || (one.type === 'expression_statement' && named(one)[0]?.type === 'string'),
    )
  )
    return [];
  if (!/^test_|^test[A-Z]/.test(title) || functionAround(node) !== null) return [];
  if (
    /\braise\b|\bassert|\byield\b|pytest\.(fail|raises|warns)|\bsnapshot\b|\bbenchmark\b|sys\.exit|NotImplemented/.test(
      text,
    )
  )
    return [];
  if (
    decoratorsOf(file, node).some((one) =>
      /fixture|route|given|raises|parametrize\b.*\braises|benchmark|expected|image_comparison|check_figures/.test(one),
    )
  )
    return [];
  const isSeen = [...made].some((one) => {
    const last = one.split('.').at(-1) ?? '';
    return (
      helpers.has(last) ||
      /assert|check|verif|expect|rais|fail|should|ensure|match|compar|valid|approv|test|must|require|equal|confirm|examine|succe|doctest|inspect|smoke/i.test(
        last,
      )
    );
  });
  if (isSeen || [...words].some((one) => /^(testdir|pytester|capsys_assert)$/.test(one))) return [];
  const isSmoke =
    /smoke|not_raise|no_(error|exception|crash|raise)|does_?n.?t|should_?n.?t|without_(error|raising)|import|runs|init|instantiat|construct|creat|can_|safe|noop|idempotent|multiple|twice|repr|ok$|warn/i.test(
      title,
    );
  // `self.run_it(…)` of a base class elsewhere may well assert
  const isElsewhere = [...made].some((one) => /^(self|cls)\.\w+$/.test(one));
  // what is entered may ask when it is left
  const isInside = /^\s*(async )?with\s+(?!open\b)/m.test(text);
  return [isSmoke || isElsewhere || isInside || made.size === 0 ? 'possible' : 'likely'];
}

/** `@patch("shop.cart.total")` above `test_total`, which calls `total()`. */
function mockedSubject(file: PythonFile, { title, calls: made }: TestCase, node: Node): string | null {
  const marks = decoratorsOf(file, node).join('\n');
  const inside = calls(file)
    .filter((one) => one.start >= node.start && one.end <= node.end)
    .map((one) => textOf(file, one, 200))
    .filter((one) => /^(mock\.)?patch(\.object)?\(|^(monkeypatch\.setattr|mocker\.patch)/.test(one));
  for (const [, target = ''] of `${marks}\n${inside.join('\n')}`.matchAll(
    /(?:patch|patch\.object|setattr)\(\s*(?:\w[\w.]*\s*,\s*)?["']([\w.]+)["']/g,
  )) {
    const last = target.split('.').at(-1) ?? '';
    if (last.length < 3 || (title !== `test_${last}` && !title.startsWith(`test_${last}_`))) continue;
    if ([...made].some((one) => one === last || one.endsWith(`.${last}`))) return last;
  }
  return null;
}

function tautologies(file: PythonFile): readonly Sighting[] {
  const asserts = allOf(file, 'assert_statement').flatMap((one): readonly Sighting[] => {
    const [condition] = named(one);
    if (!condition) return [];
    const because = sameOf(file, condition);
    return because === null ? [] : [taut(file, one, because)];
  });
  const methods = calls(file).flatMap((one): readonly Sighting[] => {
    const callee = calleeOf(file, one);
    const [first, second] = argumentsOf(one).map((arg) => textOf(file, arg, 300).replaceAll(/\s+/g, ''));
    if (/^self\.assertTrue$/.test(callee) && /^(True|1)$/.test(first ?? ''))
      return [taut(file, one, 'it asserts True')];
    if (/^self\.assertFalse$/.test(callee) && /^(False|0|None)$/.test(first ?? ''))
      return [taut(file, one, 'it asserts False is false')];
    if (
      /^self\.assert(Equal|Equals|Is|GreaterEqual|LessEqual)$/.test(callee) &&
      first !== undefined &&
      first === second &&
      !/\(/.test(first)
    )
      return [taut(file, one, 'both sides are the same')];
    return [];
  });
  return [...asserts, ...methods];
}

function taut(file: PythonFile, node: Node, because: string): Sighting {
  const owner = functionAround(node);
  const title = nameOf(file, owner);
  // `__eq__` and NaN are tested by comparing a thing with itself; a branch may have nothing to say but "here is right"
  const meant =
    /eq|same|equal|hash|nan|identity|compar|reflex|ident|singleton/i.test(title) ||
    around(node, 'except_clause', 'else_clause', 'if_statement') !== null;
  const isTest = file.place === 'test' && title.startsWith('test');
  const alone = (textOf(file, owner, 6000).match(/\bassert|\.assert|raises\(/g) ?? []).length <= 1;
  return see(file, node, {
    kind: KIND,
    how: 'tautology',
    name: title,
    certainty: meant || !isTest ? 'possible' : alone ? 'certain' : 'likely',
    because,
  });
}

function sameOf(file: PythonFile, condition: Node): string | null {
  const text = textOf(file, condition, 600);
  if (/^(True|1)$/.test(text)) return 'it asserts True';
  if (condition.type === 'tuple' && named(condition).length >= 2) return 'a tuple is always true';
  if (condition.type === 'string' && !text.startsWith('f')) return 'a text is always true';
  if (/\bor\s+True$/.test(text)) return '`or True` makes it always true';
  if (condition.type !== 'comparison_operator') return null;
  const [left, right, more] = named(condition).map((one) => textOf(file, one, 300).replaceAll(/\s+/g, ''));
  const sign = condition.children.find(({ isNamed }) => !isNamed);
  const isSame = /^(==|is|>=|<=)$/.test(textOf(file, sign)) && left === right && more === undefined;
  return isSame && left !== undefined && !/\(/.test(left) ? 'both sides are the same' : null;
}

/** `time.sleep(2)` and then an assertion, in a test itself and not in a loop that polls. */
function sleeps(file: PythonFile): readonly Sighting[] {
  return calls(file).flatMap((call): readonly Sighting[] => {
    const callee = calleeOf(file, call);
    if (!/^(time\.sleep|asyncio\.sleep|sleep|anyio\.sleep|trio\.sleep|gevent\.sleep)$/.test(callee)) return [];
    const owner = functionAround(call);
    if (
      !owner ||
      !nameOf(file, owner).startsWith('test') ||
      around(call, 'while_statement', 'for_statement', 'with_statement') !== null
    )
      return [];
    const [first] = argumentsOf(call).map((one) => textOf(file, one, 60));
    if (first === undefined || /^0(\.0*)?$/.test(first)) return [];
    const rest = below(owner, ['function_definition', 'lambda']).some(
      (one) =>
        one.start > call.end &&
        (one.type === 'assert_statement' || (one.type === 'call' && /(^|\.)(assert\w*)$/.test(calleeOf(file, one)))),
    );
    if (!rest || childOf(owner, 'identifier') === undefined) return [];
    const long = Number(first) >= 0.3;
    const isTimed =
      /expir|ttl|timeout|rate|throttl|interval|elapsed|duration|slow|delay|timer|sleep|time|debounce|cache|stale|mtime/i.test(
        nameOf(file, owner),
      );
    return [
      see(file, call, {
        kind: KIND,
        how: 'fixed-sleep',
        name: nameOf(file, owner),
        certainty: long && !isTimed ? 'likely' : 'possible',
        because: `it waits ${first} s and hopes that it is done`,
      }),
    ];
  });
}
