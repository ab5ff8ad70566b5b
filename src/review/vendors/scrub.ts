import type { Reply } from './reviewer.ts';

/** Shorter ones are words such as `ollama`, which an answer may well say. */
const LEAST = 8;
const MARK = '[key]';

/** INVARIANT: a key never comes back. A server, or a proxy between, may echo what it was sent. */
export function scrubReply(reply: Reply, key: string | null): Reply {
  if (key === null || key.length < LEAST) return reply;
  const scrub = (text: string): string => scrubText(text, key);
  const requestId = reply.requestId === null ? null : scrub(reply.requestId);
  return reply.kind === 'failed'
    ? { ...reply, why: scrub(reply.why), requestId }
    : { ...reply, text: scrub(reply.text), served: reply.served === null ? null : scrub(reply.served), requestId };
}

export function scrubText(text: string, key: string): string {
  const forms = [key, encodeURIComponent(key), Buffer.from(key).toString('base64')];
  return forms.reduce((all, form) => all.replaceAll(form, MARK), text);
}
