/** A `schema.prisma`, by the names the database knows: `@@map` and `@map` are followed. */
export type PrismaSchema = {
  readonly tables: ReadonlyMap<string, PrismaTable>;
  readonly enums: ReadonlyMap<string, { readonly line: number; readonly values: ReadonlyMap<string, number> }>;
  readonly provider: { readonly name: string; readonly line: number } | null;
  /** The line of a block that is never closed. */
  readonly broken: number | null;
};
export type PrismaTable = {
  readonly model: string;
  readonly line: number;
  readonly columns: ReadonlyMap<string, PrismaColumn>;
};
export type PrismaColumn = {
  readonly field: string;
  readonly line: number;
  /** `String`, `Int[]`, with the native type behind it: `String VarChar(20)`. */
  readonly type: string;
  readonly required: boolean;
  readonly filled: boolean;
};

type Block = {
  readonly kind: string;
  readonly name: string;
  readonly line: number;
  readonly lines: readonly (readonly [line: number, text: string])[];
};

/** https://www.prisma.io/docs/orm/reference/prisma-schema-reference: one declaration to a line, blocks end with a brace of their own. */
export function readPrisma(text: string): PrismaSchema {
  const { blocks, broken } = blocksOf(text);
  const models = new Set(blocks.filter(({ kind }) => /^(model|view|type)$/.test(kind)).map(({ name }) => name));
  const tables = new Map(
    blocks
      .filter(({ kind }) => kind === 'model')
      .map((block): readonly [string, PrismaTable] => [tableName(block), tableOf(block, models)]),
  );
  const enums = new Map(
    blocks
      .filter(({ kind }) => kind === 'enum')
      .map((block) => [tableName(block), { line: block.line, values: new Map(valuesOf(block)) }] as const),
  );
  return { tables, enums, provider: providerOf(blocks), broken };
}

function blocksOf(text: string): { readonly blocks: readonly Block[]; readonly broken: number | null } {
  const blocks: Block[] = [];
  let open: { kind: string; name: string; line: number; lines: [number, string][] } | null = null;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.slice(0, LONGEST).replace(COMMENT, '$1').trim();
    const head = HEAD.exec(line);
    if (head) {
      open = { kind: head[1] ?? '', name: head[2] ?? '', line: index + 1, lines: [] };
      const inner = line.slice(head[0].length);
      if (!inner.includes('}')) continue;
      blocks.push(open);
      open = null;
    } else if (open && line.startsWith('}')) {
      blocks.push(open);
      open = null;
    } else if (open && line !== '') open.lines.push([index + 1, line]);
  }
  return { blocks: open ? [...blocks, open] : blocks, broken: open?.line ?? null };
}

const LONGEST = 2000;
const HEAD = /^\uFEFF?(model|view|type|enum|datasource|generator)\s+(\w+)\s*\{/;
const COMMENT = /("(?:[^"\\]|\\.)*")|\/\/.*$/g;

function tableName({ name, lines }: Block): string {
  const mapped = lines
    .map(([, text]) => /^@@map\(\s*(?:name:\s*)?"([^"]+)"/.exec(text)?.[1])
    .find((one) => one !== undefined);
  return mapped ?? name;
}

function tableOf(block: Block, models: ReadonlySet<string>): PrismaTable {
  const columns = block.lines.flatMap(([line, text]): readonly (readonly [string, PrismaColumn])[] => {
    const field = /^(\w+)\s+(\w+)(\[\])?(\?)?/.exec(text);
    // a field of another model's type is a relation, and no column
    if (!field || models.has(field[2] ?? '')) return [];
    const name = /@map\(\s*(?:name:\s*)?"([^"]+)"/.exec(text)?.[1] ?? field[1] ?? '';
    const native = /@db\.(\w+(?:\([^)]*\))?)/.exec(text)?.[1];
    const type = `${field[2] ?? ''}${field[3] ?? ''}${native === undefined ? '' : ` ${native}`}`;
    return [
      [
        name,
        {
          field: field[1] ?? '',
          line,
          type,
          required: field[4] === undefined,
          filled: /@default|@updatedAt/.test(text),
        },
      ],
    ];
  });
  return { model: block.name, line: block.line, columns: new Map(columns) };
}

function valuesOf({ lines }: Block): readonly (readonly [string, number])[] {
  return lines.flatMap(([line, text]) => {
    const name = /^\w+/.exec(text)?.[0];
    return name === undefined ? [] : [[/@map\("([^"]+)"/.exec(text)?.[1] ?? name, line] as const];
  });
}

function providerOf(blocks: readonly Block[]): PrismaSchema['provider'] {
  const lines = blocks.filter(({ kind }) => kind === 'datasource').flatMap((one) => one.lines);
  for (const [line, text] of lines) {
    const name = /^provider\s*=\s*"([^"]+)"/.exec(text)?.[1];
    if (name !== undefined) return { name, line };
  }
  return null;
}
