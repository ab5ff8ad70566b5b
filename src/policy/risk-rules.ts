import type { Entry, Node } from '../model/document.ts';
import { AUDIT, type Blast, BLASTS, LOSS, NEEDS, type RiskRules } from '../model/risk.ts';
import type { Fields, Reader } from './read.ts';
import { readFields, readItems, readNumber, readText, readWord } from './read.ts';
import { readGlobs } from './value.ts';
import { saysNode } from './conditions/says.ts';

const KEYS = ['loss', 'audit', 'shared', 'floors'];
/** Two working years: more is no estimate. */
const MOST_MINUTES = 200_000;
const SHARED = 5;
export const USUAL: RiskRules = { loss: LOSS, audit: AUDIT, shared: SHARED, floors: [] };

/** `risk:` of config.yaml: minutes that are lost by how far a change reaches, the share of audits, and paths that always need a level. */
export function readRisk(reader: Reader, entry: Entry | undefined): RiskRules {
  if (entry === undefined) return USUAL;
  const fields = readFields(reader, entry.value, 'risk', KEYS);
  const number = (key: string, most: number, otherwise: number): number =>
    readBetween(reader, fields.get(key), { what: key, most, otherwise });
  return {
    loss: readLoss(reader, fields),
    audit: number('audit', 1, AUDIT),
    shared: number('shared', 1_000_000, SHARED),
    floors: readItems(fields.get('floors')?.value ?? EMPTY).flatMap((node) => readFloor(reader, node)),
  };
}

const EMPTY: Node = { kind: 'list', line: 1, items: [] };

function readLoss(reader: Reader, fields: Fields): RiskRules['loss'] {
  const entry = fields.get('loss');
  if (entry === undefined) return LOSS;
  const given = readFields(reader, entry.value, 'loss', BLASTS);
  const of = (blast: Blast): number =>
    readBetween(reader, given.get(blast), { what: `loss.${blast}`, most: MOST_MINUTES, otherwise: LOSS[blast] });
  const loss = { local: of('local'), service: of('service'), shared: of('shared'), irreversible: of('irreversible') };
  const isRising = BLASTS.every((blast, i) => i === 0 || loss[blast] >= loss[BLASTS[i - 1] ?? blast]);
  if (!isRising)
    reader.report(entry.line, `loss must not fall from ${BLASTS.join(' to ')}: who reaches farther loses no less`);
  return loss;
}

type Bounds = { readonly what: string; readonly most: number; readonly otherwise: number };

function readBetween(reader: Reader, entry: Entry | undefined, { what, most, otherwise }: Bounds): number {
  if (entry === undefined) return otherwise;
  const value = readNumber(reader, entry.value, what);
  if (value >= 0 && value <= most) return value;
  reader.report(entry.line, `${what} must be between 0 and ${most}`);
  return otherwise;
}

function readFloor(reader: Reader, node: Node): RiskRules['floors'] {
  const fields = readFields(reader, node, 'a floor', ['path', 'needs']);
  const [path, needs] = [fields.get('path')?.value, fields.get('needs')?.value];
  if (path === undefined || needs === undefined) {
    reader.report(node.line, 'a floor needs "path" and "needs"');
    return [];
  }
  const word = readWord(reader, needs, 'needs', NEEDS);
  const shows = path.kind === 'value' ? readText(reader, path, 'path') : saysNode(path);
  return word === null ? [] : [{ needs: word, path: readGlobs(reader, path, 'path'), shows }];
}

/** Several readings at once: the most that one of them says is lost, and every floor. */
export function combineRisk(readings: readonly RiskRules[]): RiskRules {
  const [first = USUAL, ...others] = readings;
  const all = [first, ...others];
  const most = (of: (rules: RiskRules) => number): number => Math.max(...all.map(of));
  return {
    loss: {
      local: most(({ loss }) => loss.local),
      service: most(({ loss }) => loss.service),
      shared: most(({ loss }) => loss.shared),
      irreversible: most(({ loss }) => loss.irreversible),
    },
    audit: most(({ audit }) => audit),
    shared: Math.min(...all.map(({ shared }) => shared)),
    floors: all.flatMap(({ floors }) => floors),
  };
}
