import { canonicalJson } from '../../log/canonical.ts';
import { isRecord } from '../../model/json.ts';
import { sha256 } from '../../system/files.ts';

/** What is written down of a log, one line of canonical JSON. */
export type Note = {
  /** Id of its first event. */
  readonly log: string;
  readonly seq: number;
  /** Hash of that event, and so of all before it. */
  readonly hash: string;
  readonly ts: number;
  /** Digest of the note before it at the same place; null at the first. */
  readonly before: string | null;
  /** Whose log it is, without saying who that is (account.ts). */
  readonly account: string;
  /** Logs of the same account that a person gave up for this one. */
  readonly instead: readonly string[];
};

export function noteText({ instead, ...note }: Note): string {
  return canonicalJson({ v: 1, ...note, instead: [...instead] });
}

const ID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const HASH = /^[0-9a-f]{64}$/;
const LONGEST = 4_096;

/** Anybody may write there: what has not exactly this shape is no note. */
export function parseNote(text: string): Note | null {
  const raw = text.length > LONGEST ? null : parseJson(text);
  if (!isRecord(raw) || raw['v'] !== 1) return null;
  const { log, hash, account, before, instead } = raw;
  const numbers = readNumbers(raw);
  if (!matches(log, ID) || !matches(hash, HASH) || !matches(account, ACCOUNT) || numbers === null) return null;
  if ((before !== null && !matches(before, HASH)) || !Array.isArray(instead)) return null;
  return { log, hash, ...numbers, before, account, instead: instead.filter((id) => matches(id, ID)) };
}

const ACCOUNT = /^[0-9a-f]{16}$/;

function readNumbers({ seq, ts }: Readonly<Record<string, unknown>>): Pick<Note, 'seq' | 'ts'> | null {
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 1) return null;
  if (typeof ts !== 'number' || !Number.isSafeInteger(ts) || Math.abs(ts) > LATEST) return null;
  return { seq, ts };
}

/** The last millisecond that a date can hold. */
const LATEST = 8.64e15;

export function digestOf(text: string): string {
  return sha256(text);
}

export function isLogId(text: string): boolean {
  return ID.test(text);
}

function matches(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
