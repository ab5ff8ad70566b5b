import type { Path } from '../../model/change.ts';
import type { YamlEntry, YamlFile, YamlNode } from '../../model/syntax.ts';
import { childOf, entriesOf, itemsOf, textAt, textOf } from '../pipelines/yaml-view.ts';
import { baseName } from '../path.ts';
import { isType, qualified, type ZoneFile, type ZoneRecord, zoneOf } from './record.ts';

/** octoDNS (https://octodns.readthedocs.io): a file for each zone, names below it with what they hold. */
export function readOctoDns(file: YamlFile, path: Path): ZoneFile {
  const [problem = null] = file.problems;
  const broken = problem === null ? null : { line: problem.line, why: problem.message };
  const [root] = file.documents;
  const name = baseName(path)
    .toLowerCase()
    .replace(/\.ya?ml$/, '')
    .replace(/\.$/, '');
  const entries = entriesOf(root);
  const records = entries.flatMap((entry) => recordsUnder(entry, name));
  // a list of something else that happens to have a type
  const isZone =
    name.includes('.') &&
    records.length > 0 &&
    (broken !== null || entries.filter((entry) => recordsUnder(entry, name).length > 0).length * 2 > entries.length);
  return {
    zones: isZone ? [zoneOf({ name, path, line: 1, keepsOthers: false }, records)] : [],
    problem: broken,
  };
}

export function looksLikeOctoDns(text: string): boolean {
  return (
    /^[ \t-]+["']?type["']?:[ \t]*["']?(A|AAAA|ALIAS|CAA|CNAME|DS|MX|NS|PTR|SRV|TXT|SPF)["']?[ \t]*\r?$/m.test(text) &&
    /^[ \t-]+["']?values?["']?:/m.test(text)
  );
}

function recordsUnder({ key, value, line }: YamlEntry, zone: string): readonly ZoneRecord[] {
  const nodes = value.kind === 'list' ? value.items : [value];
  return nodes.flatMap((node) => {
    const type = (textAt(node, 'type') ?? '').toUpperCase();
    const given = [...itemsOrOne(childOf(node, 'values')), ...itemsOrOne(childOf(node, 'value'))];
    if (!isType(type) || given.length === 0) return [];
    const at = value.kind === 'list' ? node.from : line;
    return given.map((one) => ({ name: qualified(key, zone), type, value: valueOf(type, one), line: at }));
  });
}

function itemsOrOne(node: YamlNode | null): readonly YamlNode[] {
  return node?.kind === 'map' ? [node] : itemsOf(node);
}

/** Maps are spelled as a zone file spells them: a record keeps its value when it moves from one tool to the other. */
function valueOf(type: string, node: YamlNode): string {
  const words = node.kind === 'map' ? MAPS[type]?.map((keys) => first(node, keys)) : undefined;
  const text = words ? words.join(' ') : (textOf(node) ?? spell(node));
  if (type === 'TXT' || type === 'SPF') return text.replaceAll(/\\([;"])/g, '$1');
  return type === 'CAA' ? text : text.toLowerCase().replace(/(?<=\S)\.$/, '');
}

const MAPS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  MX: [
    ['preference', 'priority'],
    ['exchange', 'value'],
  ],
  CAA: [['flags'], ['tag'], ['value']],
  SRV: [['priority'], ['weight'], ['port'], ['target']],
};

function first(node: YamlNode, keys: readonly string[]): string {
  return keys.flatMap((key) => textAt(node, key) ?? [])[0] ?? '0';
}

function spell(node: YamlNode): string {
  return entriesOf(node)
    .map(({ key, value }) => `${key}=${textOf(value) ?? '?'}`)
    .sort()
    .join(' ');
}
