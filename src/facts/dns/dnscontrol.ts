import type { Path } from '../../model/change.ts';
import type { Call, Dict, Expression, Program } from '../orm/program.ts';
import { isType, qualified, type Zone, type ZoneFile, type ZoneRecord, zoneOf } from './record.ts';

/** dnscontrol (https://docs.dnscontrol.org): `D("shop.example", REG, DnsProvider(X), A("@", "192.0.2.1"))`. */
export function readDnsControl(program: Program, path: Path): ZoneFile {
  const names = new Map<string, Expression>();
  const zones = new Map<string, { records: ZoneRecord[]; line: number; keepsOthers: boolean }>();
  const budget = { left: MOST_STEPS };
  collect(program.body, names);
  for (const call of callsOf(program.body)) {
    const name = textOf(call.args[0]).toLowerCase().replace(/!.*$/, '').replace(/\.$/, '');
    if (!/^D(_EXTEND)?$/.test(call.name) || !/[.$]/.test(name)) continue;
    const zone = zones.get(name) ?? { records: [], line: call.line, keepsOthers: false };
    const scope: Scope = { zone: name, names, into: zone, seen: new Set(), budget };
    if (call.name === 'D') registrar(call, scope);
    for (const argument of call.args.slice(call.name === 'D' ? 2 : 1)) take(argument, scope);
    zones.set(name, zone);
  }
  const read = [...zones].map(([name, { records, line, keepsOthers }]): Zone =>
    zoneOf({ name, path, line, keepsOthers }, records),
  );
  const broken = program.broken === null ? null : { line: program.broken, why: 'this does not fit the language' };
  const problem = budget.left < 0 ? { line: 1, why: `it stands for more than ${MOST_STEPS} records` } : broken;
  return { zones: read, problem };
}

