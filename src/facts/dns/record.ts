import type { Path } from '../../model/change.ts';

/** All records of one name and one type: what a resolver answers with at once. */
export type RecordSet = {
  /** Fully qualified, in small letters, without the dot at its end. */
  readonly name: string;
  readonly type: string;
  /** As compared: without TTL and comments, sorted. */
  readonly values: readonly string[];
  readonly line: number;
};

export type Zone = {
  readonly name: string;
  readonly path: Path;
  readonly line: number;
  /** By `name type`. */
  readonly sets: ReadonlyMap<string, RecordSet>;
  /** Records that are no longer written here stay where they are. */
  readonly keepsOthers: boolean;
};

export type ZoneFile = {
  readonly zones: readonly Zone[];
  readonly problem: { readonly line: number; readonly why: string } | null;
};

export type ZoneRecord = {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly line: number;
};

export function keyOf({ name, type }: { readonly name: string; readonly type: string }): string {
  return `${name} ${type}`;
}

/** `@` is the zone, a dot at the end says that nothing is to be added. */
export function qualified(name: string, origin: string): string {
  const lower = name.toLowerCase();
  if (lower === '@' || lower === '') return origin;
  if (lower.endsWith('.')) return lower.slice(0, -1);
  return origin === '' ? lower : `${lower}.${origin}`;
}

export function zoneOf(
  head: Pick<Zone, 'name' | 'path' | 'line' | 'keepsOthers'>,
  records: readonly ZoneRecord[],
): Zone {
  const sets = new Map<string, { name: string; type: string; values: string[]; line: number }>();
  for (const { name, type, value, line } of records) {
    const key = keyOf({ name, type });
    const set = sets.get(key);
    if (set) set.values.push(value);
    else sets.set(key, { name, type, values: [value], line });
  }
  for (const set of sets.values()) set.values.sort();
  return { ...head, sets };
}

const TYPES =
  /^(a|aaaa|ns|cname|soa|ptr|mx|txt|spf|srv|caa|ds|cds|dnskey|cdnskey|tlsa|sshfp|naptr|dname|loc|hinfo|rp|afsdb|uri|svcb|https|openpgpkey|smimea|cert|nsec|nsec3|nsec3param|rrsig|dlv|key|sig|apl|ipseckey|hip|csync|zonemd|eui48|eui64|alias|aname|wks|nsap|dhcid|kx|minfo|mb|mg|mr|x25|isdn|gpos|px|a6|l32|l64|lp|nid|talink|ninfo|rkey|doa|amtrelay|resinfo|wallet|dsync|null|cla|ipn|type\d+)$/i;

export function isType(word: string): boolean {
  return TYPES.test(word);
}

/** Made by the signer out of the others. */
export function isMadeBySigner(type: string): boolean {
  return /^(rrsig|nsec3?|nsec3param|zonemd)$/i.test(type);
}
