import type { Change, Edit, Part, Unread } from '../model/change.ts';
import { COMMAND, type Fact, type Value } from '../model/fact.ts';
import { kinds } from '../model/kinds.ts';
import type { Observation } from './analyzer.ts';

/** Enough to draw and to count; the attribute `dependents` knows the rest. */
const MOST_DEPENDENTS = 200;

export type Context = { readonly part: Part; readonly change: Change };

/** An observation becomes a fact: where it was seen, in which blobs, who wrote it. */
export function stamp(seen: Observation, { part, change }: Context): Fact {
  const { edit, ref } = seen;
  const place = part.call === undefined ? seen.subject : COMMAND;
  return {
    kind: seen.kind,
    subject: seen.subject,
    where: { path: edit?.path ?? seen.path ?? place, range: seen.range },
    from: edit?.from ?? null,
    attributes: complete(seen),
    ...(seen.radius === undefined ? {} : { radius: seen.radius.slice(0, MOST_DEPENDENTS) }),
    part: part.id,
    scope: part.scope,
    branch: part.branch,
    evidence: evidenceOf(seen, part),
    commits: edit?.commits ?? ref?.commits ?? [],
    authors: edit?.authors ?? [change.operator],
  };
}

function evidenceOf({ edit, ref }: Observation, { call }: Part): Fact['evidence'] {
  if (edit) return { before: edit.before?.oid ?? null, after: edit.after?.oid ?? null };
  return { before: ref?.before ?? null, after: ref?.after ?? call?.id ?? null };
}

export function unreadable(context: Context, edit: Edit | null, { what, path, why }: Unread): Fact {
  return stamp({ kind: 'unreadable', subject: path ?? what, edit, range: null, attributes: { what, why } }, context);
}

/** Thousands of facts are held against these: once is enough to list them. */
const ATTRIBUTES = new Map(Object.entries(kinds).map(([kind, { attributes }]) => [kind, Object.entries(attributes)]));

/**
 * INVARIANT: a fact carries exactly the attributes of its kind. A rule about an attribute that an analyzer forgot would
 * never match, and nobody would notice.
 */
function complete({ kind, subject, edit, attributes }: Observation): Fact['attributes'] {
  const known = kinds[kind]?.attributes;
  if (!known) throw new Error(`state ${kind} about ${subject}: no such kind in model/kinds.ts`);
  const all = withMore(attributes, known, edit);
  for (const name of Object.keys(all)) {
    if (!(name in known)) throw new Error(`state ${kind} about ${subject}: the kind has no attribute "${name}"`);
  }
  for (const [name, holds] of ATTRIBUTES.get(kind) ?? []) {
    const value = all[name];
    if (value === undefined) throw new Error(`state ${kind} about ${subject}: attribute "${name}" is missing`);
    if (!fits(value, holds)) throw new Error(`state ${kind} about ${subject}: "${name}" cannot be ${String(value)}`);
  }
  return all;
}

/** What no analyzer says by itself; most kinds have nothing of it. */
function withMore(
  attributes: Fact['attributes'],
  known: Readonly<Record<string, unknown>>,
  edit: Edit | null,
): Fact['attributes'] {
  const isLanded = 'landed' in known && !('landed' in attributes);
  if (!isLanded && !('unprotected' in known)) return attributes;
  const landed = isLanded ? { landed: edit?.landed ?? 'unknown' } : {};
  // one change cannot know what an earlier one did: whoever holds the log says so afterwards
  const remembered = 'unprotected' in known ? { unprotected: false } : {};
  return { ...attributes, ...landed, ...remembered };
}

function fits(value: Value, holds: 'text' | 'number' | 'truth' | readonly string[]): boolean {
  if (value === 'unknown') return true;
  if (holds === 'text') return typeof value === 'string';
  if (holds === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (holds === 'truth') return typeof value === 'boolean';
  return typeof value === 'string' && holds.includes(value);
}
