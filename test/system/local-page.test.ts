import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type Asked, type LocalPage, openLocalPage, type Pages, type Said } from '../../src/system/local-page.ts';
import { isSame } from '../../src/system/page-door.ts';

/** What the guards let through, and nothing else. */
const seen: Asked[] = [];
const pages: Pages = {
  answer: (asked): Promise<Said> => {
    seen.push(asked);
    if (asked.path === '/broken') throw new Error('a word of the log');
    if (asked.path === '/events') return Promise.resolve({ kind: 'events' });
    if (asked.method === 'POST') return Promise.resolve({ kind: 'go', to: `${asked.base}/` });
    return Promise.resolve({ kind: 'page', status: 200, html: `inside ${asked.path}` });
  },
  refuse: (status, says) => `refused ${status}: ${says}`,
};

let open: LocalPage | null = null;
afterEach(() => {
  open?.close();
  open = null;
  seen.length = 0;
});

async function openPage(): Promise<LocalPage> {
  open = await openLocalPage(pages, { port: 0, now: () => Date.now(), headerMs: 600, bodyMs: 600 });
  return open;
}

/** Bytes out, bytes in, on a real socket: no client that would put right what is wrong. Ends when the server hangs up. */
async function send(port: number, bytes: string, until: (text: string) => boolean = () => false): Promise<string> {
  return await new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (until(text)) socket.destroy();
    });
    socket.on('error', () => undefined); // a server that hangs up at once may reset the connection
    socket.on('close', () => resolve(text));
    socket.setTimeout(20_000, () => {
      reject(new Error(`neither answered nor hung up: ${text}`));
      socket.destroy();
    });
    socket.write(bytes, 'latin1');
  });
}

type Answer = { readonly status: number; readonly head: string; readonly body: string };

function read(text: string): Answer {
  const [head = '', ...body] = text.split('\r\n\r\n');
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, body: body.join('\r\n\r\n') };
}

