import type { Sighting } from '../sighting.ts';
import type { TestFile } from '../../tests/case.ts';
import { allOf, around, childOf, type Node, textOf } from '../tree.ts';
import { argumentsOf, calleeOf, functionAround, functions, type GoFile, nameOf, see, statementsOf } from './file.ts';

const KIND = 'code.test-hollow';

/** Tests that would pass whatever the code does. `tests` is the same text as the analyzer of tests reads it. */
export function hollowTests(file: GoFile, tests: TestFile): readonly Sighting[] {
  const asking = new Set(tests.cases.filter(({ checks }) => checks.length > 0).map(({ title }) => title));
  const nodes = new Map(functions(file).map((one) => [nameOf(file, one), one]));
  const bare = tests.cases.flatMap((one): readonly Sighting[] => {
    const node = nodes.get(one.title);
    if (!node || one.kind !== 'case' || one.skip !== null || one.checks.length > 0 || asking.has(one.title)) return [];
    if (!/^Test[A-Z_]/.test(one.title) || isAsking(file, node, one.calls)) return [];
    const isSmoke =
      /smoke|nopanic|no_panic|panic|doesnot|doesnt|run|init|new|start|race|concurren|compile|nil|close|noop|stop|leak|deadlock|import/i.test(
        one.title,
      );
    return [
      see(file, node, {
        kind: KIND,
        how: 'no-assertion',
        name: one.title,
        certainty: isSmoke || one.calls.size === 0 ? 'possible' : 'likely',
        because: 'it runs code and asks nothing of it',
      }),
    ];
  });
  return [...bare, ...sleeps(file), ...tautologies(file)];
}

/** Whatever is handed `t` may fail the test. */
function isAsking(file: GoFile, node: Node, calls: ReadonlySet<string>): boolean {
  const body = textOf(file, childOf(node, 'block'), 12_000);
  if (statementsOf(childOf(node, 'block')).length === 0) return true;
  if (
    /\b(t|tt|tb|b|f|c)\.(Error|Fatal|Fail|Skip)|[(,]\s*&?(t|tt|tb|c|T|s\.T\(\)|suite\.T\(\)|ginkgo\w*)\s*[,)]|\bpanic\(|\bos\.Exit|log\.Fatal|log\.Panic|\bExpect\(|\bSo\(|\bgomega\b|\bqt\.|\bis\.\w+\(|\bc\.(Assert|Check)\(|RunSpecs|\.Run\(t/.test(
      body,
    )
  )
    return true;
  return [...calls].some((one) =>
    /assert|require|check|verif|expect|must|should|ensure|compare|want|test|golden|snapshot|fail|valid|match/i.test(
      one,
    ),
  );
}

function sleeps(file: GoFile): readonly Sighting[] {
  return allOf(file, 'call_expression').flatMap((call): readonly Sighting[] => {
    if (
      calleeOf(file, call) !== 'time.Sleep' ||
      around(call, 'for_statement', 'func_literal', 'go_statement', 'select_statement')
    )
      return [];
    const owner = functionAround(call);
    const name = nameOf(file, owner);
    if (!owner || !/(^|\.)Test/.test(name)) return [];
    const rest = file.text.slice(call.end, Math.min(owner.end, call.end + 4000));
    if (!/\b(assert|require)\.|\bt\.(Error|Fatal)/.test(rest)) return [];
    const given = textOf(file, argumentsOf(call)[0], 60);
    const isLong = /time\.Second|time\.Minute|\b([3-9]\d\d|\d{4,})\s*\*\s*time\.Millisecond/.test(given);
    const isTimed =
      /expir|ttl|timeout|rate|throttl|interval|elapsed|delay|timer|sleep|time|debounce|cache|stale|deadline|idle|tick/i.test(
        name,
      );
    return [
      see(file, call, {
        kind: KIND,
        how: 'fixed-sleep',
        name,
        certainty: isLong && !isTimed ? 'likely' : 'possible',
        because: `it waits ${given} and hopes that it is done`,
      }),
    ];
  });
}

/** `assert.True(t, true)`, `assert.Equal(t, x, x)` */
function tautologies(file: GoFile): readonly Sighting[] {
  return allOf(file, 'call_expression').flatMap((call): readonly Sighting[] => {
    const name = /^(?:assert|require)\.(True|False|Equal|NotNil|Nil)$/.exec(calleeOf(file, call))?.[1];
    if (name === undefined) return [];
    const [first, second] = argumentsOf(call)
      .slice(1)
      .map((one) => textOf(file, one, 200).replaceAll(/\s+/g, ''));
    const isSame =
      (name === 'True' && first === 'true') ||
      (name === 'False' && first === 'false') ||
      (name === 'Equal' && first !== undefined && first === second && !first.includes('(')) ||
      (name === 'Nil' && first === 'nil');
    if (!isSame) return [];
    const isLast = around(call, 'if_statement', 'func_literal', 'select_statement', 'case_clause') !== null;
    return [
      see(file, call, {
        kind: KIND,
        how: 'tautology',
        name,
        certainty: isLast ? 'possible' : 'certain',
        because: 'it holds whatever the code does',
      }),
    ];
  });
}
