/** Where a package is taken from. */
export type Source = 'registry' | 'other-registry' | 'git' | 'url' | 'path';

/** A dependency as a manifest asks for it. */
export type Asked = {
  readonly name: string;
  readonly source: Source;
  /** `github.com/someone/left`, `cdn.example`; `` for the registry. Never with a login in it. */
  readonly from: string;
  /** `npm:other@1`: the name under which it is really fetched; else its own. */
  readonly real: string;
  readonly line: number;
};

/** A dependency as a lock file pins it. */
export type Pin = {
  readonly name: string;
  readonly version: string;
  readonly source: Source;
  readonly from: string;
  /** `sha512-…`, and the same again when the file holds several; `` where it holds none. */
  readonly integrity: string;
  readonly scripts: boolean;
  readonly line: number;
};

/** Host and path of an address, without login, query, ending and the commit. */
export function placeOf(address: string): string {
  const bare = address
    .trim()
    .replace(/^(git|hg|svn|bzr|registry|sparse|direct|path)\+/, '')
    .replace(/^(git@)([^:/]+):/, 'ssh://$1$2/')
    .replace(/^[a-z][a-z0-9+.-]{0,20}:\/\//i, '')
    .replace(/^[^@/]{0,200}@/, '');
  return bare
    .replace(/[?#].*$/, '')
    .replace(/(\.git)?\/*$/, '')
    .slice(0, 200);
}

export function hostOf(address: string): string {
  return (placeOf(address).split(/[/:]/)[0] ?? '').toLowerCase();
}

/** By how it is written, in every ecosystem the same. */
export function sourceOf(spec: string): Source {
  const bare = spec.trim();
  if (/^(file|link|workspace|portal|path|catalog):|^\.{0,2}\/|^~\//.test(bare)) return 'path';
  if (
    /^git\+|^git(@|:\/\/)|\.git(#|@|$)|^(github|gitlab|bitbucket|gist):|^[\w.-]+\/[\w.-]+(#.*)?$|^ssh:\/\//.test(bare)
  )
    return 'git';
  return /^https?:\/\//.test(bare) ? 'url' : 'registry';
}

const DEFAULT_HOSTS: Readonly<Record<string, RegExp>> = {
  npm: /^(registry\.npmjs\.org|registry\.yarnpkg\.com|registry\.npmjs\.com|npm\.jsr\.io)$/,
  python: /^(pypi\.org|files\.pythonhosted\.org|pypi\.python\.org)$/,
  cargo: /^(github\.com|index\.crates\.io|static\.crates\.io|crates\.io)$/,
  ruby: /^(rubygems\.org|index\.rubygems\.org)$/,
  composer: /^(packagist\.org|repo\.packagist\.org|api\.github\.com|github\.com|codeload\.github\.com)$/,
  go: /^(proxy\.golang\.org|sum\.golang\.org|goproxy\.io)$/,
  nuget: /^(api\.nuget\.org|www\.nuget\.org)$/,
  maven:
    /^(repo1?\.maven\.(apache\.)?org|repo\.maven\.apache\.org|maven\.google\.com|dl\.google\.com|plugins\.gradle\.org|central\.sonatype\.com)$/,
};

/** The host everybody of this ecosystem uses. */
export function isDefaultHost(ecosystem: string, host: string): boolean {
  return DEFAULT_HOSTS[ecosystem]?.test(host) ?? false;
}
