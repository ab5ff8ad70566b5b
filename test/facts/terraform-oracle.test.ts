import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseHcl } from '../../src/facts/terraform/body.ts';

/**
 * Our reader of HCL held to the tree-sitter grammar: both must call the same files broken and find the same blocks. The grammar
 * itself is not shipped: behind a mistake it swallows whole blocks, which are the ones that matter.
 */
type Node = {
  readonly type: string;
  readonly text: string;
  readonly hasError: boolean;
  readonly namedChildren: readonly Node[];
};
const require = createRequire(import.meta.url);
const { Parser, Language } = require('web-tree-sitter') as {
  Parser: {
    new (): { setLanguage(language: object): void; parse(text: string): { rootNode: Node } };
    init(): Promise<void>;
  };
  Language: { load(bytes: Uint8Array): Promise<object> };
};
await Parser.init();
const parser = new Parser();
const wasm = join(
  dirname(require.resolve('@tree-sitter-grammars/tree-sitter-hcl/package.json')),
  'tree-sitter-terraform.wasm',
);
parser.setLanguage(await Language.load(readFileSync(wasm)));

const CASES = join(dirname(fileURLToPath(import.meta.url)), '..', 'cases');
const files = readdirSync(CASES, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(tf|tofu|tfvars|hcl)$/.test(name))
  .map((name) => [name, readFileSync(join(CASES, name), 'utf8')] as const);
const WRITTEN: readonly (readonly [string, string])[] = [
  [
    'an expression over lines',
    'a "b" "c" {\n  x = [for k, v in var.m : "${k}-${v}" if v != null]\n  y = a ? b : c\n}\n',
  ],
  ['a heredoc', 'a "b" {\n  x = <<-EOT\n    ${join(",", [1, 2])} }\n  EOT\n}\n'],
  ['comments', '# a\n// b\n/* c {\n */\na {}\n'],
  ['a call that spreads', 'locals {\n  x = merge(a...)\n}\n'],
  ['nested blocks', 'a "b" {\n  c {\n    d "e" {}\n  }\n}\n'],
  ['strings in strings', 'x = "${"${"a"}"}"\n'],
  ['operators', 'x = !a && b || -c * (d + e) >= f\n'],
  ['a splat', 'x = a[*].b\ny = a.*.b\n'],
  ['a block that never ends', 'a "b" {\n  x = 1\n'],
  ['a bracket too many', 'a "b" {}\n}\n'],
  ['a string that never ends', 'x = "a\n'],
  ['half an attribute', 'a {\n  x =\n}\n'],
];

test('there are files to compare', () => {
  expect(files.length).toBeGreaterThan(20);
});

test.each([...files, ...WRITTEN])('%s', (_name, text) => {
  const ours = parseHcl(text);
  const theirs = parser.parse(text).rootNode;
  expect(ours.problems.length > 0, JSON.stringify(ours.problems)).toBe(theirs.hasError);
  if (!theirs.hasError)
    expect(ours.body.blocks.map(({ type, labels }) => [type, ...labels].join(' '))).toEqual(headsOf(theirs));
});

function headsOf(root: Node): readonly string[] {
  const body = root.namedChildren.find(({ type }) => type === 'body');
  return (body?.namedChildren ?? [])
    .filter(({ type }) => type === 'block')
    .map(({ namedChildren }) =>
      namedChildren
        .filter(({ type }) => type === 'identifier' || type === 'string_lit')
        .map(({ text }) => text.replaceAll('"', ''))
        .join(' '),
    );
}
