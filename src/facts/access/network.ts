import type { Observation } from '../analyzer.ts';
import type { ResourceChange, ResourceState } from '../resource.ts';
import { type AddressRange, isWorld, publicOnly, subtract } from './cidr.ts';
import { isDangerousPort, isSensitive, portsInWords } from './ports.ts';
import { LAST_PORT, type Ports, type Rule } from './rule.ts';
import { awsRules } from './rules-aws.ts';
import { cloudRules } from './rules-clouds.ts';
import { BORN_OPEN, databaseRules } from './rules-databases.ts';
import { type Certainty, expose } from './seen.ts';

const TABLE: Readonly<Record<string, (body: ResourceState['body']) => readonly Rule[]>> = {
  ...awsRules,
  ...cloudRules,
  ...databaseRules,
};
/** More rules than any cloud takes for one firewall. */
const MOST = 1000;

/** Which firewalls let in more than before. A rule that moves to a resource of its own in the same change is no news. */
export function networkOf(changes: readonly ResourceChange[]): readonly Observation[] {
  const firewalls = changes.filter(({ type }) => TABLE[type] !== undefined);
  const gone = new Map(firewalls.map((change) => [change, rulesOf(change, 'before')]));
  const moved = firewalls.flatMap((one) => leaving(gone.get(one) ?? [], rulesOf(one, 'after')));
  return firewalls.flatMap((change) => {
    const after = rulesOf(change, 'after');
    if (after.length === 0) return [];
    const own = gone.get(change) ?? [];
    return newIn(change, after, [...own, ...moved], isFresh(change, changes), own);
  });
}

function rulesOf(change: ResourceChange, side: 'before' | 'after'): readonly Rule[] {
  const state = change[side];
  return state === null ? [] : (TABLE[change.type]?.(state.body) ?? []).slice(0, MOST);
}

/** Those that the firewall no longer has: what it keeps has not moved anywhere. */
function leaving(before: readonly Rule[], after: readonly Rule[]): readonly Rule[] {
  const kept = new Set(after.map(written));
  return before.filter((rule) => !kept.has(written(rule)));
}

/** A new firewall is open to those it is made for; a new rule of an old one is a change of what was. */
function isFresh(change: ResourceChange, changes: readonly ResourceChange[]): boolean {
  if (change.before !== null) return false;
  const group = /(security_group|network_security_group|secgroup|SecurityGroup|network_acl)$/;
  const isRule = /rule(_v2)?$|Ingress$|Egress$|Entry$/.test(change.type);
  return !isRule || changes.some(({ type, before, after }) => group.test(type) && before === null && after !== null);
}

function newIn(
  change: ResourceChange,
  after: readonly Rule[],
  before: readonly Rule[],
  fresh: boolean,
  own: readonly Rule[],
): readonly Observation[] {
  const known = new Set(before.map(written));
  const added = after.filter((rule) => !known.has(written(rule)));
  const isFine = added.length * before.length < COMPARISONS;
  const openings = added.flatMap((rule) => openingsOf(rule, before, isFine));
  const groups = new Map<string, Opening[]>();
  for (const opening of openings) {
    const key = `${opening.rule.direction} ${opening.rule.protocol} ${portsInWords(opening.ports)}`;
    groups.set(key, [...(groups.get(key) ?? []), opening]);
  }
  const seen = [...groups.values()].flatMap((group) => told(change, group, fresh));
  const unclear = after.filter((rule) => rule.open && rule.direction === 'in');
  if (seen.length > 0 || fresh || change.before === null || unclear.length === 0 || own.some((rule) => rule.open))
    return seen;
  return [unknown(change, unclear)];
}

/** With more only rules about the same ports are compared: what others let in then counts as new. */
const COMPARISONS = 50_000;

function written({ at: _place, ranges, ...rule }: Rule): string {
  return JSON.stringify([rule, ranges.map(({ family, first, last }) => `${family} ${first}-${last}`)]);
}

type Opening = {
  readonly rule: Rule;
  readonly ports: Ports;
  readonly ranges: readonly AddressRange[];
  /** Everybody came in before, by the other sort of addresses or by the other half. */
  readonly already: boolean;
};

