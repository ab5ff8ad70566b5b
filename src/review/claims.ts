import type { Finder, Finding, Severity } from '../model/finding.ts';
import type { Weight } from '../model/review.ts';
import type { Claim } from './exchange.ts';
import { essenceOf, type Hash, withIds } from './identity.ts';

/** What one reader claims, of all its answers of a round. */
export type Said = {
  readonly reviewer: string;
  readonly vendor: string;
  readonly model: string;
  readonly claims: readonly Claim[];
};
/** One who says so, and how. */
export type Voice = Omit<Said, 'claims'> & { readonly claim: Claim };
/** Claims of the same place that are one: the one that speaks for all, and who said it. */
export type Merged = { readonly claim: Claim; readonly voices: readonly Voice[] };

/** Of a claim that falls under no failure model. */
export const OTHER = 'other';
const OTHER_CONFIDENCE = 0.7;
/** A shorter quote stands in many others. */
const LEAST_SHARED = 6;
const RANK: Readonly<Record<Severity, number>> = { high: 2, medium: 1, low: 0 };

/**
 * The same place and failure model, or two readers that quote the same and call it differently: one claim. INVARIANT: every claim is a
 * voice of exactly one; the order in which readers answered changes nothing.
 */
export function mergeClaims(said: readonly Said[]): readonly Merged[] {
  const voices = said
    .flatMap(({ claims, ...reader }) => claims.map((claim): Voice => ({ ...reader, claim })))
    .toSorted((a, b) => compare(orderOf(a), orderOf(b)) || a.claim.line - b.claim.line);
  const byFile = grouped(voices, ({ claim }) => `${claim.side} ${claim.path}`);
  return [...byFile.values()].flatMap(mergeFile);
}

function mergeFile(voices: readonly Voice[]): readonly Merged[] {
  const groups: Voice[][] = [];
  for (const voice of voices.toSorted((a, b) => a.claim.line - b.claim.line)) {
    const group = groups.find((one) => belongs(voice, one));
    if (group === undefined) groups.push([voice]);
    else group.push(voice);
  }
  return groups.map((group) => ({ claim: speaker(group), voices: group }));
}

function belongs(voice: Voice, group: readonly Voice[]): boolean {
  const here = group.filter(({ claim }) => overlap(claim, voice.claim));
  if (here.some(({ claim }) => claim.failureModel === voice.claim.failureModel)) return true;
  // what one reader calls by two names are two things
  const isFirst = group.every(({ reviewer }) => reviewer !== voice.reviewer);
  return isFirst && here.some(({ claim }) => shareQuote(claim.quote, voice.claim.quote));
}

type Place = Pick<Finding, 'path' | 'side' | 'line' | 'to'>;

export function overlap(a: Place, b: Place): boolean {
  return a.path === b.path && a.side === b.side && a.line <= b.to && b.line <= a.to;
}

export function shareQuote(a: string, b: string): boolean {
  const [one, two] = [essenceOf(a), essenceOf(b)];
  if (one === two) return true;
  const [short, long] = one.length < two.length ? [one, two] : [two, one];
  return short.length >= LEAST_SHARED && long.includes(short);
}

/** The weightiest speaks: by severity, then one that names a failure model, then the surest. */
function speaker(group: readonly Voice[]): Claim {
  const weight = ({ severity, failureModel, confidence }: Claim): number =>
    RANK[severity] * 4 + (failureModel === OTHER ? 0 : 2) + confidence;
  const [first, ...rest] = group.map(({ claim }) => claim);
  if (first === undefined) throw new Error('merge claims: a group without a voice');
  return rest.reduce((best, claim) => (weight(claim) > weight(best) ? claim : best), first);
}

export type Weighing = {
  readonly models: readonly Weight[];
  /** What the detectors state: merged with what reviewers say of the same place. */
  readonly detected: readonly Finding[];
  readonly hash: Hash;
};

