import type { IncomingMessage, ServerResponse } from 'node:http';
import { isSame } from './page-door.ts';

export const LOOPBACK = '127.0.0.1';
const MOST_BODY = 16 << 10;
const LONGEST_PATH = 2_000;

export type Fault = readonly [status: number, says: string];

/**
 * What no browser that shows our page would send. A name that a site lets point here is told by Host, another site's form by
 * Origin; browsers send Origin with every POST, so one without it is none of ours.
 */
export function faultOf({ method, headers, rawHeaders, url }: IncomingMessage, port: number): Fault | null {
  const hosts = rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length;
  const own = [`${LOOPBACK}:${port}`, `localhost:${port}`];
  if (hosts !== 1 || !own.includes(headers.host ?? '')) return [421, 'This page answers only to its own address.'];
  if (method !== 'GET' && method !== 'POST') return [405, 'Only GET and POST are understood here.'];
  if (!(url ?? '').startsWith('/') || (url ?? '').length > LONGEST_PATH) return [400, 'This address cannot be read.'];
  const { origin } = headers;
  if (origin === undefined ? method === 'POST' : origin !== `http://${headers.host}`)
    return [403, 'This came from another page.'];
  if (method === 'GET' && hasBody(headers)) return [400, 'A question has no body.'];
  return null;
}

function hasBody(headers: IncomingMessage['headers']): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Values of a form or of an address; null where they are no such thing. The same name twice is one too many. */
function fieldsOf(text: string): ReadonlyMap<string, string> | null {
  const found = new Map<string, string>();
  for (const pair of text === '' ? [] : text.split('&')) {
    const [name = '', value = ''] = pair.split('=', 2).map(decode);
    if (name === null || value === null || found.has(name) || pair.split('=').length > 2) return null;
    found.set(name, value);
  }
  return found;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null; // %zz, or bytes that are no UTF-8
  }
}

export async function readForm(
  asked: IncomingMessage,
  csrf: string,
): Promise<ReadonlyMap<string, string> | { readonly fault: Fault }> {
  const { headers } = asked;
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return { fault: [415, 'Only a form is read here.'] };
  if (headers['transfer-encoding'] !== undefined || headers['content-length'] === undefined)
    return { fault: [411, 'Say how long it is.'] };
  if (Number(headers['content-length']) > MOST_BODY) return { fault: [413, 'That is too long.'] };
  const chunks: Buffer[] = [];
  for await (const chunk of asked) chunks.push(Buffer.from(chunk)); // no longer than it said: Node cuts it there
  const form = fieldsOf(Buffer.concat(chunks).toString('latin1'));
  if (form === null) return { fault: [400, 'This form cannot be read.'] };
  if (!isSame(form.get('csrf') ?? '', csrf)) return { fault: [403, 'This form is not from this page.'] };
  return form;
}

export type Address = { readonly path: string; readonly query: Fields };

export function addressOf({ url }: IncomingMessage): Address | null {
  const [path = '', words = ''] = (url ?? '').split('?', 2);
  const query = fieldsOf(words);
  return query === null ? null : { path, query };
}

export type Fields = ReadonlyMap<string, string>;

/**
 * `same-origin` and not `no-referrer`: under that one a browser says `Origin: null` of our own forms. It names our pages to nobody else,
 * and there is no link that leaves them.
 */
export function guard(answer: ServerResponse, nonce: string): void {
  const own = `'nonce-${nonce}'`;
  answer.setHeader(
    'content-security-policy',
    `default-src 'none'; style-src ${own}; script-src ${own}; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  );
  answer.setHeader('x-frame-options', 'DENY');
  answer.setHeader('x-content-type-options', 'nosniff');
  answer.setHeader('referrer-policy', 'same-origin');
  answer.setHeader('cache-control', 'no-store');
  answer.setHeader('cross-origin-opener-policy', 'same-origin');
  answer.setHeader('cross-origin-resource-policy', 'same-origin');
  answer.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=()');
}
