import { isAbsolute } from 'node:path';
import type { Node } from '../../model/document.ts';
import { type Fields, type Reader, readFields, readText } from '../../policy/read.ts';

/** Where the head of the log is written down, and how often. Null at each: not there. */
export type AnchorRules = {
  /** A clone whose refs hold it. */
  readonly repository: string | null;
  /** The remote that its ref is pushed to. */
  readonly push: string | null;
  /** A file that belongs to somebody else. */
  readonly file: string | null;
  readonly events: number;
  readonly minutes: number;
};

/** What a user says of what is kept of the log, and where it is vouched for. */
export type Keeping = {
  /** Null: nobody asked for it. */
  readonly anchor: AnchorRules | null;
  /** The words of reviews, in days; null: for ever. */
  readonly keepDays: number | null;
};

export const KEEPING_KEYS: readonly string[] = ['anchor', 'keep'];
const KEEP_DAYS = 90;
const EVENTS = 256;
const MINUTES = 15;
export const KEPT_AS_SHIPPED: Keeping = { anchor: null, keepDays: KEEP_DAYS };

export function readKeeping(reader: Reader, fields: Fields): Keeping {
  const [anchor, keep] = [fields.get('anchor')?.value, fields.get('keep')?.value];
  return {
    anchor: anchor === undefined ? null : readAnchor(reader, anchor),
    keepDays: keep === undefined ? KEEP_DAYS : readKeep(reader, keep),
  };
}

function readAnchor(reader: Reader, node: Node): AnchorRules {
  const fields = readFields(reader, node, 'anchor', ['repository', 'push', 'file', 'every']);
  const text = (key: string): string | null => {
    const value = fields.get(key)?.value;
    return value === undefined ? null : readText(reader, value, `anchor.${key}`);
  };
  const [repository, push, file, every] = ['repository', 'push', 'file', 'every'].map(text);
  const place = (path: string | null | undefined, key: string): string | null => {
    // the daemon stands in no folder of anybody's
    if (path !== null && path !== undefined && !isAbsolute(path))
      reader.report(node.line, `anchor.${key} must be a whole path, from / on`);
    return path ?? null;
  };
  if (push?.startsWith('-') === true) reader.report(node.line, 'anchor.push must be the name of a remote');
  if ((push ?? null) !== null && (repository ?? null) === null)
    reader.report(node.line, 'anchor.push needs "repository": the clone that it is pushed from');
  return {
    repository: place(repository, 'repository'),
    push: push ?? null,
    file: place(file, 'file'),
    ...readEvery(reader, node.line, every ?? null),
  };
}

const EVERY = /^(?:(\d{1,7}) events?)?(?: or )?(?:(\d{1,6}) min(?:utes?)?)?$/;

/** `256 events or 15 min`: whichever is first; one of them alone leaves the other as shipped. */
function readEvery(reader: Reader, line: number, text: string | null): Pick<AnchorRules, 'events' | 'minutes'> {
  const [, events, minutes] = text === null ? [] : (EVERY.exec(text) ?? []);
  if (text !== null && events === undefined && minutes === undefined)
    reader.report(line, 'anchor.every must be like "256 events or 15 min"');
  return { events: Math.max(1, Number(events ?? EVENTS)), minutes: Math.max(1, Number(minutes ?? MINUTES)) };
}

function readKeep(reader: Reader, node: Node): number | null {
  const text = readText(reader, node, 'keep');
  if (text === 'forever') return null;
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  if (days === undefined) reader.report(node.line, 'keep must be like "90d", or "forever"');
  return days === undefined ? null : Number(days);
}
