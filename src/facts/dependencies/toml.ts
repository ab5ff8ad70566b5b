import { type Asked, hostOf, isDefaultHost, type Pin, placeOf } from './asked.ts';

/** A table of a lock file in TOML: `[[package]]` with its fields as they are written. */
type Table = { readonly head: string; readonly line: number; readonly text: string };

export function tablesOf(text: string): readonly Table[] {
  const tables: { head: string; line: number; lines: string[] }[] = [{ head: '', line: 1, lines: [] }];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const head = /^\s*\[+\s*([^\][]{1,200}?)\s*\]+\s*(?:#.*)?$/.exec(line)?.[1];
    // an array of strings may stand on lines of its own: `["a"]`
    if (head !== undefined && !/^["'].*["']$|,/.test(head)) tables.push({ head, line: index + 1, lines: [] });
    else tables.at(-1)?.lines.push(line);
  }
  return tables.map(({ head, line, lines }) => ({ head, line, text: lines.join('\n') }));
}

function field(text: string, key: string): string {
  return new RegExp(`^\\s*${key}\\s*=\\s*"([^"\\n]*)"`, 'm').exec(text)?.[1] ?? '';
}

/** Cargo.lock, poetry.lock, uv.lock and pdm.lock. */
export function pinsOfToml(text: string, ecosystem: string): readonly Pin[] {
  const pins: Pin[] = [];
  for (const { head, line, text: body } of tablesOf(text)) {
    const last = pins.at(-1);
    if (head === 'package') pins.push(pinOf(body, line, ecosystem));
    else if (head === 'package.source' && last) pins[pins.length - 1] = { ...last, ...poetrySource(body) };
  }
  return pins.filter(({ name }) => name !== '');
}

function pinOf(body: string, line: number, ecosystem: string): Pin {
  const written = field(body, 'source');
  const inline = /^\s*source\s*=\s*\{\s*(\w+)\s*=\s*"([^"]*)"/m.exec(body);
  const sums =
    field(body, 'checksum') ||
    [...body.matchAll(/\bhash(?:es)?\s*=\s*"(\w+:[0-9a-f]+)"/g)]
      .map(([, sum = '']) => sum)
      .sort()
      .join(' ');
  const where = inline ? uvSource(inline[1] ?? '', inline[2] ?? '') : cargoSource(written, ecosystem);
  return {
    name: field(body, 'name'),
    version: field(body, 'version'),
    ...where,
    integrity: sums,
    scripts: false,
    line,
  };
}

type Where = Pick<Pin, 'source' | 'from'>;

function cargoSource(source: string, ecosystem: string): Where {
  if (source.startsWith('git+')) return { source: 'git', from: placeOf(source) };
  if (source === '' || isDefaultHost(ecosystem, hostOf(source)))
    return { source: 'registry', from: source === '' ? '' : hostOf(source) };
  return { source: 'other-registry', from: hostOf(source) };
}

function uvSource(kind: string, where: string): Where {
  if (kind === 'git') return { source: 'git', from: placeOf(where) };
  if (kind === 'url') return { source: 'url', from: placeOf(where) };
  if (kind !== 'registry' || !where.includes('://')) return { source: 'path', from: '' };
  const host = hostOf(where);
  return { source: isDefaultHost('python', host) ? 'registry' : 'other-registry', from: host };
}

function poetrySource(body: string): Where {
  const [type, url] = [field(body, 'type'), field(body, 'url')];
  if (type === 'git' || type === 'url') return { source: type, from: placeOf(url) };
  return type === 'directory' || type === 'file'
    ? { source: 'path', from: '' }
    : { source: 'other-registry', from: hostOf(url) };
}

/** Cargo.toml, Pipfile and the tables of pyproject.toml that ask for packages. */
export function askedOfToml(text: string): readonly Asked[] {
  return tablesOf(text).flatMap(({ head, line, text: body }): readonly Asked[] => {
    const single = /(?:^|\.)(?:[\w-]*dependencies|packages|sources)\.["']?([\w.-]+)["']?$/.exec(head)?.[1];
    if (single !== undefined) return [oneOf(single, body, line)];
    if (
      !/(^|\.)((dev-|build-)?dependencies|(dev-)?packages|patch\.[\w.-]+|tool\.uv\.sources)$|^replace$|^tool\.uv\.sources$/.test(
        head,
      )
    )
      return [];
    return body.split('\n').flatMap((row, index) => {
      const [, name, spec] = /^\s*["']?([\w.-]+)["']?\s*=\s*(.+)$/.exec(row) ?? [];
      return name === undefined || spec === undefined || name === 'python' ? [] : [oneOf(name, spec, line + index + 1)];
    });
  });
}

function oneOf(name: string, spec: string, line: number): Asked {
  const value = (key: string): string => new RegExp(`\\b${key}\\s*=\\s*["']([^"']+)["']`).exec(spec)?.[1] ?? '';
  const real = value('package') || name;
  if (value('git') !== '') return { name, source: 'git', from: placeOf(value('git')), real, line };
  if (value('url') !== '') return { name, source: 'url', from: placeOf(value('url')), real, line };
  if (/\b(path|workspace|editable)\s*=/.test(spec)) return { name, source: 'path', from: '', real, line };
  const registry =
    value('registry') || value('registry-index') || value('index') || (spec.includes('version') ? value('source') : '');
  return registry === ''
    ? { name, source: 'registry', from: '', real, line }
    : { name, source: 'other-registry', from: registry, real, line };
}
