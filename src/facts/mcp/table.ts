import { isRecord } from '../../model/json.ts';
import type { Value } from '../../model/fact.ts';

export type ToolEffect = 'reads' | 'writes' | 'destroys';

/** One line of tables/mcp.yaml: which tools, under which arguments, and what they do. */
export type ToolRow = {
  readonly servers: readonly string[];
  readonly tools: readonly string[];
  readonly when: readonly (readonly [argument: string, patterns: readonly string[]])[];
  readonly commands: readonly string[];
  readonly kind: string | null;
  readonly attributes: Readonly<Record<string, Value>>;
  readonly effect: ToolEffect | null;
  readonly because: string;
  readonly remedy: string;
};

export type ToolTable = {
  readonly rows: readonly ToolRow[];
  readonly verbs: ReadonlyMap<string, ToolEffect>;
  readonly targets: readonly string[];
};

/** INVARIANT: an empty table is a broken install, not a world in which tools do nothing. */
export function parseToolTable(raw: unknown): ToolTable {
  const table = isRecord(raw) ? raw : {};
  const rows = Array.isArray(table['rows']) ? table['rows'].map(rowOf) : [];
  const verbs = isRecord(table['verbs']) ? table['verbs'] : {};
  if (rows.length === 0) throw new Error('read the table "mcp": it holds no rows; build guardrail again');
  return {
    rows,
    verbs: new Map(EFFECTS.flatMap((effect) => textsIn(verbs[effect]).map((verb) => [verb, effect] as const))),
    targets: textsIn(table['targets']),
  };
}

const EFFECTS: readonly ToolEffect[] = ['reads', 'writes', 'destroys'];

function rowOf(raw: unknown): ToolRow {
  const row = isRecord(raw) ? raw : {};
  const when = isRecord(row['when']) ? row['when'] : {};
  return {
    servers: textsIn(row['server']),
    tools: textsIn(row['tool']),
    when: Object.entries(when).map(([argument, patterns]) => [argument, textsIn(patterns)] as const),
    commands: textsIn(row['command']),
    kind: typeof row['kind'] === 'string' ? row['kind'] : null,
    attributes: valuesIn(row['attributes']),
    effect: EFFECTS.find((effect) => effect === row['effect']) ?? null,
    because: textsIn(row['because'])[0] ?? '',
    remedy: textsIn(row['remedy'])[0] ?? '',
  };
}

function textsIn(raw: unknown): readonly string[] {
  if (Array.isArray(raw)) return raw.flatMap(textsIn);
  return typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean' ? [String(raw)] : [];
}

function valuesIn(raw: unknown): Readonly<Record<string, Value>> {
  const entries = Object.entries(isRecord(raw) ? raw : {}).flatMap(([key, value]): readonly [string, Value][] =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[key, value]] : [],
  );
  return Object.fromEntries(entries);
}
