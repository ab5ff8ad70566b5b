/** A run of addresses of one family, both ends included. */
export type AddressRange = { readonly family: 4 | 6; readonly first: bigint; readonly last: bigint };

const BITS = { 4: 32n, 6: 128n } as const;
const EVERYWHERE = new Set(['*', 'any', 'internet', '0.0.0.0/0', '0.0.0.0', 'all']);

/** `10.0.0.0/8`, `::/0`, one address, `10.0.0.1-10.0.0.9`, and the words for everywhere; null: it is none of them. */
export function parseRange(text: string): readonly AddressRange[] | null {
  const written = text.trim().toLowerCase();
  if (EVERYWHERE.has(written)) return [whole(4)];
  const dash = /^([\d.]+)\s*-\s*([\d.]+)$/.exec(written);
  if (dash) return between(dash[1] ?? '', dash[2] ?? '');
  const one = parseCidr(written);
  return one === null ? null : [one];
}

export function parseCidr(text: string): AddressRange | null {
  const [address = '', prefix, ...more] = text.split('/');
  const family = address.includes(':') ? 6 : 4;
  const start = family === 4 ? ipv4(address) : ipv6(address);
  if (start === null || more.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) return null;
  const bits = BITS[family];
  const length = prefix === undefined ? bits : BigInt(prefix);
  if (length > bits) return null;
  const size = 1n << (bits - length);
  const first = start - (start % size);
  return { family, first, last: first + size - 1n };
}

export function whole(family: 4 | 6): AddressRange {
  return { family, first: 0n, last: (1n << BITS[family]) - 1n };
}

/** What of `ranges` is not in `taken`. */
export function subtract(ranges: readonly AddressRange[], taken: readonly AddressRange[]): readonly AddressRange[] {
  const cuts = union(taken);
  return union(ranges).flatMap((range) => {
    const left: AddressRange[] = [];
    let first = range.first;
    for (const cut of cuts) {
      if (cut.family !== range.family || cut.last < first || cut.first > range.last) continue;
      if (cut.first > first) left.push({ ...range, first, last: cut.first - 1n });
      first = cut.last + 1n;
    }
    return first <= range.last ? [...left, { ...range, first }] : left;
  });
}

/** Sorted, and joined where they touch: two halves of the internet are the internet. */
export function union(ranges: readonly AddressRange[]): readonly AddressRange[] {
  const joined: AddressRange[] = [];
  for (const range of [...ranges].sort(inOrder)) {
    const last = joined.at(-1);
    if (last?.family === range.family && range.first <= last.last + 1n) {
      joined[joined.length - 1] = { ...last, last: range.last > last.last ? range.last : last.last };
    } else joined.push(range);
  }
  return joined;
}

/** More public addresses than a /8 holds: nobody owns so many, so it means everybody. In IPv6 more than a /16. */
export function isWorld(ranges: readonly AddressRange[]): boolean {
  const open = publicOnly(ranges);
  return sizeOf(open, 4) > 1n << 24n || sizeOf(open, 6) > 1n << 112n;
}

export function publicOnly(ranges: readonly AddressRange[]): readonly AddressRange[] {
  return subtract(ranges, NOT_PUBLIC);
}

function sizeOf(ranges: readonly AddressRange[], family: 4 | 6): bigint {
  return ranges.reduce((sum, range) => (range.family === family ? sum + range.last - range.first + 1n : sum), 0n);
}

function inOrder(a: AddressRange, b: AddressRange): number {
  if (a.family !== b.family) return a.family - b.family;
  return a.first < b.first ? -1 : a.first > b.first ? 1 : 0;
}

function between(from: string, to: string): readonly AddressRange[] | null {
  const first = ipv4(from);
  const last = ipv4(to);
  return first === null || last === null || last < first ? null : [{ family: 4, first, last }];
}

function ipv4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function ipv6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2 || text.length > 45) return null;
  const [head, tail] = halves.map(groups);
  if (!head || (halves.length === 2 && !tail)) return null;
  const given = head.length + (tail?.length ?? 0);
  if (halves.length === 2 ? given > 7 : given !== 8) return null;
  const filled = [...head, ...Array.from({ length: 8 - given }, () => 0n), ...(tail ?? [])];
  return filled.reduce((sum, group) => sum * 65536n + group, 0n);
}

function groups(text: string): readonly bigint[] | null {
  if (text === '') return [];
  const parts = text.split(':');
  return parts.every((part) => /^[\da-f]{1,4}$/.test(part)) ? parts.map((part) => BigInt(`0x${part}`)) : null;
}

/** Private, shared, loopback, link-local, multicast and documentation: nobody comes from there over the internet. */
const NOT_PUBLIC: readonly AddressRange[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/3',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
].flatMap((text) => parseCidr(text) ?? []);
