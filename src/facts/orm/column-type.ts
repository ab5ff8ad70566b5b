/** A type as an ORM or SQL writes it: `String(50)`, `CharField(max_length=50)`, `decimal(10,2)`. */
export type ColumnType = {
  readonly name: string;
  readonly length: number | null;
  readonly scale: number | null;
};

/** What happens to stored values: nothing, all are written anew, some are lost, or it is not told. */
export type Retype = 'same' | 'wider' | 'rewrites' | 'lossy' | 'unknown';

export function retype(before: ColumnType, after: ColumnType): Retype {
  const from = familyOf(before.name);
  const to = familyOf(after.name);
  if (from === null || to === null) return before.name === after.name ? sized(before, after) : 'unknown';
  if (from.family === to.family) {
    if (to.rank !== from.rank) return to.rank > from.rank ? (to.family === 'text' ? 'wider' : 'rewrites') : 'lossy';
    return sized(before, after);
  }
  // anything can be written as a text, and is written anew
  return to.family === 'text' && to.rank > 0 ? 'rewrites' : 'unknown';
}

function sized(before: ColumnType, after: ColumnType): Retype {
  const length = compared(before.length, after.length);
  const scale = compared(before.scale, after.scale);
  if (length === 'lossy' || scale === 'lossy') return 'lossy';
  return length === 'wider' || scale === 'wider' ? 'wider' : 'same';
}

/** No length is every length. */
function compared(before: number | null, after: number | null): 'same' | 'wider' | 'lossy' {
  const from = before ?? Number.POSITIVE_INFINITY;
  const to = after ?? Number.POSITIVE_INFINITY;
  if (from === to) return 'same';
  return to > from ? 'wider' : 'lossy';
}

function familyOf(name: string): { readonly family: string; readonly rank: number } | null {
  const bare = name.toLowerCase().replace(/^postgresql_/, '');
  for (const [family, ranks] of FAMILIES) {
    const rank = ranks.findIndex((words) => words.test(bare));
    if (rank !== -1) return { family, rank };
  }
  return null;
}

const FAMILIES: readonly (readonly [family: string, ranks: readonly RegExp[]])[] = [
  [
    'text',
    [
      /^(string|varchar|char|nvarchar|nchar|character|character varying|unicode|charfield|emailfield|urlfield|slugfield|filepathfield|filefield|imagefield|autostring)$/,
      /^(text|unicodetext|textfield|citext|mediumtext|longtext|clob)$/,
    ],
  ],
  [
    'integer',
    [
      /^(tinyint|tinyinteger)$/,
      /^(smallint|smallinteger|smallintegerfield|positivesmallintegerfield|smallautofield|int2|smallserial)$/,
      /^(int|integer|integerfield|positiveintegerfield|autofield|int4|mediumint|increments|serial)$/,
      /^(bigint|biginteger|bigintegerfield|positivebigintegerfield|bigautofield|int8|bigincrements|bigserial)$/,
    ],
  ],
  ['float', [/^(real|float4|float)$/, /^(double|double precision|float8|floatfield)$/]],
  ['json', [/^json$/, /^jsonb$/]],
  ['moment', [/^(datetime|timestamp|datetimefield|timestamptz)$/]],
  ['decimal', [/^(decimal|numeric|decimalfield)$/]],
];
