import type { Sighting } from '../sighting.ts';
import { allOf, around, below, childOf, named, type Node, textOf } from '../tree.ts';
import {
  argumentsOf,
  blockOf,
  calleeOf,
  calls,
  classOf,
  decoratorsOf,
  functionAround,
  functions,
  hasUnpacking,
  keyword,
  nameOf,
  type PythonFile,
  see,
} from './file.ts';

/** Coroutines nobody waits for, and work without an end. */
export function waiting(file: PythonFile): readonly Sighting[] {
  return [...floating(file), ...timeouts(file), ...retries(file)];
}

function isAsync(node: Node): boolean {
  return childOf(node, 'async') !== undefined;
}

/** Only names that stand for one function in this file: a second one of the same name may be a plain one. */
function floating(file: PythonFile): readonly Sighting[] {
  const free = new Map<string, Node | null>();
  const methods = new Map<string, Node | null>();
  for (const one of functions(file)) {
    const owner = classOf(one);
    const known = owner ? methods : free;
    const name = owner ? `${owner.start} ${nameOf(file, one)}` : nameOf(file, one);
    known.set(name, known.has(name) || !isCoroutine(file, one) ? null : one);
  }
  for (const name of rebound(file)) free.set(name, null);
  return calls(file).flatMap((call): readonly Sighting[] => {
    if (call.parent?.type !== 'expression_statement') return [];
    const callee = calleeOf(file, call);
    if (callee === 'asyncio.sleep') return [tell(file, call, callee)];
    const own = /^self\.(\w+)$/.exec(callee)?.[1];
    if (own !== undefined) {
      const owner = around(call, 'class_definition');
      return owner && methods.get(`${owner.start} ${own}`) ? [tell(file, call, callee)] : [];
    }
    return free.get(callee) && !isShadowed(file, call, callee) ? [tell(file, call, callee)] : [];
  });
}

/** An async generator is not awaited, and a decorator may make something else of it. */
function isCoroutine(file: PythonFile, node: Node): boolean {
  if (!isAsync(node)) return false;
  const block = blockOf(node);
  const yields = block ? below(block, ['function_definition', 'lambda']).some(({ type }) => type === 'yield') : false;
  return !yields && decoratorsOf(file, node).every((one) => /^(staticmethod|classmethod|override|retry)/.test(one));
}

function rebound(file: PythonFile): readonly string[] {
  return allOf(file, 'assignment').flatMap((one) =>
    one.children[0]?.type === 'identifier' ? [textOf(file, one.children[0])] : [],
  );
}

function isShadowed(file: PythonFile, call: Node, name: string): boolean {
  const owner = functionAround(call);
  return new RegExp(`\\b${name}\\b`).test(textOf(file, childOf(owner, 'parameters', 'lambda_parameters'), 600));
}

function tell(file: PythonFile, call: Node, name: string): Sighting {
  const certainty = file.place === 'test' ? 'likely' : 'certain';
  return see(file, call, {
    kind: 'code.promise-loose',
    how: 'floating',
    name,
    certainty,
    because: `${name}() is a coroutine and is not awaited: it never runs`,
  });
}

const REQUESTS = /^requests\.(get|post|put|patch|delete|head|options|request)$/;

function timeouts(file: PythonFile): readonly Sighting[] {
  const mild = file.place !== 'source' || file.isProgram;
  return calls(file).flatMap((call): readonly Sighting[] => {
    const callee = calleeOf(file, call);
    const isRequest = REQUESTS.test(callee);
    const isOpen = /^(urllib\.request\.)?urlopen$/.test(callee);
    if ((!isRequest && !isOpen) || hasUnpacking(call)) return [];
    const given = keyword(file, call, 'timeout');
    const isEndless = given === 'None';
    if ((given !== null && !isEndless) || (isOpen && argumentsOf(call).length > 2)) return [];
    const certainty = mild || isOpen ? 'possible' : 'likely';
    return [
      see(file, call, {
        kind: 'code.unbounded',
        how: 'no-timeout',
        name: callee,
        certainty,
        because: 'it waits for an answer as long as it takes',
      }),
    ];
  });
}

/** `while True:` around a `try` whose errors lead back to its beginning, without a count or a pause. */
function retries(file: PythonFile): readonly Sighting[] {
  return allOf(file, 'while_statement').flatMap((one): readonly Sighting[] => {
    if (!/^while\s+(True|1)\s*:/.test(textOf(file, one, 40))) return [];
    const statements = named(blockOf(one));
    const [first] = statements;
    if (first?.type !== 'try_statement' || statements.length > 2) return [];
    const clauses = named(first).filter(({ type }) => type === 'except_clause');
    const goesOn = clauses.some((clause) => {
      const text = textOf(file, blockOf(clause), 1500);
      const caught = textOf(file, clause, 80);
      const isBroad =
        /^except\s*(:|\(?\s*(Exception|BaseException)\b|.*(Request|HTTP|Connection|Timeout|URL|Network|API|Client)\w*(Error|Exception|Timeout))/.test(
          caught,
        );
      return isBroad && !/\b(raise|break|return|sleep|wait|exit|backoff)\b/.test(text);
    });
    const tried = textOf(file, blockOf(first), 1500);
    const ends = /\b(return|break)\b/.test(tried);
    const waits = /\b(sleep|wait|get|recv|accept|read|readline|input|next|poll|select|anext)\s*\(|\byield\b/.test(
      tried,
    );
    if (!goesOn || !ends || waits) return [];
    return [
      see(file, one, {
        kind: 'code.unbounded',
        how: 'retry',
        name: 'while True',
        certainty: 'likely',
        because: 'whatever fails is tried again, at once and for ever',
      }),
    ];
  });
}
