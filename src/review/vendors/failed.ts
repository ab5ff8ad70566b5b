import { isRecord } from '../../model/json.ts';
import type { Reply } from './reviewer.ts';
import type { Heard } from './wire.ts';

type Failed = Extract<Reply, { kind: 'failed' }>;
type Answered = Extract<Heard, { kind: 'answered' }>;

/** HTTP status -> what it means for a reviewer, and whether another try may help. */
const STATUS: Readonly<Record<number, readonly [cause: string, again: boolean]>> = {
  400: ['bad-request', false],
  401: ['unauthorized', false],
  402: ['no-credit', false],
  403: ['unauthorized', false],
  404: ['not-found', false],
  408: ['timeout', true],
  409: ['server', true],
  413: ['too-large', false],
  422: ['bad-request', false],
  429: ['rate-limited', true],
  503: ['overloaded', true],
  529: ['overloaded', true],
};

/** Vendors say some things in words only. Of the first that fits: cause; none of them passes by waiting. */
const WORDS: readonly (readonly [cause: string, pattern: RegExp])[] = [
  ['no-credit', /insufficient_quota|credit balance is too low|billing_hard_limit|billing_not_active|billing_error/i],
  ['too-large', /context_length_exceeded|prompt is too long|maximum context length|request_too_large/i],
  ['too-large', /token count .{0,40}exceeds/i],
  ['unauthorized', /API_KEY_INVALID|API key not valid|invalid_api_key/i],
  ['not-found', /model_not_found/i],
];

/** An answer that is no success. */
export function failedStatus(heard: Answered, now: number): Failed {
  const body = jsonOf(heard.text);
  const said = errorOf(body);
  const byStatus = STATUS[heard.status] ?? (heard.status >= 500 ? ['server', true] : ['bad-request', false]);
  const byWords = heard.status < 500 ? WORDS.find(([, pattern]) => pattern.test(said)) : undefined;
  const again = byWords === undefined && byStatus[1];
  const what = said === '' ? (/^\s*</.test(heard.text) ? 'an HTML page' : 'no reason given') : said;
  return failed(byWords?.[0] ?? byStatus[0], `HTTP ${heard.status}: ${what}`, {
    retryAfter: again ? (waitOf(heard.headers, body, now) ?? 0) : null,
    requestId: requestIdOf(heard.headers),
  });
}

export function failed(
  cause: string,
  why: string,
  more: { readonly retryAfter?: number | null; readonly requestId?: string | null } = {},
): Failed {
  const { retryAfter = null, requestId = null } = more;
  return { kind: 'failed', cause, why: why.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 400), retryAfter, requestId };
}

export function requestIdOf(headers: Headers): string | null {
  return headers.get('request-id') ?? headers.get('x-request-id');
}

/** `{"error": {"message", "type", "code" | "status"}}`: all three APIs say it nearly alike. Empty: it is something else. */
function errorOf(body: unknown): string {
  const error = isRecord(body) ? body['error'] : null;
  if (typeof error === 'string') return error.slice(0, 300);
  if (!isRecord(error)) return '';
  const words = [error['type'], error['code'], error['status'], error['message']];
  const reasons = detailsOf(error).map(({ reason }) => reason);
  const texts = [...words, ...reasons].filter((word): word is string => typeof word === 'string' && word !== '');
  return [...new Set(texts)].join(': ').slice(0, 300);
}

function detailsOf(error: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  const { details } = error;
  return Array.isArray(details) ? details.filter(isRecord) : [];
}

/** Milliseconds as the server asks for them: `retry-after-ms`, `retry-after` in seconds or as a date, Gemini's RetryInfo. */
function waitOf(headers: Headers, body: unknown, now: number): number | null {
  const exact = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (exact > 0) return exact;
  const after = headers.get('retry-after');
  const seconds = Number(after ?? Number.NaN);
  if (seconds >= 0) return seconds * 1000;
  const date = Date.parse(after ?? '');
  if (!Number.isNaN(date)) return Math.max(0, date - now);
  const error = isRecord(body) && isRecord(body['error']) ? body['error'] : {};
  const delay = detailsOf(error).flatMap(({ retryDelay }) =>
    typeof retryDelay === 'string' ? [Number.parseFloat(retryDelay)] : [],
  )[0];
  return delay !== undefined && delay >= 0 ? delay * 1000 : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // no reason that we could read: said as such
  }
}