/** The ports of a rule, cut where other rules begin and end, with the addresses that none of them let in. */
function openingsOf(rule: Rule, before: readonly Rule[], isFine: boolean): readonly Opening[] {
  const others = before.filter(
    (one) =>
      one.direction === rule.direction &&
      (one.protocol === 'all' || one.protocol === rule.protocol) &&
      (isFine || (one.from === rule.from && one.to === rule.to)),
  );
  const cuts = [...new Set([rule.from, ...(isFine ? others.flatMap(({ from, to }) => [from, to + 1]) : [])])]
    .filter((port) => port >= rule.from && port <= rule.to)
    .sort((a, b) => a - b);
  const found = cuts.flatMap((from, index): readonly Opening[] => {
    const to = (cuts[index + 1] ?? rule.to + 1) - 1;
    const taken = others.filter((one) => one.from <= from && one.to >= to).flatMap(({ ranges }) => ranges);
    const ranges = subtract(rule.ranges, taken);
    return ranges.length === 0
      ? []
      : [{ rule, ports: { from, to }, ranges, already: isWorld(ranges) && isWorld(taken) }];
  });
  return joined(found);
}

function joined(openings: readonly Opening[]): readonly Opening[] {
  const result: Opening[] = [];
  for (const opening of openings) {
    const last = result.at(-1);
    if (
      last?.already === opening.already &&
      last.ports.to + 1 === opening.ports.from &&
      alike(last.ranges, opening.ranges)
    ) {
      result[result.length - 1] = { ...last, ports: { from: last.ports.from, to: opening.ports.to } };
    } else result.push(opening);
  }
  return result;
}

function alike(a: readonly AddressRange[], b: readonly AddressRange[]): boolean {
  if (isWorld(a) && isWorld(b)) return true;
  return subtract(a, b).length === 0 && subtract(b, a).length === 0;
}

function told(change: ResourceChange, group: readonly Opening[], fresh: boolean): readonly Observation[] {
  const [first] = group;
  if (!first) return [];
  const ranges = group.flatMap((opening) => opening.ranges);
  const { rule, ports } = first;
  const world = isWorld(ranges);
  if (rule.direction === 'out')
    return world && !fresh && change.before !== null ? [reachesOut(change, rule, ports)] : [];
  if (!world && (fresh || change.before === null || publicOnly(ranges).length === 0)) return [];
  const sensitive = world && isSensitive(rule.protocol, ports);
  const shown = rule.protocol === 'icmp' ? 'icmp' : portsInWords(ports);
  const because = world
    ? `lets anyone on the internet reach ${inWords(rule, ports)}`
    : `lets more addresses in the internet reach ${inWords(rule, ports)}`;
  const remedy = world ? NARROWER : '';
  const certainty = certaintyOf(change, group, world, fresh);
  return [expose(change, rule.at, { world, ports: shown, sensitive }, { certainty, because, remedy })];
}

const NARROWER = 'Name the addresses or the security group that need it in place of 0.0.0.0/0';

function certaintyOf({ type }: ResourceChange, group: readonly Opening[], world: boolean, fresh: boolean): Certainty {
  if (!world || group.every(({ already }) => already)) return 'possible';
  // behind a list of a network there are the security groups still
  if (/acl/i.test(type)) return fresh ? 'possible' : 'likely';
  if (fresh && BORN_OPEN.test(type)) return 'possible';
  return !fresh || group.some(({ rule, ports }) => isSensitive(rule.protocol, ports)) ? 'certain' : 'possible';
}

function inWords({ protocol }: Rule, ports: Ports): string {
  if (protocol === 'icmp') return 'it by icmp';
  if (ports.from === 0 && ports.to === LAST_PORT) return protocol === 'all' ? 'every port' : `every ${protocol} port`;
  const danger = isDangerousPort(ports);
  const name = danger === null ? '' : ` (${danger})`;
  return `port${ports.from === ports.to ? '' : 's'} ${portsInWords(ports)}${name}`;
}

function reachesOut(change: ResourceChange, rule: Rule, ports: Ports): Observation {
  const reason = {
    certainty: 'possible',
    because: `may now reach anyone at ${inWords(rule, ports)}`,
    remedy: '',
  } as const;
  return expose(change, rule.at, { world: false, ports: portsInWords(ports), sensitive: false }, reason);
}

function unknown(change: ResourceChange, rules: readonly Rule[]): Observation {
  const [rule] = rules;
  const because = 'whom it lets in cannot be worked out here, before it could';
  const ports = rule === undefined ? 'all' : portsInWords(rule);
  const reach = { world: 'unknown', ports, sensitive: 'unknown' } as const;
  return expose(change, rule?.at ?? [], reach, { certainty: 'possible', because, remedy: '' });
}
