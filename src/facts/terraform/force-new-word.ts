/** One word of tables/terraform.json, whose signs terraform-known.txt explains. */
export type Word = {
  readonly path: readonly string[];
  /** Taking it out changes nothing. */
  readonly kept: boolean;
  /** Where it is absent the provider fills it in: putting it in may say what is there already. */
  readonly filled: boolean;
  /** Where it is absent a name is made up. */
  readonly named: boolean;
  readonly ordered: boolean;
  readonly documented: boolean;
  readonly absent: string | null;
};

export function wordsOf(type: string, table: unknown): readonly Word[] {
  const words = wordsIn(type, table);
  return type.startsWith('aws_') ? [...words, REGION] : words;
}

/** A change has a thousand resources of ten types. */
const read = new WeakMap<object, Map<string, readonly Word[]>>();

function wordsIn(type: string, table: unknown): readonly Word[] {
  if (typeof table !== 'object' || table === null || !Object.hasOwn(table, type)) return [];
  const types = read.get(table) ?? new Map<string, readonly Word[]>();
  read.set(table, types);
  const known = types.get(type);
  if (known !== undefined) return known;
  const found: unknown = Reflect.get(table, type);
  const words = typeof found === 'string' ? found.split(' ').flatMap(wordOf) : [];
  types.set(type, words);
  return words;
}

function wordOf(text: string): readonly Word[] {
  const match = /^([\w.]+)([~!*?-]*)(?:=(.*))?$/.exec(text);
  if (match === null) return [];
  const [, path = '', signs = '', absent] = match;
  return [
    {
      path: path.split('.'),
      kept: /[~!-]/.test(signs),
      filled: signs.includes('~'),
      named: signs.includes('!'),
      ordered: !signs.includes('*'),
      documented: signs.includes('?'),
      absent: absent === undefined ? null : absent.replaceAll('·', ' '),
    },
  ];
}

/** Since version 6 of the provider every resource of AWS may say where it is. */
const REGION: Word = {
  path: ['region'],
  kept: true,
  filled: true,
  named: false,
  ordered: true,
  documented: false,
  absent: null,
};
