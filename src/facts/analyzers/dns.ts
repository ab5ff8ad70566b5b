import type { Edit, Truth } from '../../model/change.ts';
import type { Content, Sides } from '../../model/content.ts';
import type { Grammar, Grammars } from '../../model/syntax.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { comparedZones } from '../dns/compare.ts';
import { formatOf, mayHoldZones } from '../dns/files.ts';
import { type DnsFinding, destroyed } from '../dns/finding.ts';
import { deletesFromNowOn } from '../dns/purge.ts';
import { keyOf, type RecordSet, type Zone, zoneOf } from '../dns/record.ts';
import { environmentOf, environmentOfPath, type Environment } from '../environment.ts';
import { folderOf } from '../path.ts';
import { notRead } from '../pipelines/states.ts';

/** Names and where they lead: zone files, dnscontrol, octoDNS, external-dns. */
export const dns: Analyzer = {
  id: 'dns',
  reads: (edit) => isOurs(edit) && edit.before?.oid !== edit.after?.oid,
  grammars: (input) => grammarsFor(input),
  needs: () => [],
  facts: (input) => {
    const pairs = input.edits.filter(isOurs).flatMap((edit) => readPair(edit, input));
    const moved = movesOf(pairs);
    return [
      ...pairs.flatMap((pair) => [...factsOfPair(pair, moved), ...pair.problems]),
      ...input.edits.filter(isOurs).flatMap((edit) => purged(edit, input)),
    ];
  },
};

function isOurs(edit: Edit): boolean {
  return edit.lines !== 'binary' && (mayHoldZones(edit.path) || mayHoldZones(edit.from ?? edit.path));
}

function grammarsFor({ edits, files }: AnalyzerInput): readonly Grammar[] {
  const wanted = edits.filter(isOurs).flatMap(({ path, from }) => {
    const sides = files.get(path);
    const formats = [formatOf(from ?? path, sides?.before), formatOf(path, sides?.before, sides?.after)];
    return formats.flatMap((format) => format?.grammar ?? []);
  });
  return [...new Set(wanted)];
}

function purged(edit: Edit, { files }: AnalyzerInput): readonly Observation[] {
  const sides = files.get(edit.path);
  if (sides?.before.kind !== 'text' || sides.after.kind !== 'text' || !/\.ya?ml$/i.test(edit.path)) return [];
  const found = deletesFromNowOn(sides.before.text, sides.after.text);
  return found.map((one) => stated(one, edit, environmentOfPath(edit.path), edit.landed));
}

type Pair = {
  readonly edit: Edit;
  readonly before: readonly Zone[];
  readonly after: readonly Zone[];
  readonly landed: ReadonlySet<string> | null;
  readonly problems: readonly Observation[];
};

function readPair(edit: Edit, { files, grammars }: AnalyzerInput): readonly Pair[] {
  const sides = files.get(edit.path);
  return sides && edit.before?.oid !== edit.after?.oid ? readSides(edit, sides, grammars) : [];
}

function readSides(edit: Edit, sides: Sides, grammars: Grammars): readonly Pair[] {
  const old = edit.from ?? edit.path;
  const format = formatOf(old, sides.before) ?? formatOf(edit.path, sides.after);
  if (format === null) return [];
  const zonesIn = (content: Content, path: string): readonly Zone[] =>
    content.kind === 'text' ? format.read(content.text, path, grammars).zones : [];
  const before = zonesIn(sides.before, old);
  const now = sides.after.kind === 'text' ? format.read(sides.after.text, edit.path, grammars) : null;
  // what is there and cannot be read has been said where it was read
  const after = now?.zones ?? (sides.after.kind === 'absent' ? [] : before);
  const known = sides.landed.kind === 'text' ? zonesIn(sides.landed, old) : null;
  const landed = known && new Set(known.flatMap(({ sets }) => [...sets.keys()]));
  const problem = before.length + after.length > 0 ? now?.problem : null;
  const problems = problem ? [notRead(edit, 'dns', problem.line, problem.why)] : [];
  return [{ edit, before, after, landed, problems }];
}

