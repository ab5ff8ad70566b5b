import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What came through all guards: only then is anything of the page worked out. */
export type Asked = {
  readonly method: 'GET' | 'POST';
  /** Below the page's own folder, beginning with a slash: `/`, `/f/f-7f3k2mq`. Never decoded. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  readonly form: ReadonlyMap<string, string>;
  readonly base: string;
  readonly nonce: string;
  readonly csrf: string;
};
export type Said =
  | { readonly kind: 'page'; readonly status: number; readonly html: string }
  | { readonly kind: 'go'; readonly to: string }
  /** Stays open: each `tell` is one line to it. */
  | { readonly kind: 'events' };

export type Pages = {
  readonly answer: (asked: Asked) => Promise<Said>;
  /** Whoever may not in is told why, and nothing else. */
  readonly refuse: (status: number, says: string, nonce: string, link: string | null) => string;
};

export type LocalPage = {
  readonly port: number;
  /** With the token: good for one visit. */
  readonly address: string;
  /** Since when nobody has asked for anything; null while somebody has it open, or before the first visit. */
  readonly idle: () => { readonly visited: boolean; readonly watching: number; readonly since: number };
  readonly tell: (data: string) => void;
  readonly close: () => void;
};

const LOOPBACK = '127.0.0.1';
const MOST_BODY = 16 << 10;
const MOST_HEADER = 16 << 10;
const MOST_CONNECTIONS = 64;
const MOST_WATCHING = 8;
const LONGEST_PATH = 2_000;
const BEAT_MS = 15_000;
const NO_HTTP = 'HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

/**
 * A page of this machine for one person. Any program here and any site in the same browser can reach a loopback port: what lets
 * one in is a token that is good once, then a cookie no script reads, and for every write the form's own secret and the page's own origin.
 */
export async function openLocalPage(
  pages: Pages,
  { port, now, headerMs = 5_000, bodyMs = 10_000 }: Options,
): Promise<LocalPage> {
  // the folder keeps the cookie from servers on other ports, which a browser takes for the same site
  const door = new Door(`/${secret().slice(0, 12)}`, now);
  const server = createServer(
    {
      maxHeaderSize: MOST_HEADER,
      headersTimeout: headerMs,
      requestTimeout: bodyMs,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: Math.min(1_000, headerMs),
    },
    (asked, answer) => {
      const exchange: Exchange = { asked, answer, nonce: secret() };
      void serve(exchange, pages, door).catch((error: unknown) => fail(exchange, pages, error));
    },
  );
  server.maxConnections = MOST_CONNECTIONS;
  // what is no HTTP, or comes too slowly, is told so and hung up on
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end(NO_HTTP, () => socket.destroy());
    else socket.destroy();
  });
  const beats = setInterval(() => door.beat(), BEAT_MS);
  const at = await listen(server, port);
  door.port = at;
  return {
    port: at,
    address: `http://${LOOPBACK}:${at}/?token=${door.token}`,
    idle: () => ({ visited: door.session !== null, watching: door.watching.size, since: door.seen }),
    tell: (data) => door.tell(data),
    close: () => {
      clearInterval(beats);
      server.close();
      server.closeAllConnections();
    },
  };
}

export type Options = {
  /** 0 takes any that is free. */
  readonly port: number;
  readonly now: () => number;
  readonly headerMs?: number;
  readonly bodyMs?: number;
};

async function listen(server: Server, port: number): Promise<number> {
  return await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      const at = server.address();
      resolve(typeof at === 'object' && at !== null ? at.port : port);
    });
  });
}

/** Who may in, and who watches. Opened with the server and gone with it: nothing of it is written down. */
class Door {
  readonly base: string;
  readonly token: string = secret();
  readonly csrf: string = secret();
  readonly watching: Set<ServerResponse> = new Set();
  port: number = 0;
  session: string | null = null;
  seen: number;
  readonly #now: () => number;

  constructor(base: string, now: () => number) {
    this.base = base;
    this.#now = now;
    this.seen = now();
  }

  /** At most one person's: the token is dead once it was used. */
  exchange(given: string): boolean {
    if (this.session !== null || !isSame(given, this.token)) return false;
    this.session = secret();
    this.touch();
    return true;
  }

  touch(): void {
    this.seen = this.#now();
  }

  get cookie(): string {
    return `guardrail_${this.port}`;
  }

  has(cookies: string): boolean {
    const { session } = this;
    if (session === null) return false;
    const given = cookies
      .split(';')
      .map((one) => one.trim())
      .find((one) => one.startsWith(`${this.cookie}=`));
    return given !== undefined && isSame(given.slice(this.cookie.length + 1), session);
  }

  tell(data: string): void {
    for (const one of this.watching) one.write(`data: ${data.replaceAll(/[\r\n]/g, ' ')}\n\n`);
  }

