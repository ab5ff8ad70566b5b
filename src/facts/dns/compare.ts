import { type DnsFinding, destroyed, replaced, unprotected } from './finding.ts';
import { weakenedText, widenedIssuers } from './mail-auth.ts';
import { otherMail, otherNameservers, otherPlace, otherServer } from './repointed.ts';
import { type Answers, answersOf, hasOtherKeys } from './answers.ts';
import { keyOf, type RecordSet, type Zone } from './record.ts';

/** Where else a set of records may have gone to within the change. */
export type Elsewhere = (set: RecordSet) => RecordSet | null;

/** What answers differently from now on. Order, TTL, serial and comments are no answer. */
export function comparedZones(before: Zone, after: Zone, elsewhere: Elsewhere): readonly DnsFinding[] {
  const answers = answersOf(after);
  const then = answersOf(before);
  const found = [...before.sets.values()].flatMap((old) => {
    const now = after.sets.get(keyOf(old)) ?? elsewhere(old);
    if (now !== null && now.values.join('\n') === old.values.join('\n')) return [];
    const protections = weakened(old, now, answers);
    const rest = now === null ? removed(old, then, answers) : changed(old, now, before, after);
    return [...protections, ...rest];
  });
  return [...found.map((one) => softened(one, after)), ...wildcards(then, after)];
}

/** What a tool does not purge stays until somebody deletes it. */
function softened(found: DnsFinding, { keepsOthers }: Zone): DnsFinding {
  return keepsOthers && found.kind === 'infra.destroy' ? { ...found, certainty: 'possible' } : found;
}

function weakened(before: RecordSet, after: RecordSet | null, answers: Answers): readonly DnsFinding[] {
  switch (before.type) {
    case 'TXT':
    case 'SPF':
      return weakenedText({ before, after, otherKeys: hasOtherKeys(before, answers) });
    case 'CAA':
      return widenedIssuers({ before, after });
    case 'DS':
    case 'DNSKEY':
      return unsigned(before, after);
    case 'DNSSEC':
    case 'VALIDATION':
      return unsigned(before, after);
    case 'CNAME':
      return before.name.includes('._domainkey.') && after === null ? delegatedKey(before, answers) : [];
    default:
      return [];
  }
}

function unsigned({ name, type, line }: RecordSet, after: RecordSet | null): readonly DnsFinding[] {
  if (after !== null) return [];
  if (type === 'VALIDATION')
    return [
      unprotected({
        name,
        type,
        line,
        because: 'signatures of others are no longer checked',
        remedy: 'Keep dnssec-validation auto',
      }),
    ];
  const because =
    type === 'DNSSEC'
      ? 'the zone is no longer signed'
      : `the ${type} records are removed: answers are no longer believed to be signed`;
  return [
    unprotected({
      name,
      type,
      line,
      because,
      remedy: 'Keep the old key beside the new one until the parent has followed',
    }),
  ];
}

function delegatedKey(set: RecordSet, answers: Answers): readonly DnsFinding[] {
  const { name, line } = set;
  if (answers.byName.has(name)) return [];
  const because = 'the name of the DKIM key is removed: mail that was signed with it counts as forged';
  return [
    unprotected({ name, type: 'CNAME', line, certainty: hasOtherKeys(set, answers) ? 'possible' : 'likely', because }),
  ];
}

const ADDRESS = /^(A|AAAA|CNAME|ALIAS|ANAME|HTTPS|SVCB|DNAME)$/;

function removed(old: RecordSet, then: Answers, answers: Answers): readonly DnsFinding[] {
  const { name, type, line } = old;
  if (ADDRESS.test(type)) return unanswered(old, then, answers);
  const place = { name, type, line, remedy: keep(old) };
  const isApex = name === then.zone.name;
  switch (type) {
    case 'MX':
      return [
        destroyed({ ...place, certainty: isApex ? 'certain' : 'likely', because: 'no mail can be delivered any more' }),
      ];
    case 'NS': {
      const because = isApex ? 'nobody is said to answer for the zone' : 'the zone below is no longer delegated';
      return [destroyed({ ...place, because, dependents: then.below.get(name) ?? 0 })];
    }
    case 'SOA':
      return [destroyed({ ...place, because: 'a zone without SOA is not loaded', dependents: then.zone.sets.size })];
    case 'PROVIDER':
      // only one of the tools writes it down
      return then.zone.path === answers.zone.path
        ? [destroyed({ ...place, certainty: 'likely', because: 'no provider is told to serve the zone' })]
        : [];
    default: {
      const because = `${type} ${name} is no longer answered`;
      return SERVICE.test(type) ? [destroyed({ name, type, line, critical: false, certainty: 'likely', because })] : [];
    }
  }
}

