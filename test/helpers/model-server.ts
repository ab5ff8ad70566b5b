import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { complaintsAbout } from './model-requests.ts';

/** How one request is answered. */
export type Script = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | ((seen: Seen) => string);
  /** `hang`: never. `drip`: a letter now and then. `cut`: half of the body, then the connection is gone. `endless`: no end. */
  readonly how?: 'whole' | 'hang' | 'drip' | 'cut' | 'gone' | 'endless';
};
export type Seen = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** What the API it speaks to would not have taken. */
  readonly complaints: readonly string[];
};
export type ModelServer = { readonly url: string; readonly seen: readonly Seen[]; readonly close: () => Promise<void> };

/** Plays the scripts in turn, the last one for ever, on 127.0.0.1; one that is a function is made for each request. */
export async function openModelServer(
  ...scripts: readonly (Script | ((seen: Seen) => Script))[]
): Promise<ModelServer> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    void readAll(request).then((text) => {
      const one = seenOf(request, text);
      seen.push(one);
      const script = scripts[Math.min(seen.length, scripts.length) - 1] ?? {};
      play(typeof script === 'function' ? script(one) : script, one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('listen: no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function seenOf(request: IncomingMessage, text: string): Seen {
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const path = request.url ?? '';
  const body: unknown = text === '' ? null : JSON.parse(text);
  const method = request.method ?? '';
  return { method, path, headers, body, complaints: complaintsAbout({ method, path, body }) };
}

function play(script: Script, seen: Seen, response: ServerResponse): void {
  const { status = 200, headers = {}, how = 'whole' } = script;
  if (how === 'hang') return;
  if (how === 'gone') {
    response.socket?.destroy();
    return;
  }
  const text = typeof script.body === 'function' ? script.body(seen) : (script.body ?? '');
  const body = Buffer.from(text);
  const length: Record<string, string> = how === 'whole' || how === 'cut' ? { 'content-length': `${body.length}` } : {};
  response.writeHead(status, { 'content-type': 'application/json', ...length, ...headers });
  if (how === 'whole') {
    response.end(body);
  } else if (how === 'cut') {
    response.write(body.subarray(0, body.length >> 1), () => response.socket?.destroy());
  } else if (how === 'drip') {
    const timer = setInterval(() => response.write(' '), 20);
    response.once('close', () => clearInterval(timer));
  } else {
    const block = Buffer.alloc(256 * 1024, ' ');
    const more = (): void => {
      while (!response.destroyed && response.write(block));
    };
    response.on('drain', more);
    more();
  }
}
