import type { Path } from '../../model/change.ts';
import { type Zone, type ZoneFile, type ZoneRecord, zoneOf } from './record.ts';

/** `zone "shop.example" { type master; file "…"; dnssec-policy default; };`, as BIND and its likes are told. */
const ZONE = /(?:^|[\s;{}])zone\s+"([^"\s]{1,255})"/g;

export function looksLikeNamed(text: string): boolean {
  return (
    /(?:^|[\s;{}])zone\s+"[^"\s]{1,255}"\s*(?:IN\s*)?\{/.test(text) ||
    /\bdnssec-(policy|validation|enable)\b/.test(text)
  );
}

/** Which zones are served, and whether their answers are signed and believed: as if these were records. */
export function readNamed(given: string, path: Path): ZoneFile {
  // as long as before, so that places stay
  const text = given.replaceAll(/\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, (comment) =>
    comment.replaceAll(/[^\n]/g, ' '),
  );
  const marks = [...text.matchAll(ZONE)].map(({ 0: whole, 1: name = '', index }) => ({
    name: name.toLowerCase().replace(/\.$/, '') || '.',
    from: index + whole.length,
  }));
  let line = 1;
  let read = 0;
  const zones = marks.map(({ name, from }, at): Zone => {
    line += text.slice(read, from).split('\n').length - 1;
    read = from;
    const body = text.slice(from, marks[at + 1]?.from ?? text.length);
    return zoneOf({ name, path, line, keepsOthers: false }, [served(name, line), ...settings(name, body, line)]);
  });
  const head = text.slice(0, marks[0]?.from ?? text.length);
  const options = settings('.', head, 1);
  const everywhere =
    options.length === 0 ? [] : [zoneOf({ name: 'named', path, line: 1, keepsOthers: false }, options)];
  return { zones: [...everywhere, ...zones], problem: null };
}

function served(name: string, line: number): ZoneRecord {
  return { name, type: 'SERVED', value: 'yes', line };
}

function settings(name: string, body: string, line: number): readonly ZoneRecord[] {
  const [, policy = ''] = /\bdnssec-policy\s+"?([\w-]+)"?\s*;/.exec(body) ?? [];
  const [, validation = ''] = /\bdnssec-validation\s+"?([\w-]+)"?\s*;/.exec(body) ?? [];
  return [
    ...(policy === '' || policy === 'none' ? [] : [{ name, type: 'DNSSEC', value: 'signed', line }]),
    ...(validation === '' || validation === 'no' ? [] : [{ name, type: 'VALIDATION', value: 'on', line }]),
  ];
}
