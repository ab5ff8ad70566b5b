import type { Path } from '../../model/change.ts';
import { baseName } from '../path.ts';
import { isMadeBySigner, isType, qualified, type ZoneFile, type ZoneRecord, zoneOf } from './record.ts';

/** Zone files as RFC 1035 section 5 writes them: `www 300 IN A 192.0.2.1 ; a comment`. */
export function readZoneFile(text: string, path: Path): ZoneFile {
  const { entries, open } = entriesOf(text);
  const named = originIn(text) ?? nameByPath(path);
  const state: State = { origin: named, owner: named, zone: '', broken: null };
  const records = entries.flatMap((entry) => recordOf(entry, state) ?? []);
  const problem = open === null ? state.broken : { line: open, why: 'a bracket or a quote is opened and never closed' };
  const head = { name: state.zone === '' ? named : state.zone, path, line: records[0]?.line ?? 1, keepsOthers: false };
  return { zones: records.length === 0 ? [] : [zoneOf(head, records)], problem };
}

const RECORD =
  /^(?:\S{1,255}[ \t]+|[ \t]+)(?:\d\w{0,9}[ \t]+)?(?:IN[ \t]+)?(?:\d\w{0,9}[ \t]+)?(?:SOA|NS|MX|AAAA|CNAME|TXT|CAA|SRV|PTR|DS|A[ \t]+\d{1,3}\.\d{1,3}\.\d)\b/im;

/** Cheap, and by content: a `.db` may as well be a table of aliases. */
export function looksLikeZone(text: string): boolean {
  return (
    /^[ \t]*\$(ORIGIN|TTL)[ \t]+\S/m.test(text) ||
    (/\bIN\s+SOA\s/i.test(text) && RECORD.test(text)) ||
    onlyRecords(text)
  );
}

/** A part of a zone that another file includes has neither a `$TTL` nor a SOA. */
function onlyRecords(text: string): boolean {
  const lines = text
    .slice(0, 4000)
    .split('\n')
    .filter((line) => /^[^;\n]*\S/.test(line));
  return lines.length > 0 && lines.slice(0, 8).every((line) => /\sIN\s/i.test(line) && RECORD.test(line));
}

function nameByPath(path: Path): string {
  return baseName(path)
    .toLowerCase()
    .replace(/\.(j2|jinja2?|erb|tmpl|tpl|in)$/, '')
    .replace(/^(db|zone|named|pri|master)[._-](?=.)/, '')
    .replace(/\.(zone|db|dns|zn|txt|hosts|fwd|rev|zonefile|internal|external)$/, '');
}

/** Names above the first `$ORIGIN` are rare, and without it they belong to the zone the file is called after. */
function originIn(text: string): string | null {
  const [, origin] = /^\$ORIGIN[ \t]+([^\s;]+)/im.exec(text) ?? [];
  if (origin !== undefined) return qualified(origin, '') || null;
  const [, owner] =
    /^([\w.-]{1,255}\.)[ \t]+(?:\d\w{0,9}[ \t]+)?(?:IN[ \t]+)?(?:\d\w{0,9}[ \t]+)?SOA[ \t]/im.exec(text) ?? [];
  return owner === undefined ? null : qualified(owner, '');
}

type Token = { readonly text: string; readonly quoted: boolean };
type Entry = { readonly tokens: readonly Token[]; readonly blank: boolean; readonly line: number };

/** Splits into entries: one for each line, or for several that a bracket holds together. */
function entriesOf(given: string): { readonly entries: readonly Entry[]; readonly open: number | null } {
  // an action of a template is one word, whatever is in it
  const text = given
    .replace(/^\uFEFF/, '')
    .replace(/^[ \t]*\{%[^\n]*%\}[ \t]*\r?$/gm, '')
    .replace(/\{\{[^{}\n]{0,400}\}\}/g, (action) => action.replaceAll(/[\s;()"]+/g, '_'));
  const entries: Entry[] = [];
  let depth = 0;
  let openedAt = 1;
  let tokens: Token[] = [];
  let blank = false;
  let start = 1;
  for (const [index, line] of text.split('\n').entries()) {
    if (depth === 0) {
      if (tokens.length > 0) entries.push({ tokens, blank, line: start });
      tokens = [];
      start = index + 1;
      blank = /^[ \t]/.test(line);
    }
    for (const [found] of line.matchAll(TOKEN)) {
      if (found.startsWith(';')) break;
      if (found === '(') {
        if (depth === 0) openedAt = index + 1;
        depth += 1;
      } else if (found === ')') depth = Math.max(0, depth - 1);
      else if (/^".*"$/.test(found)) tokens.push({ text: found.slice(1, -1), quoted: true });
      else if (found.startsWith('"')) return { entries, open: index + 1 };
      else tokens.push({ text: found, quoted: false });
    }
  }
  if (tokens.length > 0) entries.push({ tokens, blank, line: start });
  return { entries, open: depth > 0 ? openedAt : null };
}

const TOKEN = /"(?:[^"\\\r]|\\.)*"|"[^\n]*|;[^\n]*|[()]|(?:[^\s;()"\\]|\\.)+/g;

type State = { origin: string; owner: string; zone: string; broken: ZoneFile['problem'] };

/** One entry: it moves the origin or the owner along, or is a record. */
function recordOf({ tokens, blank, line }: Entry, state: State): ZoneRecord | null {
  const [first, second] = tokens;
  if (first === undefined) return null;
  if (!blank && first.text.startsWith('$')) {
    if (/^\$ORIGIN$/i.test(first.text) && second) state.origin = qualified(second.text, state.origin);
    return null;
  }
  const { type, rest } = typeIn(blank ? tokens : tokens.slice(1));
  if (type === null) {
    state.broken ??= { line, why: `"${first.text.slice(0, 40)}" is no record: it has no type that is known` };
    return null;
  }
  if (!blank) state.owner = qualified(first.text, state.origin);
  if (type === 'SOA') state.zone = state.owner;
  if (isMadeBySigner(type)) return null;
  return { name: state.owner, type, value: valueOf(type, rest, state.origin), line };
}

/** A class and a time to live may stand before the type, in either order. */
function typeIn(tokens: readonly Token[]): { readonly type: string | null; readonly rest: readonly Token[] } {
  const at = tokens.findIndex(({ text, quoted }) => quoted || !CLASS_OR_TTL.test(text));
  const type = tokens[at]?.text.toUpperCase() ?? '';
  return { type: at <= 2 && isType(type) ? type : null, rest: tokens.slice(at + 1) };
}

const CLASS_OR_TTL = /^(\d\w*|IN|CH|HS|\{\{\S*)$/i;

/** Spelled so that equal values are equal texts: relative names are made whole, pieces of a text joined. */
function valueOf(type: string, tokens: readonly Token[], origin: string): string {
  const words = tokens.map(({ text }) => text);
  if (type === 'TXT' || type === 'SPF') return words.join('').replaceAll(/\\([;"])/g, '$1');
  if (type === 'SOA') return `${qualified(words[0] ?? '', origin)} ${qualified(words[1] ?? '', origin)}`;
  if (type === 'CAA') return words.join(' ');
  if (!/^(NS|CNAME|MX|PTR|SRV|DNAME|ALIAS|ANAME)$/.test(type)) return words.join(' ').toLowerCase();
  return [...words.slice(0, -1), targetOf(words.at(-1) ?? '', origin)].join(' ').toLowerCase();
}

/** The root itself is `.`: no mail, no service. */
function targetOf(name: string, origin: string): string {
  return name === '.' ? '.' : qualified(name, origin);
}
