import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';

export const ROOT: string = join(dirname(fileURLToPath(import.meta.url)), '..');

/** One file of src as the parser sees it, so that comments and strings are never mistaken for code. */
export type Source = {
  /** Relative to src: `facts/extract.ts`. */
  readonly path: string;
  readonly imports: readonly Import[];
  /** Every name that is used as a value or a type, and `async`, `await`, `Math.random`, `Date.now` where they occur. */
  readonly names: ReadonlySet<string>;
  readonly texts: readonly string[];
  /** `callee('first literal', …)`. */
  readonly calls: readonly { readonly callee: string; readonly first: string }[];
};
export type Import = { readonly from: string; readonly lazy: boolean; readonly typeOnly: boolean };

type Node = { readonly type: string; readonly [key: string]: unknown };

export function readSources(): readonly Source[] {
  const src = join(ROOT, 'src');
  const files = readdirSync(src, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name.endsWith('.ts'),
  );
  return files.map((entry) => {
    const file = join(entry.parentPath, entry.name);
    return readSource(relative(src, file).replaceAll('\\', '/'), readFileSync(file, 'utf8'));
  });
}

export function readSource(path: string, text: string): Source {
  const imports: Import[] = [];
  const names = new Set<string>();
  const texts: string[] = [];
  const calls: { callee: string; first: string }[] = [];
  visit(parseAst(text, { lang: 'ts' }, path), (node, isReference) => {
    const from = literal(node['source']);
    const typeOnly = node['importKind'] === 'type' || node['exportKind'] === 'type';
    if (from !== null) imports.push({ from, lazy: node.type === 'ImportExpression', typeOnly });
    if (node.type === 'Identifier' && isReference) names.add(String(node['name']));
    for (const act of actsOf(node)) names.add(act);
    const own = literal(node) ?? template(node);
    if (own !== null) texts.push(own);
    const first = Array.isArray(node['arguments']) ? (literal(node['arguments'][0]) ?? '') : '';
    if (node.type === 'CallExpression') calls.push({ callee: spell(node['callee']), first });
  });
  return { path, imports, names, texts, calls };
}

/** What reaches outside without a name of its own. `new Date(ms)` and `Date.UTC` are a calendar; the rest is a clock. */
function actsOf(node: Node): readonly string[] {
  const bare = node.type === 'NewExpression' && Array.isArray(node['arguments']) && node['arguments'].length === 0;
  const isClock =
    (node.type === 'MemberExpression' && spell(node) === 'Date.now') ||
    ((bare || node.type === 'CallExpression') && spell(node['callee']) === 'Date');
  return [
    ...(isClock ? ['Date.now'] : []),
    ...(node['async'] === true ? ['async'] : []),
    ...(node.type === 'AwaitExpression' || node['await'] === true ? ['await'] : []),
    ...(node.type === 'MemberExpression' && spell(node) === 'Math.random' ? ['Math.random'] : []),
  ];
}

/** A key, a property and a label are names too, but of nothing that could be reached. */
const NOT_REFERENCES: Readonly<Record<string, readonly string[]>> = {
  MemberExpression: ['property'],
  Property: ['key'],
  TSPropertySignature: ['key'],
  TSMethodSignature: ['key'],
  PropertyDefinition: ['key'],
  MethodDefinition: ['key'],
  ImportSpecifier: ['imported'],
  ExportSpecifier: ['exported'],
};

function visit(node: unknown, see: (node: Node, isReference: boolean) => void, isReference = true): void {
  if (Array.isArray(node)) for (const one of node) visit(one, see, isReference);
  if (!isNode(node)) return;
  see(node, isReference);
  for (const [key, child] of Object.entries(node)) {
    const skipped = NOT_REFERENCES[node.type]?.includes(key) === true && node['computed'] !== true;
    if (typeof child === 'object') visit(child, see, !skipped);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function literal(node: unknown): string | null {
  return isNode(node) && node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : null;
}

function template(node: Node): string | null {
  const value = node['value'];
  const isText = node.type === 'TemplateElement' && typeof value === 'object' && value !== null && 'raw' in value;
  return isText ? String(value.raw) : null;
}

function spell(node: unknown): string {
  if (!isNode(node)) return '';
  if (node.type === 'Identifier') return String(node['name']);
  return node.type === 'MemberExpression' ? `${spell(node['object'])}.${spell(node['property'])}` : '';
}