  beat(): void {
    for (const one of this.watching) one.write(':\n\n');
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** By their hashes: neither the length nor the first character that differs can be told from the time it takes. */
export function isSame(given: string, kept: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(kept));
}

type Exchange = { readonly asked: IncomingMessage; readonly answer: ServerResponse; readonly nonce: string };

async function serve(exchange: Exchange, pages: Pages, door: Door): Promise<void> {
  const { asked } = exchange;
  const fault = faultOf(asked, door.port);
  if (fault !== null) return refuse(exchange, pages, fault);
  const address = addressOf(asked);
  if (address === null) return refuse(exchange, pages, [400, 'This address cannot be read.']);
  const { path, query } = address;
  if (asked.method === 'GET' && path === '/' && query.has('token')) return enter(exchange, pages, door, query);
  // no word of where the page lies: whoever else listens on this machine would have the browser bring its cookie there
  if (!door.has(asked.headers.cookie ?? '')) return refuse(exchange, pages, [401, STRANGER]);
  door.touch();
  if (asked.method === 'GET' && (path === '/' || path === door.base)) return go(exchange, `${door.base}/`);
  if (!path.startsWith(`${door.base}/`)) return refuse(exchange, pages, [404, NOTHING], `${door.base}/`);
  const form = asked.method === 'POST' ? await readForm(asked, door) : new Map<string, string>();
  if ('fault' in form) return refuse(exchange, pages, form.fault);
  say(exchange, door, pages, await pages.answer(readAsked(exchange, door, address, form)));
}

type Address = { readonly path: string; readonly query: Fields };

function addressOf({ url }: IncomingMessage): Address | null {
  const [path = '', words = ''] = (url ?? '').split('?', 2);
  const query = fieldsOf(words);
  return query === null ? null : { path, query };
}

type Fields = ReadonlyMap<string, string>;

function readAsked({ asked, nonce }: Exchange, { base, csrf }: Door, { path, query }: Address, form: Fields): Asked {
  const method = asked.method === 'POST' ? 'POST' : 'GET';
  return { method, path: path.slice(base.length), query, form, base, nonce, csrf };
}

const STRANGER =
  'This page belongs to whoever started it. Open the address that guardrail ui printed; it is good once. If it was used, start guardrail ui again.';
const NOTHING = 'There is nothing here.';

function say(exchange: Exchange, door: Door, pages: Pages, said: Said): void {
  switch (said.kind) {
    case 'page':
      return send(exchange, said.status, said.html);
    case 'go':
      return go(exchange, said.to);
    case 'events':
      return watch(exchange, door, pages);
  }
}

type Fault = readonly [status: number, says: string];

/**
 * What no browser that shows our page would send. A name that a site lets point here is told by Host, another site's form by
 * Origin; browsers send Origin with every POST, so one without it is none of ours.
 */
function faultOf({ method, headers, rawHeaders, url }: IncomingMessage, port: number): Fault | null {
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

async function readForm(
  asked: IncomingMessage,
  door: Door,
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
  if (!isSame(form.get('csrf') ?? '', door.csrf)) return { fault: [403, 'This form is not from this page.'] };
  return form;
}

/** The token leaves the address bar at once: a redirect, and its answer stands in no history. */
function enter(exchange: Exchange, pages: Pages, door: Door, words: ReadonlyMap<string, string>): void {
  if (!door.exchange(words.get('token') ?? '')) return refuse(exchange, pages, [401, STRANGER]);
  const to = `${door.base}/`;
  exchange.answer.setHeader(
    'set-cookie',
    `${door.cookie}=${door.session ?? ''}; Path=${door.base}; HttpOnly; SameSite=Strict`,
  );
  // opened by another page or a file, the browser holds the cookie back along a redirect: our own page must ask
  if (exchange.asked.headers['sec-fetch-site'] === 'cross-site') {
    exchange.answer.setHeader('refresh', `0; url=${to}`);
    return send(exchange, 200, pages.refuse(200, 'Opening.', exchange.nonce, to));
  }
  go(exchange, to);
}

function refuse(exchange: Exchange, pages: Pages, [status, says]: Fault, link: string | null = null): void {
  if (status === 405) exchange.answer.setHeader('allow', 'GET, POST');
  exchange.answer.setHeader('connection', 'close'); // what else is on its way is not read
  send(exchange, status, pages.refuse(status, says, exchange.nonce, link));
}

/** What went wrong may name a path or a word of the log: only whoever passed the guards comes this far. */
function fail(exchange: Exchange, pages: Pages, error: unknown): void {
  if (exchange.answer.headersSent) exchange.answer.destroy();
  else
    refuse(exchange, pages, [
      500,
      `This could not be shown: ${error instanceof Error ? error.message : String(error)}`,
    ]);
}

function go(exchange: Exchange, to: string): void {
  exchange.answer.setHeader('location', to);
  send(exchange, 303, '');
}

function send({ answer, nonce }: Exchange, status: number, html: string): void {
  guard(answer, nonce);
  answer.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'content-length': Buffer.byteLength(html) });
  answer.end(html);
}

function watch(exchange: Exchange, door: Door, pages: Pages): void {
  const { answer, nonce } = exchange;
  if (door.watching.size >= MOST_WATCHING) return refuse(exchange, pages, [429, 'Too many windows are open.']);
  guard(answer, nonce);
  answer.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  answer.write('retry: 2000\n\n');
  door.watching.add(answer);
  answer.once('close', () => {
    door.watching.delete(answer);
    door.touch();
  });
}

/**
 * `same-origin` and not `no-referrer`: under that one a browser says `Origin: null` of our own forms. It names our pages to nobody else,
 * and there is no link that leaves them.
 */
function guard(answer: ServerResponse, nonce: string): void {
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