type Asking = {
  readonly method?: string;
  readonly path: string;
  /** On top of what a browser sends; null takes one away. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: string;
};

async function ask({ port }: LocalPage, { method = 'GET', path, headers = {}, body }: Asking): Promise<Answer> {
  const form = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body ?? '')),
    origin: `http://127.0.0.1:${port}`,
  };
  const all = { host: `127.0.0.1:${port}`, connection: 'close', ...(body === undefined ? {} : form), ...headers };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}\r\n`]));
  return read(await send(port, `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`));
}

type Session = { readonly page: LocalPage; readonly cookie: string; readonly base: string; readonly csrf: string };

/** A visit with the token, as the only person there is. */
async function enter(): Promise<Session> {
  const page = await openPage();
  const { status, head } = await ask(page, { path: visitOf(page) });
  expect(status).toBe(303);
  const cookie = /^set-cookie: ([^;\r]+)/im.exec(head)?.[1] ?? '';
  const base = /^location: (\S+)\/\r?$/im.exec(head)?.[1] ?? '';
  await ask(page, { path: `${base}/`, headers: { cookie } });
  const csrf = seen.at(-1)?.csrf ?? '';
  expect([cookie.length > 20, base.length > 8, csrf.length > 20]).toEqual([true, true, true]);
  seen.length = 0;
  return { page, cookie, base, csrf };
}

function visitOf(page: LocalPage): string {
  const { pathname, search } = new URL(page.address);
  return `${pathname}${search}`;
}

describe('the token', () => {
  test('lets one visit in, is taken out of the address at once, and is dead then', async () => {
    const page = await openPage();
    const first = await ask(page, { path: visitOf(page) });
    expect(first.status).toBe(303);
    expect(first.head).toMatch(
      /^set-cookie: guardrail_\d+=[\w-]{43}; Path=\/[\w-]{12}; HttpOnly; SameSite=Strict\r?$/im,
    );
    expect(/^location: (.*)$/im.exec(first.head)?.[1]).not.toContain('token');
    const second = await ask(page, { path: visitOf(page) });
    expect([second.status, /set-cookie/i.test(second.head)]).toEqual([401, false]);
    expect(seen).toEqual([]);
  });

  test.each([
    ['missing', '/'],
    ['empty', '/?token='],
    ['wrong', `/?token=${'A'.repeat(43)}`],
    ['longer', `/?token=${'A'.repeat(1_000)}`],
    ['said twice', '/?token=a&token=b'],
  ])('%s: nobody is let in', async (_name, path) => {
    const page = await openPage();
    const { status, head, body } = await ask(page, { path });
    expect([status === 401 || status === 400, /set-cookie|^location/im.test(head)]).toEqual([true, false]);
    expect(body).not.toContain(new URL(page.address).searchParams.get('token'));
    expect(page.idle().visited).toBe(false);
  });

  test('of somebody sent by another page or a file, the browser holds the cookie back along a redirect: our page asks again', async () => {
    const page = await openPage();
    const { status, head } = await ask(page, { path: visitOf(page), headers: { 'sec-fetch-site': 'cross-site' } });
    expect([status, /^refresh: 0; url=\/[\w-]{12}\/\r?$/im.test(head), /^set-cookie/im.test(head)]).toEqual([
      200,
      true,
      true,
    ]);
  });

  test('is compared whole', () => {
    expect([isSame('a', 'a'), isSame('a', 'b'), isSame('', 'b'), isSame('b', 'bb')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('without the cookie', () => {
  test.each([
    ['none', null],
    ['an empty one', ''],
    ['a wrong one', 'guardrail_0=x'],
    ['one that begins alike', 'guardrail_=; x=y'],
  ])('%s: nothing is shown, and not where it lies', async (_name, cookie) => {
    const { page, base } = await enter();
    for (const path of [`${base}/`, `${base}/events`, '/', '/favicon.ico']) {
      const { status, head, body } = await ask(page, { path, headers: { cookie } });
      expect(status).toBe(401);
      expect(`${head}${body}`).not.toContain(base.slice(1));
    }
    expect(seen).toEqual([]);
  });
});

describe('who is no page of ours', () => {
  test.each([
    ['a name that was pointed here', { host: 'evil.example' }, 421],
    ['that name with our port', { host: 'evil.example:PORT' }, 421],
    ['another port', { host: '127.0.0.1:1' }, 421],
    ['no port', { host: '127.0.0.1' }, 421],
    ['a longer name', { host: '127.0.0.1:PORT.evil.example' }, 421],
    ['the address of all', { host: '0.0.0.0:PORT' }, 421],
    ['no name at all', { host: null }, 400],
    ['the origin of another site', { origin: 'http://evil.example' }, 403],
    ['the origin of another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['the other of our names', { origin: 'http://localhost:PORT' }, 403],
    ['the same over TLS', { origin: 'https://127.0.0.1:PORT' }, 403],
    ['no origin', { origin: null }, 403],
    ['a null origin', { origin: 'null' }, 403],
  ] as const)('%s: no form of it is read', async (_name, headers, expected) => {
    const { page, cookie, base, csrf } = await enter();
    const own = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        value === null ? null : value.replace('PORT', String(page.port)),
      ]),
    );
    const { status } = await ask(page, {
      method: 'POST',
      path: `${base}/answer`,
      headers: { cookie, ...own },
      body: `csrf=${csrf}&id=f-7f3k2mq&says=right`,
    });
    expect([status, seen.length]).toEqual([expected, 0]);
  });

  test('two names are one too many', async () => {
    const { page, cookie, base } = await enter();
    const bytes = `GET ${base}/ HTTP/1.1\r\nhost: 127.0.0.1:${page.port}\r\nhost: evil.example\r\ncookie: ${cookie}\r\nconnection: close\r\n\r\n`;
    expect([read(await send(page.port, bytes)).status >= 400, seen.length]).toEqual([true, 0]);
  });

  test('a question with a foreign origin is refused too', async () => {
    const { page, cookie, base } = await enter();
    const { status } = await ask(page, { path: `${base}/`, headers: { cookie, origin: 'http://evil.example' } });
    expect([status, seen.length]).toEqual([403, 0]);
  });

  test('both our names are answered', async () => {
    const { page, cookie, base } = await enter();
    const { status } = await ask(page, { path: `${base}/`, headers: { cookie, host: `localhost:${page.port}` } });
    expect(status).toBe(200);
  });
});

describe('a form', () => {
  const post = async (body: string, headers: Asking['headers'] = {}): Promise<Answer> => {
    const { page, cookie, base, csrf } = await enter();
    return await ask(page, {
      method: 'POST',
      path: `${base}/answer`,
      headers: { cookie, ...headers },
      body: body.replace('CSRF', csrf),
    });
  };

  test('with our secret is read, letter by letter', async () => {
    expect((await post('csrf=CSRF&id=f-7f3k2mq&because=a%26b+%C3%A4')).status).toBe(303);
    expect([seen[0]?.form.get('because'), seen[0]?.path]).toEqual(['a&b ä', '/answer']);
  });

  test.each([
    ['no secret', 'id=f-7f3k2mq', {}, 403],
    ['a wrong secret', 'csrf=AAAA', {}, 403],
    ['bad percent signs', 'csrf=CSRF&id=%zz', {}, 400],
    ['half a percent sign', 'csrf=CSRF&id=%', {}, 400],
    ['bytes that are no UTF-8', 'csrf=CSRF&id=%ff%fe', {}, 400],
    ['a field twice', 'csrf=CSRF&id=a&id=b', {}, 400],
    ['the secret twice', 'csrf=CSRF&csrf=x', {}, 400],
    ['two equals signs', 'csrf=CSRF&id=a=b', {}, 400],
    ['JSON', '{"csrf":"CSRF"}', { 'content-type': 'application/json' }, 415],
    ['plain text', 'csrf=CSRF', { 'content-type': 'text/plain' }, 415],
    ['parts', 'csrf=CSRF', { 'content-type': 'multipart/form-data; boundary=x' }, 415],
    ['no type', 'csrf=CSRF', { 'content-type': null }, 415],
    ['too much', `csrf=CSRF&because=${'x'.repeat(17_000)}`, {}, 413],
    ['a length that is a lie', 'csrf=CSRF', { 'content-length': '99999999' }, 413],
    ['a length that is none', 'csrf=CSRF', { 'content-length': 'many' }, 400],
    ['no length, so that its body is no request', 'csrf=CSRF', { 'content-length': null }, 400],
  ] as const)('%s is refused, and nothing is kept', async (_name, body, headers, expected) => {
    expect([(await post(body, headers)).status, seen.length]).toEqual([expected, 0]);
  });

  test('in pieces is refused', async () => {
    const { page, cookie, base, csrf } = await enter();
    const head = `POST ${base}/answer HTTP/1.1\r\nhost: 127.0.0.1:${page.port}\r\norigin: http://127.0.0.1:${page.port}\r\ncookie: ${cookie}\r\ncontent-type: application/x-www-form-urlencoded\r\n`;
    const bytes = `${head}transfer-encoding: chunked\r\n\r\n5\r\ncsrf=\r\n${csrf.length.toString(16)}\r\n${csrf}\r\n0\r\n\r\n`;
    expect([read(await send(page.port, bytes)).status, seen.length]).toEqual([411, 0]);
  });

  test('with a length and in pieces at once is refused by the parser', async () => {
    const { page, cookie, base } = await enter();
    const bytes = `POST ${base}/answer HTTP/1.1\r\nhost: 127.0.0.1:${page.port}\r\ncookie: ${cookie}\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET ${base}/ HTTP/1.1\r\n\r\n`;
    const text = await send(page.port, bytes);
    expect([/ 200 /.test(text), seen.length]).toEqual([false, 0]);
  });

  test('by a question that would write nothing is kept', async () => {
    const { page, cookie, base, csrf } = await enter();
    await ask(page, { path: `${base}/answer?csrf=${csrf}&id=f-7f3k2mq&says=right`, headers: { cookie } });
    expect(seen.map(({ method, form }) => [method, form.size])).toEqual([['GET', 0]]);
  });
});

describe('what is no request of a browser', () => {
  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND'])('%s', async (method) => {
    const { page, cookie, base } = await enter();
    const { status, head } = await ask(page, { method, path: `${base}/`, headers: { cookie } });
    expect([status, /^allow: GET, POST\r?$/im.test(head), /access-control/i.test(head), seen.length]).toEqual([
      405,
      true,
      false,
      0,
    ]);
  });

  test.each([
    ['CONNECT', 'CONNECT 127.0.0.1:80 HTTP/1.1\r\nhost: 127.0.0.1:80\r\n\r\n'],
    ['garbage', '\u0000\u0001\u0002 not http\r\n\r\n'],
    ['a TLS greeting', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000'.repeat(4)],
    ['a header without an end', `GET / HTTP/1.1\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`],
    ['a header that is split', 'GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n x: folded\r\n\r\n'],
    ['a line feed in the address', 'GET /\nx HTTP/1.1\r\n\r\n'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ])('%s', async (_name, bytes) => {
    const page = await openPage();
    const text = await send(page.port, bytes);
    expect([text.startsWith('HTTP/1.1 2'), seen.length]).toEqual([false, 0]);
  });

  test.each([
    ['an address of another server', 'http://evil.example/'],
    ['bad percent signs', '/?token=%zz'],
    ['a very long one', `/?x=${'y'.repeat(3_000)}`],
    ['an asterisk', '*'],
  ])('as an address: %s', async (_name, path) => {
    const page = await openPage();
    expect([(await ask(page, { path })).status, seen.length]).toEqual([400, 0]);
  });

  test('a path is never decoded, so nothing leads out of it', async () => {
    const { page, cookie, base } = await enter();
    const path = `${base}/f/..%2f..%2fetc%2fpasswd`;
    await ask(page, { path, headers: { cookie } });
    expect(seen.map((asked) => asked.path)).toEqual(['/f/..%2f..%2fetc%2fpasswd']);
    const { status } = await ask(page, { path: `${base}x/`, headers: { cookie } });
    expect(status).toBe(404);
  });

  test('a question with a body, behind which another could hide', async () => {
    const { page, cookie, base } = await enter();
    const { status } = await ask(page, { path: `${base}/`, headers: { cookie, 'content-length': '5' }, body: 'GET /' });
    expect([status, seen.length]).toEqual([400, 0]);
  });

  test('what follows a refusal on the same line is not read', async () => {
    const { page, cookie, base } = await enter();
    const good = `GET ${base}/ HTTP/1.1\r\nhost: 127.0.0.1:${page.port}\r\ncookie: ${cookie}\r\nconnection: close\r\n\r\n`;
    const text = await send(page.port, `GET / HTTP/1.1\r\nhost: evil.example\r\n\r\n${good}`);
    expect([text.match(/HTTP\/1\.1 421/g)?.length, / 200 /.test(text)]).toEqual([1, false]);
  });

  test.each([
    ['a head', 'GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n'],
    ['nothing at all', ''],
  ])('a client that never ends %s is hung up on', async (_name, bytes) => {
    const page = await openPage();
    expect(await send(page.port, bytes)).not.toContain(' 200 ');
  });

  test('a client that never ends its form is hung up on', async () => {
    const { page, cookie, base } = await enter();
    const head = `POST ${base}/answer HTTP/1.1\r\nhost: 127.0.0.1:${page.port}\r\norigin: http://127.0.0.1:${page.port}\r\ncookie: ${cookie}\r\n`;
    const text = await send(
      page.port,
      `${head}content-type: application/x-www-form-urlencoded\r\ncontent-length: 100\r\n\r\ncsrf=`,
    );
    expect([/ (200|303) /.test(text), seen.length]).toEqual([false, 0]);
  });
});

describe('an answer', () => {
  test('names what it may load, who may frame it, and that nobody keeps it', async () => {
    const { page, cookie, base } = await enter();
    const { head } = await ask(page, { path: `${base}/`, headers: { cookie } });
    const nonce = seen[0]?.nonce ?? '';
    for (const line of [
      `content-security-policy: default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      'x-frame-options: DENY',
      'x-content-type-options: nosniff',
      'referrer-policy: same-origin',
      'cache-control: no-store',
      'cross-origin-resource-policy: same-origin',
    ])
      expect(head).toContain(line);
    expect(head).not.toMatch(/access-control|server:|x-powered-by/i);
    await ask(page, { path: `${base}/`, headers: { cookie } });
    expect(seen[1]?.nonce).not.toBe(nonce);
  });

  test('that could not be made is an error, and the next one is made', async () => {
    const { page, cookie, base } = await enter();
    expect((await ask(page, { path: `${base}/broken`, headers: { cookie } })).status).toBe(500);
    expect((await ask(page, { path: `${base}/`, headers: { cookie } })).status).toBe(200);
  });

  test('at the root of one who is in leads to the page', async () => {
    const { page, cookie, base } = await enter();
    expect((await ask(page, { path: '/', headers: { cookie } })).head).toContain(`location: ${base}/`);
  });

  test('that stays open is told what is told, by windows that are counted', async () => {
    const { page, cookie, base } = await enter();
    const bytes = `GET ${base}/events HTTP/1.1\r\nhost: 127.0.0.1:${page.port}\r\ncookie: ${cookie}\r\n\r\n`;
    const tell = setInterval(() => page.tell('7\n8'), 20);
    const windows = Array.from({ length: 8 }, () => send(page.port, bytes, (text) => text.includes('data: 7 8\n\n')));
    expect((await Promise.all(windows)).every((text) => text.includes('text/event-stream'))).toBe(true);
    clearInterval(tell);
    const held = Array.from({ length: 8 }, () => connect(page.port, '127.0.0.1').on('error', () => undefined));
    for (const socket of held) socket.write(bytes);
    for (let i = 0; i < 500 && page.idle().watching < 8; i += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await ask(page, { path: `${base}/events`, headers: { cookie } })).status).toBe(429);
    for (const socket of held) socket.destroy();
  });
});