export function looksLikeDnsControl(text: string): boolean {
  return /\bD(_EXTEND)?\s*\(\s*["'`]/.test(text);
}

function collect(body: readonly Expression[], names: Map<string, Expression>): void {
  for (const one of body) {
    if (one.kind === 'assign') names.set(one.to, one.value);
    if (one.kind === 'group') collect(one.parts, names);
  }
}

/** Calls of statements, also inside blocks, loops and functions; those given to others as arguments are not statements. */
function callsOf(body: readonly Expression[]): readonly Call[] {
  return body.flatMap((one): readonly Call[] => {
    if (one.kind === 'call') return /^D(_EXTEND)?$/.test(one.name) ? [one] : callsOf(one.args);
    if (one.kind === 'group') return callsOf(one.parts);
    if (one.kind === 'fn' || one.kind === 'loop') return callsOf(one.body);
    return one.kind === 'assign' ? callsOf([one.value]) : [];
  });
}

type Scope = {
  readonly zone: string;
  readonly names: ReadonlyMap<string, Expression>;
  readonly into: { records: ZoneRecord[]; keepsOthers: boolean };
  /** Names that are being followed: a list may name itself. */
  readonly seen: Set<string>;
  /** Ten lists that hold each other twice are a thousand. */
  readonly budget: { left: number };
};

const MOST_STEPS = 200_000;

function registrar(call: Call, { zone, into }: Scope): void {
  const [, given] = call.args;
  if (given?.kind === 'name' && given.name !== 'REG_NONE')
    into.records.push({ name: zone, type: 'REGISTRAR', value: given.name, line: call.line });
}

function take(one: Expression, scope: Scope): void {
  scope.budget.left -= 1;
  if (scope.budget.left < 0) return;
  if (one.kind === 'list') for (const item of one.items) take(item, scope);
  if (one.kind === 'group') for (const part of one.parts) take(part, scope);
  if (one.kind === 'name') follow(one.name, scope);
  if (one.kind === 'call') record(one, scope);
}

function follow(name: string, scope: Scope): void {
  if (name === 'NO_PURGE') scope.into.keepsOthers = true;
  const value = scope.names.get(name);
  if (value === undefined || scope.seen.has(name)) return;
  scope.seen.add(name);
  take(value, scope);
  scope.seen.delete(name);
}

function record(call: Call, { zone, into }: Scope): void {
  if (call.name === 'NO_PURGE') into.keepsOthers = true;
  const [first] = call.args;
  const { label, type, values } = first?.kind === 'dict' ? built(call.name, first) : written(call, zone);
  for (const value of values) into.records.push({ name: qualified(label, zone), type, value, line: call.line });
}

type Written = { readonly label: string; readonly type: string; readonly values: readonly string[] };
const NOTHING: Written = { label: '', type: '', values: [] };

function written({ name, args: [first, ...rest] }: Call, zone: string): Written {
  if (name === 'DnsProvider') return { label: '@', type: 'PROVIDER', values: [nameOf(first)] };
  if (name === 'NAMESERVER') return { label: '@', type: 'NS', values: [hostOf(textOf(first), zone)] };
  if (!isType(name)) return NOTHING;
  return { label: textOf(first), type: name.toUpperCase(), values: [valueOf(name, rest, zone)] };
}

/** `SPF_BUILDER({label: "@", parts: […]})` and its likes. */
function built(name: string, options: Dict): Written {
  const label = optionOf(options, 'label') || '@';
  if (name === 'SPF_BUILDER') return { label, type: 'TXT', values: [textsOf(options, 'parts').join(' ')] };
  if (name === 'CAA_BUILDER') return { label, type: 'CAA', values: caaOf(options) };
  if (name !== 'DMARC_BUILDER') return NOTHING;
  return { label: `_dmarc${label === '@' ? '' : `.${label}`}`, type: 'TXT', values: [dmarcOf(options)] };
}

function valueOf(type: string, given: readonly Expression[], zone: string): string {
  const words = given.flatMap((one) => {
    if (one.kind === 'text') return [textOf(one)];
    if (one.kind === 'list') return [one.items.map(textOf).join('')];
    if (one.kind === 'name') return [`\${${one.name}}`];
    return one.kind === 'value' && one.value !== null ? [String(one.value)] : [];
  });
  if (type === 'CAA') return ['0', ...words].join(' ');
  if (type === 'TXT') return words.join('');
  const isHost = /^(NS|CNAME|MX|PTR|SRV|DNAME|ALIAS|ANAME)$/.test(type);
  const all = isHost ? [...words.slice(0, -1), hostOf(words.at(-1) ?? '', zone)] : words;
  return all.join(' ').toLowerCase();
}

function hostOf(name: string, zone: string): string {
  return name === '.' ? '.' : name.startsWith('$') ? name : qualified(name, zone);
}

function dmarcOf(options: Dict): string {
  const said = (tag: string, key: string): string =>
    optionOf(options, key) === '' ? '' : `; ${tag}=${optionOf(options, key)}`;
  return `v=DMARC1; p=${optionOf(options, 'policy') || 'none'}${said('sp', 'subdomainPolicy')}${said('pct', 'percent')}`;
}

function caaOf(options: Dict): readonly string[] {
  return ['issue', 'issuewild', 'issuemail'].flatMap((tag) => {
    if (optionOf(options, tag) === 'none') return [`0 ${tag} ;`];
    return textsOf(options, tag).map((issuer) => `0 ${tag} ${issuer}`);
  });
}

function optionOf(options: Dict, key: string): string {
  const value = options.entries.find((one) => one.key === key)?.value;
  return value?.kind === 'value' ? String(value.value ?? '') : textOf(value);
}

function textsOf(options: Dict, key: string): readonly string[] {
  const value = options.entries.find((one) => one.key === key)?.value;
  return value?.kind === 'list' ? value.items.map(textOf) : textOf(value) === '' ? [] : [textOf(value)];
}

/** What is spliced in is not known, and is at least the same as long as it is written the same. */
function textOf(one: Expression | undefined): string {
  if (one?.kind === 'name') return `\${${one.name}}`;
  if (one?.kind !== 'text') return '';
  return one.parts
    .map((part) => (typeof part === 'string' ? part : part.kind === 'text' ? textOf(part) : `\${${nameOf(part)}}`))
    .join('');
}

function nameOf(one: Expression | undefined): string {
  if (one?.kind === 'name') return one.name;
  return one?.kind === 'text' ? textOf(one) : '?';
}