/** What is held against the change this round. Whether it refuses is said by the failure model and never by the reviewer. */
export function findingsOf(merged: readonly Merged[], { models, detected, hash }: Weighing): readonly Finding[] {
  const byId = new Map(models.map((model) => [model.id, model]));
  const detectedBy = grouped(detected, ({ path }) => path);
  const own = new Map<Finding, Unnamed>();
  const apart = merged.flatMap((one): readonly Unnamed[] => {
    const finding = toFinding(one, byId);
    const twin = (detectedBy.get(finding.path) ?? []).find((found) => isTwin(found, one));
    if (twin === undefined) return [finding];
    own.set(twin, join(own.get(twin) ?? twin, finding));
    return [];
  });
  const taken = new Set(detected.map(({ id }) => id));
  return [
    ...detected.map((found): Finding => ({ ...found, ...own.get(found), id: found.id })),
    ...withIds(apart, hash, taken),
  ];
}

type Unnamed = Omit<Finding, 'id'>;

function toFinding({ claim, voices }: Merged, models: ReadonlyMap<string, Weight>): Unnamed {
  const surest = voices.toSorted((a, b) => b.claim.confidence - a.claim.confidence)[0];
  const refusing = voices.filter((voice) => mayRefuse(voice, voices, models));
  const [by] = refusing.length > 0 ? refusing : voices.filter((voice) => voice.claim === claim);
  // where it refuses, it is named after the failure model by which it does
  const names = refusing.some((voice) => voice.claim.failureModel === claim.failureModel) ? claim : by?.claim;
  return {
    ...claim,
    failureModel: names?.failureModel ?? claim.failureModel,
    criterion: voices.map((voice) => voice.claim.criterion).find((criterion) => criterion !== null) ?? null,
    confidence: surest?.claim.confidence ?? claim.confidence,
    blocking: refusing.length > 0,
    by: finderOf(by ?? surest),
  };
}

function finderOf(voice: Voice | undefined): Finder {
  if (voice === undefined) throw new Error('weigh a claim: nobody says it');
  return { kind: 'reviewer', reviewer: voice.reviewer, vendor: voice.vendor, model: voice.model };
}

function mayRefuse({ claim }: Voice, voices: readonly Voice[], models: ReadonlyMap<string, Weight>): boolean {
  if (claim.failureModel === OTHER) return isAgreed(voices);
  const model = models.get(claim.failureModel);
  if (model === undefined || claim.severity === 'low') return false;
  return (model.blocks === 'reviewer' || model.blocks === 'both') && claim.confidence >= model.confidence;
}

/** What no failure model describes refuses only where two vendors see it alike, gravely and surely. */
function isAgreed(voices: readonly Voice[]): boolean {
  const grave = voices.filter(({ claim }) => claim.severity === 'high' && claim.confidence >= OTHER_CONFIDENCE);
  return new Set(grave.map(({ vendor }) => vendor)).size >= 2;
}

function isTwin(found: Finding, { claim, voices }: Merged): boolean {
  if (!overlap(found, claim)) return false;
  if (voices.some((voice) => voice.claim.failureModel === found.failureModel)) return true;
  return claim.failureModel === OTHER && shareQuote(found.quote, claim.quote);
}

/** Keeps the detector's words and id. Who refuses is who is named: only a reviewer's word can be denied by another reader. */
function join(found: Unnamed, claimed: Unnamed): Unnamed {
  return {
    ...found,
    severity: RANK[claimed.severity] > RANK[found.severity] ? claimed.severity : found.severity,
    blocking: found.blocking || claimed.blocking,
    criterion: found.criterion ?? claimed.criterion,
    confidence: claimed.confidence ?? found.confidence,
    by: !found.blocking && claimed.blocking ? claimed.by : found.by,
  };
}

function orderOf({ claim, reviewer }: Voice): string {
  return JSON.stringify([claim.path, claim.side, claim.failureModel, reviewer, claim.quote, claim.title, claim.why]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}
