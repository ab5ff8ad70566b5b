import type { Assignment } from './parse.ts';
import { assign, type State, type Value, variable } from './state.ts';
import { expand, expandOne } from './words.ts';

/** Longer than this is made by doubling, not by writing. */
const MOST_LETTERS = 100_000;
const MOST_ELEMENTS = 300;

/** `A=1 B[2]=x C+=y D=(a b)`. */
export function assignAll(assignments: readonly Assignment[], state: State): void {
  for (const one of assignments) assignOne(one, state);
}

export function assignOne(one: Assignment, state: State, change: { readonly exported?: boolean } = {}): void {
  const { name, value, append, index } = one;
  const values = valuesOf(one, state);
  if (index !== undefined) {
    const key = index.parts === undefined ? index.value : expandOne(index, state).text;
    assign(state, `${name}[${key}]`, values);
    return;
  }
  const list = value.type !== 'Word';
  assign(state, name, append === true ? appended(name, values, list, state) : values, { list, ...change });
}

function valuesOf({ value, append, text }: Assignment, state: State): readonly Value[] {
  if (value.type === 'ArrayValue') return value.elements.flatMap((word) => expand(word, state)).map(bare);
  const field = bare(expandOne(value, state));
  if (append === undefined && field.text.length > MOST_LETTERS && field.text.length > text.length)
    return [{ ...field, text: '', known: false }];
  return [field];
}

function bare({ text, known, decoded }: Value): Value {
  return { text, known, decoded };
}

function appended(name: string, values: readonly Value[], list: boolean, state: State): readonly Value[] {
  const before = variable(state, name)?.values ?? [];
  if (list) return before.length >= MOST_ELEMENTS ? before : [...before, ...values].slice(0, MOST_ELEMENTS);
  const [old] = before;
  const [added] = values;
  if (old === undefined || added === undefined) return values;
  const text = `${old.text}${added.text}`;
  const known = old.known && added.known && text.length <= MOST_LETTERS;
  return [{ text: known ? text : added.text, known, decoded: old.decoded === '' ? added.decoded : old.decoded }];
}
