import type { Severity } from '../model/finding.ts';
import type { Ruling } from './exchange.ts';

/** An answer as the schema asks for it (prompt/schema.ts), before anybody held it against what was shown. */
export type Shape = {
  readonly read: readonly string[];
  readonly findings: readonly RawFinding[];
  readonly rulings: readonly Ruling[];
};
export type RawFinding = {
  readonly failureModel: string;
  readonly path: string;
  readonly side: 'before' | 'after';
  readonly line: number;
  readonly quote: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly severity: Severity;
  readonly criterion: string | null;
  readonly confidence: number;
};

const ANSWER = ['read', 'findings', 'rulings'];
const FINDING = [
  'failure_model',
  'path',
  'side',
  'line',
  'to',
  'quote',
  'title',
  'why',
  'fix',
  'severity',
  'criterion',
  'confidence',
];
const RULING = ['id', 'says', 'why', 'line'];
const SEVERITIES: readonly Severity[] = ['high', 'medium', 'low'];
const SAYS: ReadonlyMap<unknown, Ruling['says']> = new Map([
  ['stands', 'stands'],
  ['fixed', 'fixed'],
  ['never_was', 'never-was'],
  ['unclear', 'unclear'],
]);

/** Null where anything is missing, too much, or of another type: what is nearly right is not guessed at. */
export function readShape(value: unknown): Shape | null {
  const fields = closed(value, ANSWER);
  if (fields === null) return null;
  const read = all(fields.get('read'), readPath);
  const findings = all(fields.get('findings'), readFinding);
  const rulings = all(fields.get('rulings'), readRuling);
  return read === null || findings === null || rulings === null ? null : { read, findings, rulings };
}

function readPath(value: unknown): string | null {
  return text(closed(value, ['path'])?.get('path'));
}

function readFinding(value: unknown): RawFinding | null {
  const fields = closed(value, FINDING);
  if (fields === null) return null;
  const [words, place, weight] = [readWords(fields), readPlace(fields), readWeight(fields)];
  return words === null || place === null || weight === null ? null : { ...words, ...place, ...weight };
}

type Fields = ReadonlyMap<string, unknown>;

function readWords(
  fields: Fields,
): Pick<RawFinding, 'failureModel' | 'path' | 'quote' | 'title' | 'why' | 'fix'> | null {
  const texts = ['failure_model', 'path', 'quote', 'title', 'why', 'fix'].map((key) => text(fields.get(key)) ?? []);
  const [failureModel, path, quote, title, why, fix] = texts.flat();
  if (failureModel === undefined || path === undefined || quote === undefined) return null;
  return title === undefined || why === undefined || fix === undefined
    ? null
    : { failureModel, path, quote, title, why, fix };
}

function readPlace(fields: Fields): Pick<RawFinding, 'side' | 'line'> | null {
  const [line, to, side] = [whole(fields.get('line')), whole(fields.get('to')), fields.get('side')];
  return line === null || to === null || (side !== 'before' && side !== 'after') ? null : { side, line };
}

function readWeight(fields: Fields): Pick<RawFinding, 'severity' | 'criterion' | 'confidence'> | null {
  const severity = SEVERITIES.find((one) => one === fields.get('severity'));
  const [criterion, confidence] = [fields.get('criterion'), fields.get('confidence')];
  if (severity === undefined || (criterion !== null && typeof criterion !== 'string')) return null;
  if (typeof confidence !== 'number' || !(confidence >= 0 && confidence <= 1)) return null;
  return { severity, criterion, confidence };
}

function readRuling(value: unknown): Ruling | null {
  const fields = closed(value, RULING);
  const id = text(fields?.get('id'));
  const says = SAYS.get(fields?.get('says'));
  const why = text(fields?.get('why'));
  const line = fields?.get('line') === null ? null : whole(fields?.get('line'));
  if (id === null || says === undefined || why === null) return null;
  if (line === null && fields?.get('line') !== null) return null;
  return { id, says, why, line };
}

/** An object with these keys and no others. */
function closed(value: unknown, keys: readonly string[]): ReadonlyMap<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const fields = new Map<string, unknown>(Object.entries(value));
  return fields.size === keys.length && keys.every((key) => fields.has(key)) ? fields : null;
}

function all<T>(value: unknown, read: (one: unknown) => T | null): readonly T[] | null {
  if (!Array.isArray(value)) return null;
  const items: readonly unknown[] = value;
  const found = items.flatMap((item) => {
    const one = read(item);
    return one === null ? [] : [one];
  });
  return found.length === items.length ? found : null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function whole(value: unknown): number | null {
  return Number.isSafeInteger(value) ? Number(value) : null;
}
