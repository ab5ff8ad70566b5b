import { around, type Bit, DEEPEST, FUNCTIONS } from './bits.ts';

export type Func = {
  readonly bit: Bit;
  /** Empty for one that is handed over without a name. */
  readonly name: string;
  readonly owner: string;
  readonly isAsync: boolean;
  readonly isExported: boolean;
  /** `export`, `default`, `async` and the like left out: the names of plain parameters; `{}` for a pattern. */
  readonly params: readonly string[];
  /** A block, or the expression behind the arrow. */
  readonly body: { readonly start: number; readonly end: number; readonly isBlock: boolean };
};

/** What stands in a block or behind an arrow, and who it belongs to. */
export function functionsIn(bits: readonly Bit[], code: string): readonly Func[] {
  const late = exportedLate(code);
  return bits.filter(({ type }) => FUNCTIONS.has(type)).map((bit) => functionOf(bit, code, late));
}

function functionOf(bit: Bit, code: string, late: ReadonlySet<string>): Func {
  const head = code.slice(bit.start, Math.min(bit.end, bit.start + 400));
  const block = bit.inside.findLast(({ type, end }) => type === 'statement_block' && end === bit.end);
  const list = bit.inside.find(({ type }) => type === 'formal_parameters');
  const behind = list?.end ?? bit.start;
  const arrow = code.indexOf('=>', behind);
  const start = block?.start ?? (arrow === -1 || arrow > bit.end ? bit.end : arrow + 2);
  const name = nameOf(bit, head, code);
  return {
    bit,
    name,
    owner: ownerOf(bit, code),
    isAsync: /^(?:[a-z]+\s+){0,4}async\b/.test(head),
    isExported: isExported(bit, name, code, late),
    params: list ? paramsOf(list, code) : (/^(?:async\s+)?([\w$]+)\s*=>/.exec(head)?.slice(1) ?? []),
    body: { start, end: bit.end, isBlock: block !== undefined },
  };
}

const DECLARED = /^(?:async\s+)?function\s*\*?\s*([\w$]+)/;
const METHOD =
  /^(?:(?:public|private|protected|static|override|async|readonly|get|set|accessor)\s+|\*\s*)*([\w$#]+|\[[^\]]{1,60}\])\s*[?]?\s*[(<]/;

function nameOf(bit: Bit, head: string, code: string): string {
  if (bit.type === 'method_definition') return METHOD.exec(head)?.[1] ?? '';
  const own = DECLARED.exec(head)?.[1];
  if (own !== undefined) return own;
  const { up } = bit;
  if (up === null || up.end > bit.end + 2) return '';
  if (!/^(variable_declarator|pair|assignment_expression|public_field_definition)$/.test(up.type)) return '';
  const before = code.slice(up.start, Math.min(bit.start, up.start + 200));
  if (up.type === 'public_field_definition') return /([\w$#]+)\s*(?::[^=]{0,150})?=\s*$/.exec(before)?.[1] ?? '';
  return /([\w$#]+)\s*(?::(?!:)|=|$)/.exec(before)?.[1] ?? '';
}

const OWNERS: ReadonlySet<string> = new Set(['class_declaration', 'class', 'abstract_class_declaration']);

export function classHead(bit: Bit, code: string): string {
  const owner = around(bit, OWNERS);
  if (owner === null) return '';
  const head = code.slice(owner.start, Math.min(owner.end, owner.start + 400));
  return head.slice(0, head.indexOf('{') === -1 ? head.length : head.indexOf('{'));
}

function ownerOf(bit: Bit, code: string): string {
  return /\bclass\s+([\w$]+)/.exec(classHead(bit, code))?.[1] ?? '';
}

const EXPORTS: ReadonlySet<string> = new Set(['export_statement']);

function isExported(bit: Bit, name: string, code: string, late: ReadonlySet<string>): boolean {
  if (bit.type === 'method_definition')
    return !/^(?:private|protected)\b|^#/.test(code.slice(bit.start, bit.start + 12));
  const outer = around(bit, EXPORTS);
  const between = around(bit, FUNCTIONS);
  if (outer !== null) return between === null || between.start < outer.start;
  return between === null && late.has(name);
}

/** `export { a, b as c }`, `module.exports = { a }`, `exports.a =` */
function exportedLate(code: string): ReadonlySet<string> {
  const lists = [...code.matchAll(/\b(?:export|exports\s*=)\s*\{([^}]{0,4000})\}/g)].map(([, list = '']) => list);
  const names = lists.flatMap((list) => list.split(',').map((one) => /^\s*([\w$]+)/.exec(one)?.[1] ?? ''));
  const single = [...code.matchAll(/\bexports(?:\.[\w$]+)?\s*=\s*([\w$]+)|\bexport default ([\w$]+)\s*;/g)];
  return new Set([...names, ...single.map(([, one, other]) => one ?? other ?? '')].filter((name) => name !== ''));
}

function paramsOf(list: Bit, code: string): readonly string[] {
  const parts = list.inside.filter(({ type }) => type === 'required_parameter' || type === 'optional_parameter');
  return parts.map(
    (part) =>
      /^(?:(?:public|private|protected|readonly)\s+)*(?:\.\.\.)?([\w$]+)/.exec(code.slice(part.start, part.end))?.[1] ??
      '{}',
  );
}

/** The named function or class around a piece. */
export function symbolAt(functions: ReadonlyMap<Bit, Func>, bit: Bit): string {
  let at: Bit | null = bit;
  for (let up = 0; at !== null && up < DEEPEST; up++, at = at.up) {
    const found = functions.get(at);
    if (found && found.name !== '') return found.owner === '' ? found.name : `${found.owner}.${found.name}`;
  }
  return '';
}
