/** Where a line leads. A name and a password in it would end up in logs; `file:` and the like are no servers. */
export function readAddress(url: string): URL | null {
  if (!URL.canParse(url)) return null;
  const read = new URL(url);
  const isWeb = read.protocol === 'https:' || read.protocol === 'http:';
  return isWeb && read.username === '' && read.password === '' ? read : null;
}

/** Servers of OpenAI's kind answer below `/v1`, and people name them with and without it. */
export function withVersion(url: URL): string {
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${path === '' ? '/v1' : path}`;
}

export function withoutSlash(url: URL): string {
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
