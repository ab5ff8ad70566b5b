import { isRecord } from '../../model/json.ts';

export type SpecRow = {
  readonly yes: readonly string[];
  readonly maybe: readonly string[];
  readonly stateful: boolean;
};
/** What the specification says about a type; empty for one it does not know. */
export type Spec = (type: string) => SpecRow;

/** As tables/cloudformation.mjs writes it. INVARIANT: an empty table is a broken install, not a world without replacements. */
export function parseSpec(raw: unknown): Spec {
  const types = isRecord(raw) ? raw['types'] : null;
  if (!isRecord(types) || Object.keys(types).length === 0)
    throw new Error('read the table "cloudformation": it holds no types; build guardrail again');
  return (type) => rowOf(Object.hasOwn(types, type) ? types[type] : null);
}

function rowOf(raw: unknown): SpecRow {
  const row = isRecord(raw) ? raw : {};
  return { yes: textsIn(row['yes']), maybe: textsIn(row['maybe']), stateful: row['stateful'] === true };
}

function textsIn(raw: unknown): readonly string[] {
  return Array.isArray(raw) ? raw.filter((one) => typeof one === 'string') : [];
}
