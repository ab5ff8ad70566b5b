import { isRecord } from '../../model/json.ts';
import { type Asked, isDefaultHost, hostOf, type Pin, placeOf, sourceOf } from './asked.ts';
import { lineOf } from './line.ts';

const FIELDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** package.json. Throws where it is no JSON. */
export function askedOfPackage(text: string): readonly Asked[] {
  const root: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  if (!isRecord(root)) return [];
  const pnpm = isRecord(root['pnpm']) ? root['pnpm']['overrides'] : undefined;
  const direct = FIELDS.flatMap((field) => pairs(root[field]));
  const forced = [root['overrides'], root['resolutions'], pnpm].flatMap(pairs).filter(([, spec]) => isElsewhere(spec));
  return [...direct, ...forced].map(([name, spec]) => askedOf(bareName(name), spec, lineOf(text, `"${name}"`)));
}

/** The nested form of `overrides` too: the last name is the package. */
function pairs(value: unknown): readonly (readonly [name: string, spec: string])[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, inner]): readonly (readonly [string, string])[] =>
    typeof inner === 'string' ? [[name, inner]] : pairs(inner),
  );
}

/** An override to another version is an update. */
function isElsewhere(spec: string): boolean {
  return spec.startsWith('npm:') || sourceOf(spec) === 'git' || sourceOf(spec) === 'url';
}

/** `a/b/left@1`: what of a path of overrides is the package. */
function bareName(key: string): string {
  const last = /(?:^|[/>*])((?:@[\w.-]+\/)?[\w.-]+)(?:@[^/>]*)?$/.exec(key)?.[1];
  return last ?? key;
}

export function askedOf(name: string, spec: string, line: number): Asked {
  const alias = /^npm:((?:@[^@/]+\/)?[^@/]+)/.exec(spec)?.[1];
  if (alias !== undefined) return { name, source: 'registry', from: '', real: alias, line };
  const source = sourceOf(spec);
  const short = /^(?:(\w+):)?([\w.-]+\/[\w.-]+)(#.*)?$/.exec(spec);
  const from = source === 'git' && short ? `${hostOfShort(short[1])}/${short[2] ?? ''}` : placeOf(spec);
  return { name, source, from: source === 'registry' ? '' : from, real: name, line };
}

function hostOfShort(word: string | undefined): string {
  return word === 'gitlab' ? 'gitlab.com' : word === 'bitbucket' ? 'bitbucket.org' : 'github.com';
}

/** package-lock.json and npm-shrinkwrap.json: version 1 nests, 2 and 3 list by folder. Throws where it is no JSON. */
export function pinsOfPackageLock(text: string): readonly Pin[] {
  const root: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  if (!isRecord(root)) return [];
  if (isRecord(root['packages'])) {
    return Object.entries(root['packages']).flatMap(([path, pin]) =>
      path.includes('node_modules/') ? npmPin(path, pin) : [],
    );
  }
  return nested(root['dependencies']);
}

function nested(dependencies: unknown): readonly Pin[] {
  if (!isRecord(dependencies)) return [];
  return Object.entries(dependencies).flatMap(([name, pin]) => [
    ...npmPin(name, pin),
    ...(isRecord(pin) ? nested(pin['dependencies']) : []),
  ]);
}

function npmPin(path: string, pin: unknown): readonly Pin[] {
  if (!isRecord(pin) || pin['link'] === true) return [];
  const name = path.slice(
    path.lastIndexOf('node_modules/') + (path.includes('node_modules/') ? 'node_modules/'.length : 1),
  );
  const resolved = typeof pin['resolved'] === 'string' ? pin['resolved'] : '';
  const integrity = typeof pin['integrity'] === 'string' ? pin['integrity'] : '';
  const version = typeof pin['version'] === 'string' ? pin['version'] : '';
  const address = resolved === '' && /:\/\//.test(version) ? version : resolved;
  return [{ name, version, ...whence(address), integrity, scripts: pin['hasInstallScript'] === true, line: 0 }];
}

/** A tarball is named as its registry names it, `/left/-/left-1.0.0.tgz`, or comes from somewhere else. */
export function whence(address: string): Pick<Pin, 'source' | 'from'> {
  if (address === '') return { source: 'registry', from: '' };
  const source = sourceOf(address);
  if (source === 'git') return { source, from: placeOf(address) };
  if (source === 'path') return { source, from: '' };
  const host = hostOf(address);
  if (isDefaultHost('npm', host) && !address.startsWith('http:')) return { source: 'registry', from: host };
  if (isDefaultHost('npm', host)) return { source: 'url', from: `http://${host}` };
  return /\/-\/|\/download\/@?[\w.-]+\//.test(address)
    ? { source: 'other-registry', from: host }
    : { source: 'url', from: placeOf(address) };
}

/** yarn.lock, classic and berry: a head at the left margin, its fields below. */
export function pinsOfYarn(text: string): readonly Pin[] {
  return blocksOf(text, /^\S.*:\s*$/).flatMap(({ head, body, line }): readonly Pin[] => {
    const name = /^"?((?:@[^@/"]+\/)?[^@"]+)@/.exec(head)?.[1];
    if (name === undefined) return [];
    const field = (key: string): string =>
      new RegExp(`^\\s+"?${key}"?:?\\s+"?([^"\\n]+?)"?\\s*$`, 'm').exec(body)?.[1] ?? '';
    const spec = field('resolution').replace(/^.*?@(?=[a-z]+:|https?:)/, '');
    const address = field('resolved') || (/^(https?|git|ssh|file):|\.git/.test(spec) ? spec : '');
    return [
      {
        name,
        version: field('version'),
        ...whence(address),
        integrity: field('integrity') || field('checksum'),
        scripts: false,
        line,
      },
    ];
  });
}

/** pnpm-lock.yaml: the entries of `packages:`. */
export function pinsOfPnpm(text: string): readonly Pin[] {
  const begin = /^packages:\s*$/m.exec(text);
  if (!begin) return [];
  const offset = text.slice(0, begin.index).split('\n').length;
  const rest = text.slice(begin.index + begin[0].length + 1);
  const end = /^\S/m.exec(rest)?.index ?? rest.length;
  return blocksOf(rest.slice(0, end), /^ {2}\S.*:\s*$/).flatMap(({ head, body, line }): readonly Pin[] => {
    const found = /^\s*['"]?\/?((?:@[^@/]+\/)?[^@/]+)[@/](.+?)(?:\(.*)?['"]?:\s*$/.exec(head);
    if (!found) return [];
    const [, name = '', version = ''] = found;
    const tarball =
      /\b(?:tarball|repo):\s*['"]?([^\s,'"}]+)/.exec(body)?.[1] ?? (/^(https?|git)[+:]/.test(version) ? version : '');
    const integrity = /\bintegrity:\s*([^\s,}]+)/.exec(body)?.[1] ?? '';
    const isGit = /\btype:\s*git\b/.test(body);
    const where = isGit ? { source: 'git' as const, from: placeOf(tarball) } : whence(tarball);
    return [
      { name, version, ...where, integrity, scripts: /^\s+requiresBuild:\s*true/m.test(body), line: line + offset },
    ];
  });
}

type Block = { readonly head: string; readonly body: string; readonly line: number };

function blocksOf(text: string, head: RegExp): readonly Block[] {
  const blocks: { head: string; body: string[]; line: number }[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.startsWith('#')) continue;
    if (head.test(line)) blocks.push({ head: line, body: [], line: index + 1 });
    else blocks.at(-1)?.body.push(line);
  }
  return blocks.map((block) => ({ ...block, body: block.body.join('\n') }));
}
