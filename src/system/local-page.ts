import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Door, secret } from './page-door.ts';
import { type Address, addressOf, type Fault, faultOf, type Fields, guard, LOOPBACK, readForm } from './page-guards.ts';

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

const MOST_HEADER = 16 << 10;
const MOST_CONNECTIONS = 64;
const MOST_WATCHING = 8;
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
  const form = asked.method === 'POST' ? await readForm(asked, door.csrf) : new Map<string, string>();
  if ('fault' in form) return refuse(exchange, pages, form.fault);
  say(exchange, door, pages, await pages.answer(readAsked(exchange, door, address, form)));
}

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
      `This could not be shown: ${error instanceof Error ? error.message : String(error)}. What to do: guardrail doctor`,
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
