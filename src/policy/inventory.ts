import type { Document, Node } from '../model/document.ts';
import type { Value } from '../model/fact.ts';
import { compileGlob, isGlob } from './glob.ts';
import { type Reader, readMap } from './read.ts';

/** What only a person knows of a subject: `aws_db_instance.main: {rows: 4000000, owner: billing}`. */
export type Inventory = {
  readonly attributes: readonly string[];
  readonly of: (subject: string) => Readonly<Record<string, Value>> | null;
};

export const noInventory: Inventory = { attributes: [], of: () => null };

export function readInventory(document: Document, reader: Reader): Inventory {
  const rows = readMap(reader, document.root, 'the inventory').entries.map(({ key, line, value }) => {
    const glob = compileGlob(key);
    if (!isGlob(glob)) reader.report(line, `the subject "${key.slice(0, 80)}" is refused: ${glob.why}`);
    return { matches: isGlob(glob) ? glob.matches : () => false, attributes: readAttributes(reader, key, value) };
  });
  return {
    attributes: [...new Set(rows.flatMap((row) => Object.keys(row.attributes)))],
    of: (subject) => {
      const found = rows.filter((row) => row.matches(subject));
      return found.length === 0 ? null : Object.assign({}, ...found.map((row) => row.attributes));
    },
  };
}

function readAttributes(reader: Reader, subject: string, node: Node): Readonly<Record<string, Value>> {
  const attributes: Record<string, Value> = {};
  for (const { key, line, value } of readMap(reader, node, subject).entries) {
    if (value.kind === 'value' && value.value !== null) attributes[key] = value.value;
    else reader.report(line, `${subject}: "${key}" must be a text, a number, true or false`);
  }
  return attributes;
}
