import type { Truth } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import { type ResourceChange, type ResourceState, isKnown, showValue } from '../resource.ts';
import { type Exposure, valuesAt, widthOf } from './exposure.ts';
import { awsDataExposures } from './exposures-aws-data.ts';
import { awsEntranceExposures } from './exposures-aws-entrances.ts';
import { awsMachineExposures } from './exposures-aws-machines.ts';
import { awsStorageExposures } from './exposures-aws-storage.ts';
import { cloudExposures } from './exposures-clouds.ts';
import { type Certainty, type Reason, expose, unprotect, widen } from './seen.ts';

const ALL: readonly Exposure[] = [
  ...awsDataExposures,
  ...awsMachineExposures,
  ...awsEntranceExposures,
  ...awsStorageExposures,
  ...cloudExposures,
];

/** Single properties that let people in: a public address, a public list, an entrance without a lock. */
export function exposuresOf(changes: readonly ResourceChange[]): readonly Observation[] {
  return changes.flatMap((change) => {
    const { after, before } = change;
    if (after === null || after.body === before?.body) return [];
    const rows = ALL.filter(({ types }) => types.test(change.type));
    return distinct(rows.flatMap((row) => told(change, row, after)));
  });
}

function told(change: ResourceChange, row: Exposure, after: ResourceState): readonly Observation[] {
  const { before } = change;
  const now = widthOf(after.body, row);
  if (now === false) return [];
  // nothing is said on either side: what the technology then takes is nothing that changed
  if (before !== null && !isWritten(before, row) && !isWritten(after, row)) return [];
  const certainty = before === null ? (now === true ? row.fresh : null) : sureness(row, widthOf(before.body, row), now);
  if (certainty === null) return [];
  return [stated(change, row, { certainty, because: `${row.because} (${shown(after, row)})`, remedy: row.remedy })];
}

function isWritten({ body }: ResourceState, { at }: Exposure): boolean {
  return valuesAt(body, at).some((value) => value !== undefined && value !== null);
}

function sureness({ changed }: Exposure, before: Truth, now: Truth): Certainty | null {
  if (before === true || (before === 'unknown' && now === 'unknown')) return null;
  return now === 'unknown' || before === 'unknown' ? 'possible' : changed;
}

function shown({ body }: ResourceState, { at }: Exposure): string {
  const name = at.at(-1) ?? '';
  const [value] = valuesAt(body, at).filter((one) => one !== undefined && one !== null);
  if (value === undefined) return `${name} is gone`;
  return typeof value === 'object' && !isKnown(value) ? name : `${name}: ${showValue(name, value)}`;
}

function stated(change: ResourceChange, { telling, at }: Exposure, reason: Reason): Observation {
  switch (telling.kind) {
    case 'network': {
      const port = change.after?.body['port'] ?? change.after?.body['Port'];
      const ports = typeof port === 'number' || typeof port === 'string' ? String(port) : 'unknown';
      return expose(change, at, { world: true, ports, sensitive: telling.sensitive }, reason);
    }
    case 'access':
      return widen(change, at, telling.how, reason);
    case 'protection':
      return unprotect(change, at, telling.protection, reason);
  }
}

/** Four switches of one lock are one lock. */
function distinct(seen: readonly Observation[]): readonly Observation[] {
  const rank: Readonly<Record<string, number>> = { certain: 3, likely: 2, possible: 1 };
  const best = new Map<string, Observation>();
  for (const one of seen) {
    const key = `${one.kind} ${String(one.attributes['because']).replace(/ \(.*/, '')}`;
    const known = best.get(key);
    const better =
      (rank[String(one.attributes['certainty'])] ?? 0) > (rank[String(known?.attributes['certainty'])] ?? 0);
    if (known === undefined || better) best.set(key, one);
  }
  return [...best.values()];
}
