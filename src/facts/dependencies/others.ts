import { isRecord } from '../../model/json.ts';
import { type Asked, hostOf, isDefaultHost, type Pin, placeOf, sourceOf } from './asked.ts';
import { lineOf } from './line.ts';

/** go.mod: what is required, and what another module or folder stands in for. */
export function askedOfGo(text: string): readonly Asked[] {
  let block = '';
  return text.split(/\r?\n/).flatMap((raw, index): readonly Asked[] => {
    const line = raw.replace(/\/\/.*$/, '').trim();
    const opens = /^(\w+)\s*\($/.exec(line)?.[1];
    if (opens !== undefined) block = opens;
    if (line === ')') block = '';
    const [, verb = block, rest = ''] = /^(?:(require|replace)\s+)?(.*)$/.exec(line) ?? [];
    return verb === 'replace' ? replaced(rest, index + 1) : verb === 'require' ? required(rest, index + 1) : [];
  });
}

function replaced(rest: string, line: number): readonly Asked[] {
  const [, name, to = ''] = /^(\S+)(?:\s+v\S+)?\s*=>\s*(\S+)/.exec(rest) ?? [];
  if (name === undefined) return [];
  const isFolder = /^\.{0,2}\//.test(to);
  return [{ name: `${name} (replace)`, source: isFolder ? 'path' : 'git', from: isFolder ? '' : to, real: name, line }];
}

function required(rest: string, line: number): readonly Asked[] {
  const name = /^(\S+)\s+v\d/.exec(rest)?.[1];
  return name === undefined ? [] : [{ name, source: 'registry', from: '', real: name, line }];
}

/** go.sum: the same module at the same version has one sum for ever. */
export function pinsOfGo(text: string): readonly Pin[] {
  return text.split(/\r?\n/).flatMap((line, index): readonly Pin[] => {
    const [, name = '', version = '', integrity = ''] = /^(\S+) (v\S+) (h1:\S+)/.exec(line) ?? [];
    return name === ''
      ? []
      : [{ name, version, source: 'registry', from: '', integrity, scripts: false, line: index + 1 }];
  });
}

/** Gemfile: `gem 'left', git: '…'`, also with `github:`, `path:`, `source:`. */
export function askedOfGemfile(text: string): readonly Asked[] {
  return text.split(/\r?\n/).flatMap((line, index): readonly Asked[] => {
    const name = /^\s*gem[\s(]+["']([\w.-]+)["']/.exec(line)?.[1];
    if (name === undefined) return [];
    const option = (key: string): string =>
      new RegExp(`(?::${key}\\s*=>|\\b${key}:)\\s*["']([^"']+)["']`).exec(line)?.[1] ?? '';
    const asked = { name, real: name, line: index + 1 };
    if (option('git') !== '') return [{ ...asked, source: 'git', from: placeOf(option('git')) }];
    if (option('github') !== '') return [{ ...asked, source: 'git', from: `github.com/${option('github')}` }];
    if (option('path') !== '') return [{ ...asked, source: 'path', from: '' }];
    const host = hostOf(option('source'));
    return [
      { ...asked, source: host === '' || isDefaultHost('ruby', host) ? 'registry' : 'other-registry', from: host },
    ];
  });
}

/** Gemfile.lock: each section names its remote, and each gem stands four blanks deep below `specs:`. */
export function pinsOfGemfile(text: string): readonly Pin[] {
  const pins: Pin[] = [];
  const sums = new Map(
    [...text.matchAll(/^ {2}([\w.-]+) \(([^)]+)\) (sha\d+=\w+)/gm)].map(([, name, version, sum]) => [
      `${name} ${version}`,
      sum ?? '',
    ]),
  );
  let section = '';
  let from = '';
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^[A-Z]+/.test(line)) [section, from] = [line.trim(), ''];
    if (/^ {2}remote:/.test(line)) from = line.slice(line.indexOf(':') + 1).trim();
    const [, name = '', version = ''] = /^ {4}([\w.-]+) \(([^)]+)\)/.exec(line) ?? [];
    if (name !== '' && /^(GEM|GIT|PATH)$/.test(section))
      pins.push({
        name,
        version,
        ...gemSource(section, from),
        integrity: sums.get(`${name} ${version}`) ?? '',
        scripts: false,
        line: index + 1,
      });
  }
  return pins;
}

function gemSource(section: string, from: string): Pick<Pin, 'source' | 'from'> {
  if (section === 'GIT') return { source: 'git', from: placeOf(from) };
  if (section === 'PATH') return { source: 'path', from: '' };
  const host = hostOf(from);
  return { source: isDefaultHost('ruby', host) ? 'registry' : 'other-registry', from: host };
}

/** composer.json. Throws where it is no JSON. */
export function askedOfComposer(text: string): readonly Asked[] {
  const root: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  if (!isRecord(root)) return [];
  return ['require', 'require-dev'].flatMap((key) => {
    const list = root[key];
    const names = isRecord(list) ? Object.keys(list).filter((name) => name.includes('/')) : [];
    return names.map((name): Asked => ({
      name,
      source: 'registry',
      from: '',
      real: name,
      line: lineOf(text, `"${name}"`),
    }));
  });
}

/** composer.lock. Throws where it is no JSON. */
export function pinsOfComposer(text: string): readonly Pin[] {
  const root: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  if (!isRecord(root)) return [];
  return [root['packages'], root['packages-dev']]
    .flatMap((list: unknown) => (Array.isArray(list) ? list : []))
    .flatMap(composerPin);
}

function composerPin(pin: unknown): readonly Pin[] {
  if (!isRecord(pin)) return [];
  const text = (of: unknown, key: string): string => (isRecord(of) && typeof of[key] === 'string' ? of[key] : '');
  const [dist, source] = [text(pin['dist'], 'url'), text(pin['source'], 'url')];
  if (text(pin['dist'], 'type') === 'path') return [];
  const from = source === '' ? hostOf(dist) : placeOf(source);
  const known = sourceOf(dist) === 'registry' || isDefaultHost('composer', hostOf(dist));
  return [
    {
      name: text(pin, 'name'),
      version: text(pin, 'version'),
      source: known ? 'registry' : 'url',
      from,
      integrity: text(pin['dist'], 'shasum'),
      scripts: false,
      line: 0,
    },
  ];
}
