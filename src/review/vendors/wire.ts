import type { Line } from './reviewer.ts';

/** What came over the wire, before anybody read it; or why nothing whole came. */
export type Heard =
  | { readonly kind: 'answered'; readonly status: number; readonly headers: Headers; readonly text: string }
  | {
      readonly kind: 'broken';
      readonly cause: 'timeout' | 'network' | 'garbled';
      readonly why: string;
      readonly again: boolean;
    };

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
export type Wire = { readonly fetch: Fetch; readonly heard: () => Heard | null };

/** An answer is a few hundred kilobytes at most; what does not end is cut off here. */
const LONGEST_BODY = 8 * 1024 * 1024;
/**
 * INVARIANT: no header that an SDK makes is sent. Whatever they are told, they put `*_CUSTOM_HEADERS` of the environment on each
 * request, over their own: another key, another version of the API, names of this machine's platform.
 */
const HEADERS = { accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'guardrail' };
/** `Response` refuses to hold these with a body. */
const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * A `fetch` for one request: it sends no header but ours, follows no redirect (the question would go along to whoever is
 * named there), ends when the line's signal says so, and reads no more than fits.
 */
export function openWire({ signal }: Pick<Line, 'signal'>, own: Readonly<Record<string, string>>): Wire {
  let heard: Heard | null = null;
  return {
    heard: () => heard,
    fetch: async (input, init = {}) => {
      try {
        const headers = { ...HEADERS, ...own };
        const response = await fetch(input, { ...init, headers, signal, redirect: 'manual' });
        const text = await readBounded(response);
        heard = { kind: 'answered', status: response.status, headers: response.headers, text };
        const { status } = response;
        return new Response(WITHOUT_BODY.has(status) ? null : text, {
          status,
          headers: plainHeaders(response.headers),
        });
      } catch (error) {
        heard ??= brokenOf(error, signal);
        throw error;
      }
    },
  };
}

/** The body is decoded by now. */
function plainHeaders(headers: Headers): Headers {
  const plain = new Headers(headers);
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) plain.delete(name);
  return plain;
}

class TooLong extends Error {}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > LONGEST_BODY) throw new TooLong('the answer does not end'); // leaving the loop closes the connection
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A certificate or an address that does not exist is the same the next time. */
const FINAL = /CERT|SELF_SIGNED|ERR_TLS|ERR_SSL|ENOTFOUND|ERR_INVALID_URL|bad port/;

export function brokenOf(error: unknown, signal: AbortSignal): Heard {
  if (signal.aborted) return { kind: 'broken', cause: 'timeout', why: 'no answer within the time', again: false };
  if (error instanceof TooLong)
    return { kind: 'broken', cause: 'garbled', why: `an answer of more than ${LONGEST_BODY >> 20} MB`, again: false };
  const code = codeBelow(error);
  if (/HEADERS_TIMEOUT|BODY_TIMEOUT/.test(code))
    return { kind: 'broken', cause: 'timeout', why: `the server said nothing for minutes (${code})`, again: false };
  return { kind: 'broken', cause: 'network', why: code, again: !FINAL.test(code) };
}

/** `fetch failed` says nothing; what it was is further down. */
function codeBelow(error: unknown): string {
  let said = 'fetch failed';
  for (let one: unknown = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1) {
    said = 'code' in one && typeof one.code === 'string' ? one.code : one.message;
  }
  return said.slice(0, 200);
}
