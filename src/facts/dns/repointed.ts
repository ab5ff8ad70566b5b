import { type DnsFinding, replaced } from './finding.ts';
import type { RecordSet, Zone } from './record.ts';

/** Who answers for a zone decides what everybody sees of it, mail and certificates included. */
export function otherNameservers(old: RecordSet, now: RecordSet, after: Zone): readonly DnsFinding[] {
  const { name, type } = old;
  const added = now.values.filter((value) => !old.values.includes(value));
  const gone = old.values.filter((value) => !now.values.includes(value));
  const place = { name, type, line: now.line };
  if (added.length === 0) {
    const because = `${gone.join(', ')} no longer answers for it`;
    return [replaced({ ...place, certainty: now.values.length < 2 ? 'likely' : 'possible', because })];
  }
  // a further one of our own has its address in this very zone
  const own = added.every((host) => after.sets.has(`${host} A`) || after.sets.has(`${host} AAAA`));
  const because = `${added.join(', ')} says who is ${name} from now on`;
  const remedy = `Ask whoever owns the zone; keep NS ${old.values.join(', NS ').slice(0, 160)}`;
  return [
    replaced({ ...place, certainty: own ? 'possible' : 'certain', because, remedy, dependents: after.sets.size }),
  ];
}

/** `ns1.shop.example ops.shop.example`: the server that takes updates, and whom to write to. */
export function otherServer(old: RecordSet, now: RecordSet, before: Zone): readonly DnsFinding[] {
  const [then = '', server = ''] = [old.values[0]?.split(' ')[0], now.values[0]?.split(' ')[0]];
  if (then === server) return [];
  const known = before.sets.get(`${old.name} NS`)?.values.includes(server) === true;
  const because = `${server} is the primary server, no longer ${then}`;
  return [
    replaced({
      name: old.name,
      type: 'SOA',
      line: now.line,
      certainty: known ? 'possible' : 'certain',
      because,
      remedy: `Keep ${then} as the primary server`,
    }),
  ];
}

export function otherMail(old: RecordSet, now: RecordSet, zone: string): readonly DnsFinding[] {
  const [then, hosts] = [mailHosts(old), mailHosts(now)];
  const added = hosts.filter((host) => !then.includes(host));
  const place = { name: old.name, type: 'MX', line: now.line };
  if (hosts.length === 1 && hosts[0] === '.')
    return then[0] === '.'
      ? []
      : [replaced({ ...place, certainty: 'likely', because: 'it says that it takes no mail at all' })];
  if (added.length === 0)
    return then.length === hosts.length
      ? []
      : [replaced({ ...place, certainty: 'possible', because: 'one server of mail less' })];
  const owners = new Set(then.map(ownerOf));
  const foreign = added.some((host) => !owners.has(ownerOf(host)) && ownerOf(host) !== ownerOf(zone));
  const because = `mail goes to ${added.join(', ').slice(0, 120)}${then.some((host) => hosts.includes(host)) ? ' too' : `, no longer to ${then.join(', ').slice(0, 120)}`}`;
  const remedy = 'Ask whoever answers for mail; lower the TTL a day before';
  return [replaced({ ...place, certainty: foreign ? 'likely' : 'possible', because, remedy })];
}

function mailHosts({ values }: RecordSet): readonly string[] {
  return values.map((value) => value.split(' ').at(-1) ?? '');
}

/** The last two labels: good enough to tell one company from another. */
function ownerOf(host: string): string {
  return host.split('.').slice(-2).join('.');
}

const NOWHERE = /^(127\.|0\.0\.0\.0$|::1?$|255\.255\.255\.255$|localhost$)/;

/** Another address is daily work; one that leads nowhere is a removal. */
export function otherPlace(old: RecordSet, now: RecordSet): DnsFinding {
  const nowhere = now.values.every((value) => NOWHERE.test(value)) && !old.values.every((value) => NOWHERE.test(value));
  const because = nowhere
    ? `it leads to ${now.values.join(', ').slice(0, 60)}, where nothing answers`
    : `it leads to ${now.values.join(', ').slice(0, 80)}, no longer to ${old.values.join(', ').slice(0, 80)}`;
  return replaced({
    name: old.name,
    type: now.type,
    line: now.line,
    certainty: nowhere ? 'likely' : 'possible',
    because,
  });
}
