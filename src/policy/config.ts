import type { Assurance } from '../model/approval.ts';
import type { Document, Entry, Node } from '../model/document.ts';
import { levels } from '../model/level.ts';
import {
  type Fields,
  type Reader,
  readFields,
  readItems,
  readMap,
  readNumber,
  readText,
  readTexts,
  readWord,
} from './read.ts';
import { readReview } from './review.ts';
import { readRisk } from './risk-rules.ts';
import { type Role, readRole } from './role.ts';
import type { Limit, Override, Rules } from './rules.ts';
import { actorKinds, assurances, readSentences } from './then.ts';
import { readGlobs } from './value.ts';
import { saysNode } from './conditions/says.ts';
import { type Window, readWindow } from './window.ts';

/** `.guardrail/config.yaml`, whatever is not there at its default. */
export type Config = Pick<
  Rules,
  'repo' | 'protected' | 'since' | 'people' | 'approvals' | 'environmentOf' | 'limits' | 'review' | 'risk'
> & {
  readonly extends: readonly Extension[];
  readonly roles: readonly Role[];
  readonly windows: ReadonlyMap<string, Window>;
  readonly environments: readonly string[];
  readonly overrides: readonly Override[];
  /** Path of the inventory, and the line that names it; null is the usual place. */
  readonly inventory: { readonly path: string; readonly line: number } | null;
};

export type Extension = { readonly pack: string; readonly sha256: string | null; readonly line: number };

const KEYS = [
  'version',
  'repo',
  'extends',
  'protected',
  'since',
  'roles',
  'people',
  'windows',
  'inventory',
  'limits',
  'environments',
  'overrides',
  'reviewers',
  'review',
  'risk',
  'approvals',
];
const MEASURES = ['files', 'lines', 'dependents'] as const;
const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/i;
const OID = /^([0-9a-f]{40}|[0-9a-f]{64})$/i;
/** At a terminal a person is enough; what reaches CI came through a ref that an agent could write, so it must be signed. */
const DEFAULT_APPROVALS: Rules['approvals'] = { local: 'A0', ci: 'A1' };
const NOTHING: Node = { kind: 'map', line: 1, entries: [] };

export function readConfig(document: Document | null, reader: Reader): Config {
  const fields = readFields(reader, document?.root ?? NOTHING, 'config.yaml', KEYS);
  checkVersion(reader, fields);
  const people = new Map(
    entriesOf(reader, fields, 'people').map(({ key, value }) => [key, readTexts(reader, value, key)]),
  );
  const environments = entriesOf(reader, fields, 'environments').map(({ key, value }) => ({
    name: key,
    matches: readGlobs(reader, value, `environment ${key}`),
  }));
  const inventory = fields.get('inventory');
  return {
    repo: readRepo(reader, fields),
    protected: textsOf(reader, fields, 'protected'),
    since: readSince(reader, fields),
    extends: readExtensions(reader, fields),
    people,
    approvals: readApprovals(reader, fields),
    environments: environments.map(({ name }) => name),
    environmentOf: (path) => environments.find(({ matches }) => matches(path))?.name ?? null,
    windows: new Map(
      entriesOf(reader, fields, 'windows').map(({ key, value }) => [key, readWindow(reader, key, value)]),
    ),
    roles: entriesOf(reader, fields, 'roles').map((entry) => readRole(reader, entry)),
    review: readReview(reader, fields),
    risk: readRisk(reader, fields.get('risk')),
    limits: entriesOf(reader, fields, 'limits').flatMap((entry) => readLimits(reader, entry)),
    overrides: readItems(fields.get('overrides')?.value ?? NOTHING).flatMap((node) =>
      node === NOTHING ? [] : [readOverride(reader, node, [...people.keys()])],
    ),
    inventory:
      inventory === undefined ? null : { path: readText(reader, inventory.value, 'inventory'), line: inventory.line },
  };
}

function entriesOf(reader: Reader, fields: Fields, key: string): readonly Entry[] {
  const entry = fields.get(key);
  return entry === undefined ? [] : readMap(reader, entry.value, key).entries;
}

function textsOf(reader: Reader, fields: Fields, key: string): readonly string[] | null {
  const entry = fields.get(key);
  if (entry === undefined) return null;
  readGlobs(reader, entry.value, key); // complains of what cannot be compiled
  return readTexts(reader, entry.value, key);
}

