import type { Path } from '../../model/change.ts';
import type { YamlFile, YamlNode } from '../../model/syntax.ts';
import { childOf, itemsOf, textAt, textOf, textsOf } from '../pipelines/yaml-view.ts';
import { qualified, type Zone, type ZoneFile, type ZoneRecord, zoneOf } from './record.ts';

const HOSTNAME = 'external-dns.alpha.kubernetes.io/hostname';

export function looksLikeEndpoints(text: string): boolean {
  return text.includes(HOSTNAME) || /^kind:[ \t]*["']?DNSEndpoint\b/m.test(text);
}

/** external-dns makes records of what objects of Kubernetes ask for; whether it deletes them too is its `--policy`. */
export function readEndpoints(file: YamlFile, path: Path): ZoneFile {
  const records = file.documents.flatMap((root): readonly ZoneRecord[] => {
    const hosts = textOf(childOf(root, 'metadata', 'annotations', HOSTNAME)) ?? '';
    const asked = hosts
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '' && !one.includes('{{'))
      .map((one) => ({ name: qualified(one, ''), type: 'A', value: 'by external-dns', line: root.from }));
    return textAt(root, 'kind') === 'DNSEndpoint' ? endpoints(childOf(root, 'spec', 'endpoints')) : asked;
  });
  const byZone = new Map<string, ZoneRecord[]>();
  for (const record of records) {
    const zone = record.name.split('.').slice(-2).join('.');
    const same = byZone.get(zone);
    if (same) same.push(record);
    else byZone.set(zone, [record]);
  }
  const head = { path, line: 1, keepsOthers: true };
  return { zones: [...byZone].map(([name, some]): Zone => zoneOf({ ...head, name }, some)), problem: null };
}

/** The object that is a zone in pieces: `{dnsName, recordType, targets}`. */
function endpoints(list: YamlNode | null): readonly ZoneRecord[] {
  return itemsOf(list).flatMap((one) => {
    const name = qualified(textAt(one, 'dnsName') ?? '', '');
    const type = (textAt(one, 'recordType') ?? 'A').toUpperCase();
    const values = textsOf(childOf(one, 'targets')).map((value) =>
      type === 'TXT' ? value : value.toLowerCase().replace(/(?<=\S)\.$/, ''),
    );
    return name === '' ? [] : values.map((value) => ({ name, type, value, line: one.from }));
  });
}