const SERVICE = /^(SRV|PTR|TLSA|SSHFP|NAPTR)$/;

function keep({ type, values }: RecordSet): string {
  return `Keep ${values
    .slice(0, 4)
    .map((value) => `${type} ${value}`)
    .join(', ')
    .slice(0, 160)}`;
}

/** A name that has no address left; one that keeps another kind of address is merely repointed. */
function unanswered(old: RecordSet, { zone }: Answers, answers: Answers): readonly DnsFinding[] {
  const { name, type } = old;
  // names by which an authority checks who owns the zone come and go
  if (/(^|\.)_/.test(name)) return [];
  const left = (answers.byName.get(name) ?? []).filter((set) => ADDRESS.test(set.type));
  const isNew = left.some((set) => !zone.sets.has(keyOf(set)));
  if (isNew) return isWellKnown(name, zone.name) ? [otherPlace(old, left[0] ?? old)] : [];
  if (left.length > 0) return type === 'A' ? [withoutIpv4(old, zone)] : [];
  if (answersAnyway(name, zone, answers)) return [];
  return [unreachable(old, zone, answers.leading.get(name) ?? null)];
}

function unreachable(old: RecordSet, zone: Zone, leading: RecordSet | null): DnsFinding {
  const { name, type } = old;
  const isApex = name === zone.name;
  const critical = isApex || leading !== null || isWellKnown(name, zone.name);
  const gone = isApex ? 'the name of the zone itself has no address any more' : `${name} has no address any more`;
  const because = leading ? `${gone}, and ${leading.name} ${leading.type} leads to it` : gone;
  const certainty = isApex || leading ? 'certain' : 'likely';
  const remedy = critical ? `${keep(old)} until nobody asks for it any more` : '';
  return destroyed({ name, type, line: old.line, critical, certainty, because, remedy, dependents: leading ? 1 : 0 });
}

function withoutIpv4({ name, type, line }: RecordSet, zone: Zone): DnsFinding {
  const critical = isWellKnown(name, zone.name);
  return destroyed({
    name,
    type,
    line,
    critical,
    certainty: 'likely',
    because: 'who has no IPv6 cannot reach it any more',
  });
}

/** A wildcard above answers for what is no longer written out. */
function answersAnyway(name: string, zone: Zone, answers: Answers): boolean {
  if (name === zone.name) return false;
  const wildcard = `*.${name.slice(name.indexOf('.') + 1)}`;
  return name !== wildcard && (answers.byName.get(wildcard) ?? []).some((set) => ADDRESS.test(set.type));
}

const WELL_KNOWN =
  /^(www|api|app|apps|mail|smtp|imap|pop3?|mx\d*|ns\d*|dns\d*|webmail|autodiscover|autoconfig|mta-sts|login|auth|sso|id|idp|accounts?|vpn|gateway|gw|ingress|lb|cdn|static|assets|media|img|images|shop|store|checkout|pay|payments?|admin|portal|dashboard|console|git|gitlab|registry|docs|status|support|help|blog|m|ws|graphql|edge|proxy|db|database|prod|production|\*)(\.|$)/;

export function isWellKnown(name: string, zone: string): boolean {
  if (name === zone) return true;
  return name.endsWith(`.${zone}`) && WELL_KNOWN.test(name.slice(0, -zone.length));
}

function changed(old: RecordSet, now: RecordSet, before: Zone, after: Zone): readonly DnsFinding[] {
  switch (old.type) {
    case 'NS':
      return otherNameservers(old, now, after);
    case 'SOA':
      return otherServer(old, now, before);
    case 'MX':
      return otherMail(old, now, before.name);
    case 'PROVIDER':
    case 'REGISTRAR': {
      const because = `${now.values.join(', ')} is asked for the zone, no longer ${old.values.join(', ')}`;
      const certainty = old.type === 'PROVIDER' ? 'likely' : 'possible';
      return [replaced({ name: old.name, type: old.type, line: now.line, certainty, because })];
    }
    default:
      return ADDRESS.test(old.type) && isWellKnown(old.name, before.name) ? [otherPlace(old, now)] : [];
  }
}

/** A wildcard answers for names nobody has thought of. */
function wildcards(then: Answers, after: Zone): readonly DnsFinding[] {
  return [...after.sets.values()].flatMap(({ name, type, line }) => {
    const isNew = name.startsWith('*.') && ADDRESS.test(type) && !then.byName.has(name);
    const because = 'every name below it answers from now on, also those nobody has given away';
    return isNew ? [unprotected({ name, type, line, critical: false, certainty: 'possible', because })] : [];
  });
}
