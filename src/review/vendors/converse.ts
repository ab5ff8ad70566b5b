import { readAddress } from './address.ts';
import { failed, failedStatus, requestIdOf } from './failed.ts';
import type { Line, Reply } from './reviewer.ts';
import { scrubReply } from './scrub.ts';
import { readStrictJson } from './strict-json.ts';
import { brokenOf, openWire, type Wire } from './wire.ts';

/** The half of a vendor that is its own: how its API is called, and how a successful answer reads. */
export type Dialect = {
  /** How the key is shown, and what else the API wants to be told. */
  readonly headers: (key: string | null) => Readonly<Record<string, string>>;
  /** Makes the request, with `wire.fetch` and nothing else. What it returns or throws does not matter: the wire has heard. */
  readonly send: (wire: Wire, base: URL) => Promise<unknown>;
  /** Null: this is not an answer of that API. */
  readonly read: (body: unknown, requestId: string | null) => Reply | null;
};

/** One request. Never throws: whatever happens has a reply of its own, and none of them holds the key. */
export async function converse(dialect: Dialect, line: Line, host: string | null): Promise<Reply> {
  const address = line.url ?? host;
  if (address === null) return failed('bad-request', 'no address: name the server with "url"');
  const base = readAddress(address);
  if (base === null) return scrubReply(failed('bad-request', `"${address}" is not the address of a server`), line.key);
  const wire = openWire(line, dialect.headers(line.key));
  let thrown: unknown = null;
  try {
    await dialect.send(wire, base);
  } catch (error) {
    thrown = error;
  }
  return scrubReply(replyOf(dialect, wire, { base, thrown, line }), line.key);
}

type Sent = { readonly base: URL; readonly thrown: unknown; readonly line: Line };

function replyOf(dialect: Dialect, wire: Wire, { base, thrown, line }: Sent): Reply {
  const heard = wire.heard() ?? brokenOf(thrown, line.signal);
  if (heard.kind === 'broken')
    return failed(heard.cause, `${base.host}: ${heard.why}`, { retryAfter: heard.again ? 0 : null });
  const requestId = requestIdOf(heard.headers);
  if (heard.status >= 300 && heard.status < 400)
    return failed('bad-request', `${base.host} sends us elsewhere (HTTP ${heard.status}): not followed`, { requestId });
  if (heard.status !== 200) return failedStatus(heard, Date.now());
  const json = readStrictJson(heard.text);
  if (json.kind === 'garbled') return failed('garbled', `${base.host}: ${json.why}`, { requestId });
  const reply = dialect.read(json.value, requestId);
  return reply ?? failed('garbled', `${base.host}: JSON that is no answer of this API`, { requestId });
}

export function bearer(key: string | null): Readonly<Record<string, string>> {
  return key === null ? {} : { authorization: `Bearer ${key}` };
}
