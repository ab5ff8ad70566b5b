import type { Json } from '../model/event.ts';
import { isRecord } from '../model/json.ts';
import { isRefusal } from '../model/level.ts';
import { BLASTS, type Pushed, type PushedBy, type PushedFile, type Reach, type Risk } from '../model/risk.ts';
import type { Ruling } from '../model/verdict.ts';

type Fields = { readonly [key: string]: Json };

/** What a push brought and how it was weighed, so that the next one is judged with it, and the weights against what became of it. */
export function riskJson({ part, weighed, own, reach, need, floor }: Risk, rulings: readonly Ruling[]): Fields {
  const said = { part, needs: need, blast: reach.blast, floor };
  if (weighed.kind === 'unread') return { ...said, unread: weighed.why };
  const { by, prior, p, upper, features, union, audit, record, missing } = weighed;
  return {
    ...said,
    prior,
    p,
    upper,
    features: { ...features },
    by: { ...by },
    record: record === null ? null : { upper: record.upper, baseline: record.baseline, commits: record.commits },
    union: { pushes: union.pushes, commits: union.commits, hours: union.hours },
    audit: { chance: audit.chance, drawn: audit.isDrawn },
    missing,
    own: { ...pushedJson(weighed.own), reach: { ...own } },
    signed: isSigned(part, rulings),
  };
}

function pushedJson({ files, isFix, experience, commits }: Pushed): Fields {
  const rows = files.map(({ path, before, added, deleted, files: n }) => [path, before, added, deleted, n]);
  return { files: rows, isFix, experience, commits };
}

/** Somebody was asked about exactly this and let it pass: what has been looked at is not counted once more. */
function isSigned(part: string, rulings: readonly Ruling[]): boolean {
  const about = rulings.filter(({ fact }) => fact.kind === 'change.risk' && fact.part === part);
  return about.some(({ raised, level }) => isRefusal(raised) && !isRefusal(level));
}

/** One push as it was remembered. */
export type PastPush = {
  readonly by: PushedBy;
  readonly own: Pushed;
  readonly reach: Reach;
  readonly signed: boolean;
  /** What its author's record was then; null where nothing was known of it. */
  readonly record: { readonly upper: number; readonly baseline: number } | null;
};

/** Of a payload that may come from any version of us: what cannot be read is left out, and counted by who asks. */
export function readPush(raw: unknown): PastPush | null {
  if (!isRecord(raw)) return null;
  const { own, by, signed } = raw;
  if (!isRecord(own) || !isRecord(by)) return null;
  const { reach, files, isFix, experience, commits } = own;
  if (!Array.isArray(files) || !isRecord(reach)) return null;
  const blast = BLASTS.find((known) => known === reach['blast']);
  if (blast === undefined) return null;
  return {
    by: {
      agent: text(by['agent']),
      model: text(by['model']),
      session: text(by['session']),
      email: text(by['email']),
      area: text(by['area']),
    },
    own: {
      files: files.flatMap((row) => readFile(row) ?? []),
      isFix: isFix === true,
      experience: count(experience),
      commits: count(commits),
    },
    reach: {
      blast,
      because: text(reach['because']),
      areas: Array.isArray(reach['areas']) ? reach['areas'].map(text).filter((area) => area !== '') : [],
      dependents: count(reach['dependents']),
    },
    signed: signed === true,
    record: readRecord(raw['record']),
  };
}

function readRecord(raw: unknown): PastPush['record'] {
  if (!isRecord(raw)) return null;
  const [upper, baseline] = [count(raw['upper']), count(raw['baseline'])];
  return upper > 0 && upper <= 1 && baseline > 0 && baseline <= 1 ? { upper, baseline } : null;
}

function readFile(row: unknown): PushedFile | null {
  if (!Array.isArray(row)) return null;
  const [path, before, added, deleted, files]: readonly unknown[] = row;
  if (typeof path !== 'string') return null;
  return { path, before: text(before), added: count(added), deleted: count(deleted), files: Math.max(1, count(files)) };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}
