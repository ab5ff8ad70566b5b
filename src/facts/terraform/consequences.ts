import type { LineRange } from '../../model/fact.ts';
import { isRecord } from '../../model/json.ts';
import type { Observation } from '../analyzer.ts';
import { accessOf } from '../access/resources.ts';
import { type ResourceChange, sameValue } from '../resource.ts';
import { shapeOf } from './address.ts';
import { type Finding, stated } from './finding.ts';
import { replacementsOf } from './force-new.ts';
import { protectionsOf } from './protection.ts';
import { scaledToZero } from './scale.ts';
import { weightOf } from './weight.ts';

/** What a change of properties leads to, of all resources of one root. */
export function consequencesOf(changes: readonly ResourceChange[], table: unknown): readonly Observation[] {
  const managed = changes.filter((change) => !change.type.startsWith('data.') && isChanged(change));
  const findings = managed.flatMap((change) => findingsOf(change, table));
  return [...together(withoutMovedOut(findings, changes)).map(stated), ...accessOf(changes)];
}

/** Blocks of a bucket that version 4 of the provider made resources of their own: moved there, nothing is lost. */
const OF_THEIR_OWN: readonly (readonly [block: string, type: string])[] = [
  ['versioning', 'aws_s3_bucket_versioning'],
  ['server_side_encryption_configuration', 'aws_s3_bucket_server_side_encryption_configuration'],
  ['object_lock_configuration', 'aws_s3_bucket_object_lock_configuration'],
  ['lifecycle_rule', 'aws_s3_bucket_lifecycle_configuration'],
  ['logging', 'aws_s3_bucket_logging'],
];

/** Which of two buckets a new resource is for is not always known; one for each bucket that gives up its block will do. */
function withoutMovedOut(findings: readonly Finding[], changes: readonly ResourceChange[]): readonly Finding[] {
  const moved = OF_THEIR_OWN.filter(([block, type]) => {
    const given = findings.filter((one) => isOfBucket(one, block)).length;
    return given > 0 && changes.filter((one) => one.type === type && !one.before && one.after).length >= given;
  });
  return findings.filter((one) => !moved.some(([block]) => isOfBucket(one, block)));
}

function isOfBucket({ type, kind, property }: Finding, block: string): boolean {
  return type === 'aws_s3_bucket' && kind === 'infra.unprotect' && property?.split('.')[0] === block;
}

/** The line of the table for this type: looking through thousands of types for each resource would be most of the time. */
function entryOf(table: unknown, type: string): unknown {
  return isRecord(table) && Object.hasOwn(table, type) ? { [type]: table[type] } : table;
}

/** Most of a folder is as it was, and no table need be asked about it. */
function isChanged({ before, after }: ResourceChange): boolean {
  return !before || !after || sameValue(before.body, after.body) !== true;
}

function findingsOf(change: ResourceChange, table: unknown): readonly Finding[] {
  const base = {
    subject: change.subject,
    type: change.type,
    name: change.name,
    edit: change.edit,
    weight: weightOf(change.type),
    environment: change.environment,
    landed: change.landed,
    dependents: change.dependents,
  };
  const replaced = replacementsOf(change, entryOf(table, change.type)).map(({ property, ...said }): Finding => ({
    ...base,
    ...said,
    kind: 'infra.replace',
    range: rangeOf(change, property),
  }));
  const unprotected = protectionsOf(change).map(({ property, protection, ...said }): Finding => ({
    ...base,
    ...said,
    property,
    kind: 'infra.unprotect',
    range: rangeOf(change, property),
    extra: { protection },
  }));
  const scaled = scaledToZero(change).map(({ property, ...said }): Finding => ({
    ...base,
    ...said,
    kind: 'infra.scale-zero',
    range: rangeOf(change, property),
  }));
  return [...replaced, ...unprotected, ...scaled];
}

/** Where the property is written now, else where the block is; lines count only in the file of the edit. */
export function rangeOf({ before, after, edit }: ResourceChange, property: string): LineRange | null {
  const state = after ?? before;
  if (!state || (state.path !== edit.path && state.path !== edit.from)) return null;
  const line = state.lineOf(property.split('.'));
  return line === null ? state.range : { from: line, to: line };
}

/** Instances of one block that meet the same are one fact. */
function together(findings: readonly Finding[]): readonly Finding[] {
  const byBlock = new Map<string, Finding[]>();
  for (const one of findings) {
    const id = `${one.kind} ${shapeOf(one.subject)} ${one.because}`;
    byBlock.set(id, [...(byBlock.get(id) ?? []), one]);
  }
  return [...byBlock.values()].flatMap((group) => {
    const [first] = group;
    if (!first || group.length === 1) return group;
    return [
      {
        ...first,
        subject: blockOf(first.subject),
        name: blockOf(first.name),
        because: `${first.because} (${group.length} instances)`,
      },
    ];
  });
}

function blockOf(address: string): string {
  return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+|\*)\]$/, '');
}
