import { type ConfigMap, type ConfigValue, UNKNOWN, isMap } from '../resource.ts';
import { type AddressRange, parseRange } from './cidr.ts';
import type { At } from './seen.ts';

/** One opening of a firewall. Rules that refuse are not among them. */
export type Rule = {
  readonly direction: 'in' | 'out';
  /** `tcp`, `udp`, `icmp`, `all`. */
  readonly protocol: string;
  /** Both ends included; 0 to 65535 is all of them. */
  readonly from: number;
  readonly to: number;
  readonly ranges: readonly AddressRange[];
  /** Some of whom it lets in could not be worked out. */
  readonly open: boolean;
  readonly at: At;
};

export const LAST_PORT = 65_535;
export type Ports = { readonly from: number; readonly to: number };

/** The first of these properties that is there. */
export function pick(map: ConfigMap, ...names: readonly string[]): ConfigValue | undefined {
  for (const name of names) {
    const value = map[name];
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

export function listOf(...values: readonly (ConfigValue | undefined)[]): readonly ConfigValue[] {
  return values.flatMap((value) =>
    value === undefined || value === null ? [] : Array.isArray(value) ? value.flat() : [value],
  );
}

/** Nested blocks with their place. */
export function blocksAt(
  map: ConfigMap,
  ...names: readonly string[]
): readonly { readonly map: ConfigMap; readonly at: At }[] {
  return names.flatMap((name) => {
    const value = map[name];
    const items: readonly ConfigValue[] = Array.isArray(value) ? value : [value ?? null];
    return items.flatMap((item, index) => (isMap(item) ? [{ map: item, at: [name, String(index)] }] : []));
  });
}

/** Addresses; a name of a group, a prefix list or a tag is no address and lets nobody in from far away. */
export function rangesOf(values: readonly ConfigValue[]): Pick<Rule, 'ranges' | 'open'> {
  const texts = values.flatMap((value) => (typeof value === 'string' ? value.split(',') : []));
  return {
    ranges: texts.flatMap((text) => parseRange(text) ?? []),
    open: values.includes(UNKNOWN) || texts.some(isReference),
  };
}

/** What only a plan knows stays in a text by its name: `${var.office}`. */
function isReference(text: string): boolean {
  return text.includes('${');
}

/** `-1`, `all` and a protocol by its number. */
export function protocolOf(value: ConfigValue | undefined): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).toLowerCase() : 'all';
  return PROTOCOLS[text] ?? text;
}

const PROTOCOLS: Readonly<Record<string, string>> = {
  '-1': 'all',
  '*': 'all',
  any: 'all',
  '6': 'tcp',
  '17': 'udp',
  '1': 'icmp',
  '58': 'icmp',
  icmpv6: 'icmp',
  tcp_udp: 'all',
};

/** `22`, `80-443`, `1/65535`, `*`, `any`. */
export function portsOf(value: ConfigValue | undefined): Ports {
  if (typeof value === 'number') return { from: value, to: value };
  const match = typeof value === 'string' ? /^\s*(\d+)(?:\s*[-/:]\s*(\d+))?\s*$/.exec(value) : null;
  if (match === null) return { from: 0, to: LAST_PORT };
  return { from: Number(match[1]), to: Number(match[2] ?? match[1]) };
}

/** AWS leaves the ports out, or writes 0 or -1, where it means all. */
export function betweenPorts(from: ConfigValue | undefined, to: ConfigValue | undefined, protocol: string): Ports {
  const number = (value: ConfigValue | undefined): number | null => {
    if (typeof value !== 'number' && typeof value !== 'string') return null;
    const read = Number(value);
    return Number.isInteger(read) ? read : null;
  };
  const [first, last] = [number(from), number(to)];
  const none = protocol === 'all' || first === null || first < 0 || (first === 0 && (last ?? 0) <= 0);
  return none ? { from: 0, to: LAST_PORT } : { from: first, to: last === null || last < first ? first : last };
}