/** What is new where it stands now: it may have come from another file, or from another tool. */
type Moves = { readonly sets: ReadonlyMap<string, RecordSet>; readonly zones: ReadonlyMap<string, Zone> };

function movesOf(pairs: readonly Pair[]): Moves {
  const sets = new Map<string, RecordSet>();
  const zones = new Map<string, Zone>();
  for (const { before, after } of pairs) {
    const known = setsOf(before);
    const names = new Set(before.map(({ name }) => name));
    for (const [key, set] of setsOf(after)) if (!known.has(key)) sets.set(key, set);
    for (const zone of after) if (!names.has(zone.name)) zones.set(zone.name, zone);
  }
  return { sets, zones };
}

function setsOf(zones: readonly Zone[]): ReadonlyMap<string, RecordSet> {
  return new Map(zones.flatMap((zone) => [...zone.sets]));
}

function factsOfPair(pair: Pair, moved: Moves): readonly Observation[] {
  const own = setsOf(pair.after);
  const zones = new Map(pair.after.map((zone) => [zone.name, zone]));
  const arrived = (set: RecordSet): RecordSet | null => own.get(keyOf(set)) ?? moved.sets.get(keyOf(set)) ?? null;
  // one zone may be served in several views
  const before = [...new Map(pair.before.map((zone) => [zone.name, zone])).values()];
  return before.flatMap((zone) => {
    const same = zones.get(zone.name) ?? moved.zones.get(zone.name) ?? null;
    return ofZone(zone, same, arrived).map((found) => observed(found, pair, zone));
  });
}

function ofZone(zone: Zone, same: Zone | null, arrived: (set: RecordSet) => RecordSet | null): readonly DnsFinding[] {
  if (same) return comparedZones(zone, same, arrived);
  const left = [...zone.sets.values()].filter((set) => arrived(set) === null);
  const isWhole = left.length === zone.sets.size && !zone.keepsOthers;
  if (!isWhole) return comparedZones(zone, zoneOf({ ...zone }, []), arrived);
  const { name, line } = zone;
  if (name === 'named') return comparedZones(zone, zoneOf({ ...zone }, []), arrived);
  const because = `the zone is removed: ${zone.sets.size} sets of records are no longer answered`;
  const remedy = 'Lead its names elsewhere first, and ask whoever owns the domain';
  return [destroyed({ name, type: 'zone', line, because, remedy, dependents: zone.sets.size })];
}

function observed(found: DnsFinding, { edit, landed }: Pair, zone: Zone): Observation {
  const { name, type } = found;
  return stated(found, edit, environmentOfZone(edit, zone), landedOf(edit, landed, `${name} ${type}`, type === 'zone'));
}

function stated(found: DnsFinding, edit: Edit, environment: Environment, landed: Truth): Observation {
  const { kind, name, type, critical, certainty, because, remedy, dependents, line } = found;
  return {
    kind,
    subject: `${name} ${type}`,
    edit,
    range: { from: line, to: line },
    attributes: {
      technology: 'dns',
      type,
      name,
      certainty,
      because,
      remedy,
      stateful: false,
      critical,
      environment,
      reversible: false,
      dependents,
      landed,
      ...(kind === 'infra.unprotect' ? { protection: type === 'policy' ? 'deletion' : 'other' } : {}),
    },
  };
}

function landedOf(edit: Edit, landed: ReadonlySet<string> | null, key: string, isZone: boolean): Truth {
  if (edit.landed !== true || landed === null || isZone) return edit.landed;
  return landed.has(key);
}

/** `example.com.zone` is no example: of its name only what stands before the domain tells. */
function environmentOfZone({ path }: Edit, { name }: Zone): Environment {
  const told = environmentOf(...name.split('.').slice(0, -2));
  return told === 'unknown' ? environmentOfPath(folderOf(path)) : told;
}
