import type { NewEvent } from '../model/event.ts';
import { redact } from '../model/redact.ts';
import { newUlid } from '../system/ulid.ts';
import { canonicalJson } from './canonical.ts';
import type { EventRow } from './chain.ts';
import { redactPayload } from './redact-event.ts';
import { storable } from './storable.ts';

/** An event ready to be written or spooled: it has its id, and no secret is left in it. */
export type Minted = Omit<EventRow, 'seq'>;

/** Version of what a payload looks like. */
const PAYLOAD_VERSION = 1;
/** What `init` wrote, or what a clone is called that has neither a name nor an origin: masked, all of those would be one. */
const REPOSITORY = /^(?:[0-7][0-9A-HJKMNP-TV-Z]{25}|local-[0-9a-f]{16})$/;

export function mint(event: NewEvent): Minted {
  return {
    id: newUlid(event.ts),
    v: PAYLOAD_VERSION,
    ts: Math.trunc(event.ts),
    repo: REPOSITORY.test(event.repo) ? event.repo : masked(event.repo),
    checkout: masked(event.checkout),
    actor: masked(event.actor),
    kind: event.kind,
    subject: masked(event.subject),
    payload: canonicalJson(redactPayload(event.payload)),
  };
}

function masked(text: string): string {
  return storable(redact(text));
}
