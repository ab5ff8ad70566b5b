export type Config = {
  readonly remotes: readonly Remote[];
  readonly user: { readonly name: string | null; readonly email: string | null };
  /** Names of merge drivers: programs that git would run to merge a file. */
  readonly mergeDrivers: readonly string[];
};

export type Remote = {
  readonly name: string;
  readonly url: string;
  /** Every address git may call it by: a push to one of them is a push to this remote. */
  readonly addresses: readonly string[];
  /** `remote.<name>.mirror`: each push makes the remote equal to what is here, deletions included. */
  readonly isMirror: boolean;
  /** Where fetched branches are kept: `refs/heads/*` of the remote under `refs/remotes/origin/*`. */
  readonly tracking: readonly { readonly from: string; readonly to: string }[];
};

/** `git config --null --list`: `section.sub.key\nvalue\0`, section and key in lower case, later entries win. */
export function parseConfig(bytes: Buffer): Config {
  const entries = bytes
    .toString('utf8')
    .split('\0')
    .filter((entry) => entry !== '')
    .map(parseEntry);
  const last = (key: string): string | null => entries.findLast((entry) => entry.key === key)?.value ?? null;
  return {
    remotes: parseRemotes(entries),
    user: {
      name: last('author.name') ?? last('user.name'),
      email: last('author.email') ?? last('user.email'),
    },
    mergeDrivers: entries.flatMap(({ key }) => /^merge\.(.*)\.driver$/s.exec(key)?.[1] ?? []),
  };
}

type Entry = { readonly key: string; readonly value: string };

function parseEntry(entry: string): Entry {
  const end = entry.indexOf('\n');
  return end === -1 ? { key: entry, value: '' } : { key: entry.slice(0, end), value: entry.slice(end + 1) };
}

function parseRemotes(entries: readonly Entry[]): readonly Remote[] {
  const values = (name: string, key: string): readonly string[] =>
    entries.filter((entry) => entry.key === `remote.${name}.${key}`).map((entry) => entry.value);
  const names = new Set(entries.flatMap(({ key }) => /^remote\.(.*)\.(?:url|pushurl)$/s.exec(key)?.[1] ?? []));
  const rewrites = parseRewrites(entries);
  return [...names].map((name) => {
    const urls = [...values(name, 'url'), ...values(name, 'pushurl')];
    return {
      name,
      url: urls[0] ?? '',
      addresses: [...new Set([...urls, ...urls.flatMap((url) => rewritten(url, rewrites))])],
      isMirror: values(name, 'mirror').at(-1) === 'true',
      tracking: values(name, 'fetch').flatMap(parseTracking),
    };
  });
}

type Rewrite = { readonly to: string; readonly from: string };

/** `url.<base>.insteadOf`: the hook is told the address after this. */
function parseRewrites(entries: readonly Entry[]): readonly Rewrite[] {
  return entries.flatMap(({ key, value }) => {
    const to = /^url\.(.*)\.(?:insteadof|pushinsteadof)$/s.exec(key)?.[1];
    return to === undefined ? [] : [{ to, from: value }];
  });
}

function rewritten(url: string, rewrites: readonly Rewrite[]): readonly string[] {
  return rewrites.filter(({ from }) => url.startsWith(from)).map(({ to, from }) => to + url.slice(from.length));
}

function parseTracking(refspec: string): readonly { readonly from: string; readonly to: string }[] {
  const [from, to] = refspec.replace(/^\+/, '').split(':');
  // a mirror keeps `refs/*` under itself: there the local branches would count as fetched
  return from === undefined || to === undefined || !to.startsWith('refs/remotes/') ? [] : [{ from, to }];
}

/** Ref of the remote to the ref that tracks it here, and back with `to` and `from` exchanged. */
export function mapRef(ref: string, from: string, to: string): string | null {
  const [head, tail] = from.split('*');
  if (tail === undefined) return ref === from ? to : null;
  if (head === undefined || !ref.startsWith(head) || !ref.endsWith(tail)) return null;
  const middle = ref.slice(head.length, ref.length - tail.length);
  return middle === '' ? null : to.replace('*', () => middle);
}
