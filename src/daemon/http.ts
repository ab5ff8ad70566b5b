import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { sha256 } from '../system/files.ts';
import { BEAT, formatRefusal, MOST_BYTES, parseRequest, type Request } from './protocol.ts';

const LOOPBACK = '127.0.0.1';
const MOST_PAYLOAD = 8 << 20;
const BEAT_MS = 500;

export type Web = {
  /** A connection to the socket that turned out to speak HTTP, and what it has said so far. */
  readonly take: (socket: Socket, head: Buffer) => void;
  /** Also for programs that only know addresses: on this machine, and only with the token. */
  readonly listen: (port: number, token: string) => Promise<number>;
  readonly close: () => void;
};

/** What the pages do; each of them answers a body. */
export type Pages = {
  readonly ask: (request: Request, isGone: () => boolean) => Promise<string>;
  readonly hook: (agent: string, event: string | null, payload: Buffer, isGone: () => boolean) => Promise<string>;
  /** JSON in an agent's language that blocks. */
  readonly block: (why: string) => string;
  readonly status: () => string;
  readonly stop: () => void;
};

export function openWeb(pages: Pages): Web {
  // by the socket: whoever may open the folder it lies in is its owner
  const local = createServer((asked, answer) => void serve(asked, answer, pages, null));
  let remote: ReturnType<typeof createServer> | null = null;
  return {
    take: (socket, head) => {
      local.emit('connection', socket);
      socket.unshift(head);
    },
    listen: async (port, token) => {
      const server = createServer((asked, answer) => void serve(asked, answer, pages, token));
      remote = server;
      return await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, LOOPBACK, () => {
          const at = server.address();
          resolve(typeof at === 'object' && at !== null ? at.port : port);
        });
      });
    },
    close: () => {
      local.closeIdleConnections();
      remote?.close();
      remote?.closeIdleConnections();
    },
  };
}

async function serve(
  asked: IncomingMessage,
  answer: ServerResponse,
  pages: Pages,
  token: string | null,
): Promise<void> {
  const fault = token === null ? null : strangerFault(asked, token);
  if (fault !== null) return send(answer, fault, 'text/plain', 'refused\n');
  const [, version, page = '', ...words] = (asked.url ?? '').split('?', 1)[0]?.split('/') ?? [];
  const isGone = (): boolean => answer.destroyed && !answer.writableEnded;
  const name = version === 'v1' ? `${asked.method ?? ''} ${page}` : '';
  if (name === 'POST hook') return await hook(asked, answer, pages, words, isGone);
  if (token === null) return await serveOwner(name, asked, answer, pages, isGone);
  send(answer, 404, 'text/plain', NOTHING);
}

const NOTHING = 'there is nothing here\n';

async function serveOwner(
  name: string,
  asked: IncomingMessage,
  answer: ServerResponse,
  pages: Pages,
  isGone: () => boolean,
): Promise<void> {
  switch (name) {
    case 'POST ask':
      return await ask(asked, answer, pages, isGone);
    case 'GET status':
      return send(answer, 200, 'application/json', pages.status());
    case 'POST stop':
      send(answer, 200, 'application/json', '{"stopping":true}\n');
      return pages.stop();
    default:
      send(answer, 404, 'text/plain', NOTHING);
  }
}

/** A page of the web can send requests to this machine, under a name of its own that it lets point here, but not our token. */
function strangerFault({ headers, socket }: IncomingMessage, token: string): 401 | 403 | null {
  const names = [`${LOOPBACK}:${socket.localPort ?? ''}`, `localhost:${socket.localPort ?? ''}`];
  if (!names.includes(headers.host ?? '') || headers.origin !== undefined) return 403;
  const given = Buffer.from(sha256(headers.authorization ?? ''));
  return timingSafeEqual(given, Buffer.from(sha256(`Bearer ${token}`))) ? null : 401;
}

/**
 * INVARIANT: whatever goes wrong is answered with 200 and JSON that blocks. To an agent another status is a hook that failed,
 * and a call that is made.
 */
async function hook(
  asked: IncomingMessage,
  answer: ServerResponse,
  pages: Pages,
  [agent = '', event]: readonly string[],
  isGone: () => boolean,
): Promise<void> {
  const payload = await readBody(asked, MOST_PAYLOAD);
  const said =
    payload === null
      ? pages.block(`a payload of more than ${MOST_PAYLOAD >> 20} MiB is not read`)
      : await pages.hook(agent, event ?? null, payload, isGone);
  send(answer, 200, 'application/json', said);
}

/** The question of a shell, brought by curl. */
async function ask(asked: IncomingMessage, answer: ServerResponse, pages: Pages, isGone: () => boolean): Promise<void> {
  const body = await readBody(asked, MOST_BYTES);
  const parsed = body === null ? null : parseRequest(body);
  if (parsed?.kind !== 'request') return send(answer, 200, 'text/plain', formatRefusal('garbled'));
  answer.writeHead(200, { 'content-type': 'application/octet-stream' });
  answer.write(BEAT);
  const beats = setInterval(() => answer.write(BEAT), BEAT_MS);
  const said = await pages.ask(parsed.request, isGone);
  clearInterval(beats);
  answer.end(said);
}

/** Null where there is more than that. What is too much is read on and thrown away: else the answer would not be read. */
async function readBody(asked: IncomingMessage, most: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of asked) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length <= most) chunks.push(bytes);
  }
  return length > most ? null : Buffer.concat(chunks);
}

function send(answer: ServerResponse, status: number, type: string, body: string): void {
  answer.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), connection: 'close' });
  answer.end(body);
}
