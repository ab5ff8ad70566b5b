import type { SyntaxNode } from '../../model/syntax.ts';
import { brokenLine } from './broken.ts';
import { assemble, type Draft, type Scope, type Span } from './assemble.ts';
import { type Skip, squeeze, type TestFile } from './case.ts';
import { goChecks } from './go-checks.ts';
import { goTraps } from './go-traps.ts';

/** `testing` and testify: functions and methods called `Test…`, and what they hand to `t.Run` under a fixed name. */
export function readGo(root: SyntaxNode, text: string): TestFile {
  const functions = root.descendantsOfType(['function_declaration', 'method_declaration']);
  const calls = root.descendantsOfType('call_expression');
  const checks = goChecks(root, calls, text);
  const tests = functions.filter((one) => isTest(one, text));
  const cases = [...tests.map((one) => caseOf(one)), ...calls.flatMap((call) => subtest(call, text))];
  const helpers = functions
    .filter((one) => !tests.includes(one))
    .map((one): Scope => ({ ...caseOf(one), kind: 'helper' }));
  const draft: Draft = {
    scopes: [...cases, ...helpers],
    checks,
    traps: goTraps(root, new Set(cases.map(({ body }) => body.start))),
    skips: calls.flatMap((call) => skipCall(call, text)),
    calls: calls.flatMap((call) => nameOfCall(call, text)),
    comments: root.descendantsOfType('comment').map(spanOf),
    skip: buildTag(text),
    brokenAt: brokenLine(root),
  };
  return assemble(text, draft);
}

function isTest(node: SyntaxNode, text: string): boolean {
  const name = node.childForFieldName('name')?.text ?? '';
  if (!/^(Test|Fuzz|Example)([^a-z]|$)/.test(name) || name === 'TestMain') return false;
  return (
    node.type === 'method_declaration' ||
    /^func\s+\w+\(\s*(\w+\s+\*testing\.[TF]\s*)?\)/.test(text.slice(node.startIndex, node.startIndex + 300))
  );
}

function caseOf(node: SyntaxNode): Scope {
  const body = node.childForFieldName('body');
  const owner =
    node.type === 'method_declaration'
      ? /\w+(?=\s*\))/.exec(node.childForFieldName('receiver')?.text ?? '')?.[0]
      : undefined;
  const name = node.childForFieldName('name')?.text ?? '';
  const tables = body ? tablesIn(body) : [];
  return {
    ...spanOf(node),
    kind: 'case',
    title: owner === undefined ? name : `${owner}.${name}`,
    body: spanOf(body ?? node),
    skip: null,
    focused: false,
    rows: tables.length === 0 ? null : tables.flatMap(({ rows }) => rows),
    holes: tables.map(({ span }) => span),
  };
}

/** `t.Run("adds", func(t *testing.T) { … })`; names of a table are not fixed and belong to the test around them. */
function subtest(call: SyntaxNode, text: string): readonly Scope[] {
  if (!/^\w+\.Run\(/.test(text.slice(call.startIndex, call.startIndex + 40))) return [];
  const [name, run] = call.childForFieldName('arguments')?.namedChildren ?? [];
  if (!name || run?.type !== 'func_literal' || !name.type.endsWith('string_literal')) return [];
  const body = run.childForFieldName('body') ?? run;
  return [{ ...caseOf(run), ...spanOf(call), title: name.text.slice(1, -1), body: spanOf(body) }];
}

type Table = { readonly span: Span; readonly rows: readonly string[] };

/** A list or a map of structs with at least two entries: the rows a test runs over. */
function tablesIn(body: SyntaxNode): readonly Table[] {
  return body.descendantsOfType('composite_literal').flatMap((literal): readonly Table[] => {
    const type = literal.childForFieldName('type');
    const value = literal.childForFieldName('body');
    if (
      !type ||
      !value ||
      !/^(\[\]|map\[\w+\])\s*(struct\b|\*?\w*([Tt]est|[Cc]ase|args|tc|tt)\w*$)/.test(type.text.slice(0, 80))
    )
      return [];
    const rows = value.namedChildren.filter(({ type: one }) => one !== 'comment').map(({ text }) => squeeze(text));
    return [{ span: spanOf(value), rows }];
  });
}

function skipCall(call: SyntaxNode, text: string): readonly (Span & Skip)[] {
  const [head] =
    /^(\w+(?:\.T\(\))?\.(Skip|SkipNow|Skipf))(?=\()/.exec(text.slice(call.startIndex, call.startIndex + 40)) ?? [];
  if (head === undefined) return [];
  return [{ ...spanOf(call), certainty: 'certain', because: `it calls ${head}()`, owner: '' }];
}

const PLATFORM =
  /^[!\s()|&]*((linux|windows|darwin|unix|freebsd|openbsd|netbsd|plan9|js|wasm|wasip1|amd64|arm64|arm|386|s390x|ppc64le|riscv64|cgo|race|go1\.\d+|android|ios|solaris|aix|gc|gccgo)[!\s()|&]*)+$/;

/** `//go:build ignore` above the package: the file is no longer compiled. */
function buildTag(text: string): Skip | null {
  const head = text.slice(0, Math.max(0, /^package\s/m.exec(text)?.index ?? 0));
  const tag = /^\/\/(?:go:build|\s*\+build)\s+(.+)$/m.exec(head)?.[1]?.trim();
  if (tag === undefined) return null;
  const because = `the file is only built with ${tag}`;
  if (/^!?(ignore|never|disabled?|skip|off)$/.test(tag))
    return { certainty: tag.startsWith('!') ? 'possible' : 'certain', because, owner: 'file' };
  const isDefault = PLATFORM.test(tag) || /^!\w+$/.test(tag);
  return { certainty: isDefault ? 'possible' : 'likely', because, owner: 'file' };
}

function nameOfCall(call: SyntaxNode, text: string): readonly (Span & { readonly name: string })[] {
  const name = /^[\w.]+(?=\()/.exec(text.slice(call.startIndex, call.startIndex + 80))?.[0];
  return name === undefined ? [] : [{ ...spanOf(call), name }];
}

function spanOf({ startIndex, endIndex }: SyntaxNode): Span {
  return { start: startIndex, end: endIndex };
}
