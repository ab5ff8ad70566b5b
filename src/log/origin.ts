import { isRecord } from '../model/json.ts';
import type { Row } from './driver.ts';
import type { Rows } from './open.ts';
import { type Fields, record, records, text, textOrNone } from './projections/payload.ts';
import { textOf } from './rows.ts';

/** Out of which objects a statement was made, as far as its event says. */
export type Origin = {
  /** `agent:claude-code` */
  readonly actor: string;
  readonly befores: readonly string[];
  readonly afters: readonly string[];
  /** What a tool call would have left in its file. */
  readonly written: string | null;
  /** Salted hash of the two blobs, and its salt: proves which ones they were. Empty of a finding. */
  readonly evidence: string;
  readonly salt: string;
};

const MOST_OBJECTS = 40;

export function originOfRuling(log: Rows, ruling: string): Origin | null {
  const [row] = log.all(
    `SELECT event.payload AS payload, event.actor AS actor, decision.path AS path, decision.evidence AS evidence
     FROM decision JOIN event ON event.seq = decision.seq WHERE decision.ruling = ? ORDER BY decision.seq DESC LIMIT 1`,
    [ruling],
  );
  const fields = payloadOf(row);
  if (row === undefined || fields === null) return null;
  const objects = record(fields, 'objects');
  const refs = records(objects, 'refs');
  const path = textOf(row, 'path');
  const file = records(objects, 'files').find((one) => text(one, 'path') === path);
  return {
    actor: textOf(row, 'actor'),
    befores: ids(textOrNone(objects, 'base'), textOrNone(objects, 'head'), ...refs.map((ref) => ref['before'])),
    afters: ids(textOrNone(objects, 'tree'), ...refs.map((ref) => ref['after']), ...list(objects['commits'])),
    written: file === undefined ? null : textOrNone(file, 'oid'),
    evidence: textOf(row, 'evidence'),
    salt: text(fields, 'salt'),
  };
}

/** The newest round in which it stood. */
export function originOfFinding(log: Rows, finding: string): Origin | null {
  const [row] = log.all(
    `SELECT event.payload AS payload, event.actor AS actor FROM finding JOIN event ON event.seq = finding.seq
     WHERE finding.id = ? ORDER BY finding.seq DESC LIMIT 1`,
    [finding],
  );
  const fields = payloadOf(row);
  if (row === undefined || fields === null) return null;
  const agent = records(fields, 'authors').find((author) => author['kind'] === 'agent');
  return {
    // whoever pushed had it reviewed; who wrote it is another question
    actor: agent === undefined ? textOf(row, 'actor') : `agent:${text(agent, 'agent')}`,
    befores: ids(textOrNone(fields, 'base')),
    afters: ids(textOrNone(fields, 'after'), textOrNone(fields, 'tree'), textOrNone(fields, 'head')),
    written: null,
    evidence: '',
    salt: '',
  };
}

function payloadOf(row: Row | undefined): Fields | null {
  if (row === undefined) return null;
  const payload: unknown = JSON.parse(textOf(row, 'payload'));
  return isRecord(payload) ? payload : null;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** An object id and nothing else: what stands in a payload goes to git as a name. */
function ids(...values: readonly unknown[]): readonly string[] {
  const known = values.filter((value) => typeof value === 'string').filter((value) => OID.test(value));
  return [...new Set(known)].slice(0, MOST_OBJECTS);
}

const OID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
