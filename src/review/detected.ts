import type { Fact } from '../model/fact.ts';
import type { FailureModel } from '../model/failure-model.ts';
import type { Finding } from '../model/finding.ts';
import type { Path } from '../model/change.ts';
import { redact } from '../model/redact.ts';
import { type Hash, withIds } from './identity.ts';

/** The fact is what this failure model describes, where the model applies. */
export function meetsDetector(fact: Fact, { detector, matches, languages }: FailureModel): boolean {
  if (detector === null || fact.kind !== detector.fact || !matches(fact.where.path)) return false;
  const { language } = fact.attributes;
  const isForeign = typeof language === 'string' && language !== 'unknown' && !languages.includes(language);
  if (languages.length > 0 && isForeign) return false;
  return Object.entries(detector.attributes).every(([name, values]) => {
    const value = fact.attributes[name];
    return value !== undefined && values.includes(value);
  });
}

/** A line of a file on one side, from 1; empty where there is none. */
export type LineOf = (path: Path, side: Finding['side'], line: number) => string;

/**
 * What detectors saw, as findings. Only `code.*`: the other kinds are judged by policies, and one deed is not to be refused twice. One
 * sighting is one finding, of the failure model that describes it most closely.
 */
export function detectedFindings(
  facts: readonly Fact[],
  models: readonly FailureModel[],
  lineOf: LineOf,
  hash: Hash,
): readonly Finding[] {
  const seen = new Set<string>();
  const found = facts.flatMap((fact): readonly Omit<Finding, 'id'>[] => {
    if (!fact.kind.startsWith('code.')) return [];
    const model = closest(models.filter((one) => meetsDetector(fact, one)));
    if (model === null) return [];
    const finding = findingOf(fact, model, lineOf);
    const key = JSON.stringify([finding.failureModel, finding.path, finding.side, finding.line, finding.to]);
    if (seen.has(key)) return [];
    seen.add(key);
    return [finding];
  });
  return withIds(found, hash);
}

const GRAVITY = { high: 2, medium: 1, low: 0 } as const;

/** The one that asks for most; among equals the graver, then the first by name. */
function closest(models: readonly FailureModel[]): FailureModel | null {
  const asks = ({ detector }: FailureModel): number => Object.keys(detector?.attributes ?? {}).length;
  const width = ({ detector }: FailureModel): number => Object.values(detector?.attributes ?? {}).flat().length;
  const sorted = models.toSorted(
    (a, b) =>
      asks(b) - asks(a) || width(a) - width(b) || GRAVITY[b.severity] - GRAVITY[a.severity] || (a.id < b.id ? -1 : 1),
  );
  return sorted[0] ?? null;
}

/** What they name is gone: its lines are those of the file as it was, unless only a name of them was left to point at. */
const GONE = ['code.guard-removed', 'code.feature-removed'];
const MOST_LETTERS = 200;
const MOST_LINES = 5;

function findingOf(fact: Fact, model: FailureModel, lineOf: LineOf): Omit<Finding, 'id'> {
  const { path, range } = fact.where;
  const line = range?.from ?? 1;
  const side = sideOf(fact, line, lineOf);
  const to = Math.max(line, range?.to ?? 1);
  const { certainty } = fact.attributes;
  const isSure = certainty === 'certain' || certainty === 'likely';
  return {
    failureModel: model.id,
    path,
    side,
    line,
    to,
    symbol: wordOf(fact, 'symbol') ?? '',
    quote: quoteOf(path, side, { line, to }, lineOf),
    severity: model.severity,
    blocking: isSure && (model.blocks === 'detector' || model.blocks === 'both'),
    title: model.title,
    why: wordOf(fact, 'because') ?? model.symptom,
    fix: model.fix,
    criterion: null,
    confidence: null,
    by: { kind: 'detector', detector: fact.kind },
  };
}

/** A detector points at what is gone where it stood, or at the function that is now without it. */
function sideOf(fact: Fact, line: number, lineOf: LineOf): Finding['side'] {
  if (fact.evidence.after === null) return 'before';
  if (!GONE.includes(fact.kind)) return 'after';
  const name = wordOf(fact, 'name');
  return name === null || lineOf(fact.where.path, 'before', line).includes(name) ? 'before' : 'after';
}

function wordOf({ attributes }: Fact, name: string): string | null {
  const value = attributes[name];
  return typeof value === 'string' && value !== '' && value !== 'unknown' ? value : null;
}

/** Masked before it is cut: half a secret would no longer look like one. */
function quoteOf(
  path: Path,
  side: Finding['side'],
  { line, to }: Pick<Finding, 'line' | 'to'>,
  lineOf: LineOf,
): string {
  const last = Math.min(to, line + MOST_LINES - 1);
  const lines = Array.from({ length: last - line + 1 }, (_, index) =>
    lineOf(path, side, line + index).slice(0, 10_000),
  );
  return redact(lines.join('\n').trim()).slice(0, MOST_LETTERS);
}