function checkVersion(reader: Reader, fields: Fields): void {
  const version = fields.get('version');
  if (version === undefined || (version.value.kind === 'value' && version.value.value === 1)) return;
  reader.report(version.line, `version ${saysNode(version.value)} is not known to this guardrail: it reads version 1`);
}

function readRepo(reader: Reader, fields: Fields): string | null {
  const repo = fields.get('repo');
  if (repo === undefined) return null;
  const text = readText(reader, repo.value, 'repo');
  if (!ULID.test(text)) reader.report(repo.line, 'repo must be the ULID that `guardrail init` wrote');
  return text;
}

function readSince(reader: Reader, fields: Fields): readonly string[] {
  const since = fields.get('since');
  if (since === undefined) return [];
  const oids = readTexts(reader, since.value, 'since');
  for (const oid of oids) if (!OID.test(oid)) reader.report(since.line, `since: "${oid}" is not a full commit id`);
  return oids;
}

function readExtensions(reader: Reader, fields: Fields): readonly Extension[] {
  const entry = fields.get('extends');
  if (entry === undefined) return [{ pack: 'recommended', sha256: null, line: 1 }];
  return readItems(entry.value).map((node) => {
    if (node.kind === 'value') return { pack: readText(reader, node, 'extends'), sha256: null, line: node.line };
    const pinned = readFields(reader, node, 'extends', ['pack', 'sha256']);
    const pack = pinned.get('pack');
    const sha256 = pinned.get('sha256');
    if (pack === undefined || sha256 === undefined) reader.report(node.line, 'a pinned pack needs "pack" and "sha256"');
    return {
      pack: pack === undefined ? '' : readText(reader, pack.value, 'pack'),
      sha256: sha256 === undefined ? '' : readText(reader, sha256.value, 'sha256').toLowerCase(),
      line: node.line,
    };
  });
}

function readApprovals(reader: Reader, fields: Fields): Rules['approvals'] {
  const entry = fields.get('approvals');
  if (entry === undefined) return DEFAULT_APPROVALS;
  const chosen = readFields(reader, entry.value, 'approvals', ['local', 'ci']);
  const assurance = (key: 'local' | 'ci'): Assurance => {
    const value = chosen.get(key)?.value;
    return (value === undefined ? null : readWord(reader, value, key, assurances)) ?? DEFAULT_APPROVALS[key];
  };
  return { local: assurance('local'), ci: assurance('ci') };
}

function readLimits(reader: Reader, { key, line, value }: Entry): readonly Limit[] {
  const actor = actorKinds.find((kind) => kind === key);
  const fields = readFields(reader, value, `limits for ${key}`, [...MEASURES, 'level']);
  if (actor === undefined) {
    readWord(reader, { kind: 'value', line, value: key }, 'limits', actorKinds);
    return [];
  }
  const chosen = fields.get('level');
  const level = (chosen === undefined ? null : readWord(reader, chosen.value, 'level', levels)) ?? 'ask';
  return MEASURES.flatMap((measure) => {
    const entry = fields.get(measure);
    if (entry === undefined) return [];
    const most = readNumber(reader, entry.value, measure);
    return [{ actor, measure, most, level, source: { file: reader.file, line: entry.line } }];
  });
}

function readOverride(reader: Reader, node: Node, groups: readonly string[]): Override {
  const fields = readFields(reader, node, 'an override', ['path', 'rules', 'level', 'because']);
  const path = fields.get('path');
  const rules = fields.get('rules');
  const level = fields.get('level');
  if (rules === undefined) reader.report(node.line, 'an override needs "rules": ids or globs such as "infra.*"');
  if (level === undefined) reader.report(node.line, 'an override needs "level"');
  const everyRule = rules?.value ?? NOTHING;
  return {
    source: { file: reader.file, line: node.line },
    path: path === undefined ? null : readGlobs(reader, path.value, 'an override'),
    shows: path === undefined ? 'everywhere' : `on ${saysNode(path.value)}`,
    rules: rules === undefined ? [] : readTexts(reader, everyRule, 'rules'),
    matches: rules === undefined ? () => false : readGlobs(reader, everyRule, 'rules'),
    sentences: readSentences(reader, level?.value ?? { kind: 'value', line: node.line, value: 'warn' }, groups),
  };
}
