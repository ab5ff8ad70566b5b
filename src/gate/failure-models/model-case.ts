import type { Document, Node } from '../../model/document.ts';
import { type Reader, readFields, readItems, readMap, readRequired, readText, readWord } from '../../policy/read.ts';
import { type CaseFile, textFile } from '../cases/case.ts';

/** A change, and what should be made of it. */
export type ModelCase =
  | {
      readonly kind: 'change';
      readonly name: string;
      readonly line: number;
      /** `found`: the detector states it. `asked`: the reviewer is asked for it. `quiet`: no detector states it. */
      readonly expect: Expect;
      /** Where it is wrong: reviewers are scored by it. */
      readonly wrong: Place | null;
      readonly before: ReadonlyMap<string, CaseFile>;
      readonly after: ReadonlyMap<string, CaseFile>;
    }
  | { readonly kind: 'unreadable'; readonly name: string; readonly line: number; readonly why: string };

export type Expect = 'found' | 'asked' | 'quiet';
export type Place = { readonly path: string; readonly line: number };

const KEYS = ['name', 'before', 'after', 'expect', 'wrong'];
const EXPECT: readonly Expect[] = ['found', 'asked', 'quiet'];

/** The `cases:` of a failure model; complaints go to the reader. */
export function readModelCases({ root }: Document, reader: Reader): readonly ModelCase[] {
  const entry = root.kind === 'map' ? root.entries.find(({ key }) => key === 'cases') : undefined;
  return entry === undefined ? [] : readItems(entry.value).map((node) => readCase(reader, node));
}

function readCase(reader: Reader, node: Node): ModelCase {
  const problems: string[] = [];
  const told: Reader = {
    file: reader.file,
    report: (line, message) => {
      problems.push(`line ${line}: ${message}`);
      reader.report(line, message);
    },
  };
  const fields = readFields(told, node, 'a case', KEYS);
  const value = (key: string): Node | null => fields.get(key)?.value ?? null;
  const named = readRequired(told, fields, 'name', 'a case', node.line);
  const name = named === null ? `line ${node.line}` : readText(told, named, 'name');
  const said = readRequired(told, fields, 'expect', 'a case', node.line);
  const expect = said === null ? null : readWord(told, said, 'expect', EXPECT);
  const [before, after] = [readFiles(told, value('before')), readFiles(told, value('after'))];
  if (before.size === 0 && after.size === 0) told.report(node.line, `case "${name}" has neither "before" nor "after"`);
  const wrong = readPlace(told, value('wrong'));
  if (wrong !== null && !after.has(wrong.path) && !before.has(wrong.path))
    told.report(node.line, `case "${name}": wrong: no file of it is called "${wrong.path}"`);
  if (problems.length > 0 || expect === null)
    return { kind: 'unreadable', name, line: node.line, why: problems.join('; ') };
  return { kind: 'change', name, line: node.line, expect, wrong, before, after };
}

function readFiles(reader: Reader, node: Node | null): ReadonlyMap<string, CaseFile> {
  const entries = node === null ? [] : readMap(reader, node, 'before and after').entries;
  return new Map(entries.map(({ key, value }) => [key, textFile(readText(reader, value, key))]));
}

/** `src/a.ts:12` */
function readPlace(reader: Reader, node: Node | null): Place | null {
  if (node === null) return null;
  const text = readText(reader, node, 'wrong');
  const [, path, line] = /^(.+):([1-9]\d{0,6})$/.exec(text) ?? [];
  if (path !== undefined && line !== undefined) return { path, line: Number(line) };
  reader.report(node.line, `wrong must be a path and a line, such as src/a.ts:12, not "${text}"`);
  return null;
}
