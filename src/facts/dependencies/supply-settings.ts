import type { Path } from '../../model/change.ts';
import { entriesOf, type Entry } from '../settings/entries.ts';
import { hostOf, isDefaultHost, placeOf } from './asked.ts';
import { PROTECTIONS, type Protection, REGISTRIES } from './supply-rules.ts';

export type SupplyChange = {
  readonly kind: 'source' | 'protection';
  readonly ecosystem: string;
  readonly name: string;
  readonly line: number;
  readonly because: string;
  readonly certainty: 'likely' | 'possible';
};

/** Where packages come from, and what watches over it, in the settings of package managers. Null: they cannot be read. */
export function supplyChanges(path: Path, before: string | null, after: string | null): readonly SupplyChange[] | null {
  const then = before === null ? [] : readEntries(path, before);
  const now = after === null ? [] : readEntries(path, after);
  if (then === null || now === null) return null;
  return [...sources(path, then, now), ...protections(path, then, now), ...hashes(path, before, after)];
}

function readEntries(path: Path, text: string): readonly Entry[] | null {
  if (/(^|\/)[\w.-]*(requirements|constraints)[\w.-]*\.(txt|in)$/.test(path)) return options(text);
  if (/\.(xml|gradle|kts)$|nuget\.config$/i.test(path)) return addresses(path, text);
  if (/(^|\/)Gemfile$/.test(path)) return matches(text, /^\s*source\s*\(?\s*["']([^"']+)["']/, 'source');
  if (path.endsWith('.yarnrc')) return matches(text, /^\s*registry\s+"?([^"\s]+)"?/, 'registry');
  return entriesOf(path, text);
}

/** `--index-url https://…`, `-i …`, `--require-hashes`. */
function options(text: string): readonly Entry[] {
  return text.split(/\r?\n/).flatMap((line, index): readonly Entry[] => {
    const [, key, value = ''] = /^\s*--?([\w-]+)(?:[\s=]+(\S+))?/.exec(line) ?? [];
    return key === undefined ? [] : [{ key, value: value === '' ? 'true' : value, line: index + 1 }];
  });
}

function addresses(path: Path, text: string): readonly Entry[] {
  if (/nuget\.config$/i.test(path)) return matches(text, /<add\s[^>]*value="(https?:[^"]+)"/i, 'packageSource');
  return matches(text, /(?:<url>\s*|\burl\s*[=(]?\s*(?:uri\()?["'])(https?:[^<"'\s]+)/, 'repository').filter(
    ({ line }) =>
      isRepository(
        text
          .split('\n')
          .slice(Math.max(0, line - 6), line)
          .join('\n'),
      ),
  );
}

/** A `<url>` of pom.xml is more often that of a home page. */
function isRepository(above: string): boolean {
  return /<(plugin)?repository>|<mirror>|<(plugin)?repositories>|\bmaven\b|\bivy\b/i.test(above);
}

function matches(text: string, pattern: RegExp, key: string): readonly Entry[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const value = pattern.exec(line.slice(0, 1_000))?.[1];
    return value === undefined ? [] : [{ key, value, line: index + 1 }];
  });
}

function sources(path: Path, then: readonly Entry[], now: readonly Entry[]): readonly SupplyChange[] {
  const ours = REGISTRIES.filter(([files]) => files.test(path));
  return now.flatMap(({ key, value, line }): readonly SupplyChange[] => {
    const ecosystem = ours.find(([, keys]) => keys.test(key))?.[2];
    const olds = then.filter((one) => one.key === key).map((one) => one.value);
    if (ecosystem === undefined || olds.some((old) => placeOf(old) === placeOf(value) && isOpen(old) === isOpen(value)))
      return [];
    if (/^\$|\$\{|^%/.test(value) || isUsual(ecosystem, value)) return [];
    const was = olds[0] === undefined ? '' : ` in place of ${placeOf(olds[0])}`;
    const how = isOpen(value) ? ', without encryption' : '';
    return [
      {
        kind: 'source',
        ecosystem,
        name: key,
        line,
        because: `packages come from ${placeOf(value)}${was}${how}`,
        certainty: 'likely',
      },
    ];
  });
}

function isOpen(address: string): boolean {
  return address.startsWith('http://');
}

function isUsual(ecosystem: string, value: string): boolean {
  if (/^(direct|off|\.{1,2}\/.*)$/.test(value)) return true;
  const parts = ecosystem === 'go' ? value.split(/[,|]/) : [value];
  const hosts = parts.map((part) => hostOf(part));
  return (
    !isOpen(value) &&
    hosts.every(
      (host) =>
        host === 'direct' ||
        isDefaultHost(ecosystem, host) ||
        isDefaultHost('npm', host) ||
        isDefaultHost('python', host),
    )
  );
}

function protections(path: Path, then: readonly Entry[], now: readonly Entry[]): readonly SupplyChange[] {
  const ours = PROTECTIONS.filter(({ files }) => files.test(path));
  if (ours.length === 0) return [];
  return [...keysOf(then, now)].flatMap((key) =>
    ours
      .filter((rule) => rule.key.test(key))
      .flatMap((rule) => (key.endsWith('[]') ? ofList(rule, key, then, now) : ofValue(rule, key, then, now))),
  );
}

function keysOf(then: readonly Entry[], now: readonly Entry[]): ReadonlySet<string> {
  return new Set([...then, ...now].map(({ key }) => key));
}

function ofValue(
  rule: Protection,
  key: string,
  then: readonly Entry[],
  now: readonly Entry[],
): readonly SupplyChange[] {
  const was = then.findLast((one) => one.key === key);
  const is = now.findLast((one) => one.key === key);
  return rule.isOff(is?.value ?? null, was?.value ?? null) ? [told(rule, key, is ?? was)] : [];
}

/** Each item is there or not. */
function ofList(rule: Protection, key: string, then: readonly Entry[], now: readonly Entry[]): readonly SupplyChange[] {
  const values = new Set([...then, ...now].filter((one) => one.key === key).map(({ value }) => value));
  return [...values].flatMap((value) => {
    const was = then.find((one) => one.key === key && one.value === value);
    const is = now.find((one) => one.key === key && one.value === value);
    return rule.isOff(is?.value ?? null, was?.value ?? null)
      ? [told(rule, `${key.slice(0, -2)} ${value}`, is ?? was)]
      : [];
  });
}

function told({ because, certainty }: Protection, name: string, entry: Entry | undefined): SupplyChange {
  return { kind: 'protection', ecosystem: 'packages', name, line: entry?.line ?? 1, because, certainty };
}

/** requirements.txt: a file whose every line bore its hash bears none. */
function hashes(path: Path, before: string | null, after: string | null): readonly SupplyChange[] {
  const isPip = /(^|\/)[\w.-]*requirements[\w.-]*\.(txt|in)$/.test(path);
  if (!isPip || before === null || after === null || !before.includes('--hash=') || after.includes('--hash='))
    return [];
  if (!/^\s*[A-Za-z]/m.test(after)) return [];
  return [
    {
      kind: 'protection',
      ecosystem: 'packages',
      name: '--hash',
      line: 1,
      because: 'packages are no longer held to their hashes',
      certainty: 'likely',
    },
  ];
}
