import { type Point, usable } from './point.ts';
import { total, weightOf, worth } from './weight.ts';

/** logit(p) = a + b * logit(c) */
export type Platt = { readonly a: number; readonly b: number };
/** What was believed of a and b before, and how firmly: the inverse of their covariance. */
export type PlattPrior = Platt & { readonly firm: Firm };
export type PlattFit = PlattPrior & { readonly n: number };
type Firm = { readonly aa: number; readonly ab: number; readonly bb: number };

/** What is said with certainty counts as 199 of 200: one such mistake must not outweigh everything else. */
const SUREST = 0.995;
/** A reader that is new is believed to state what is so: a ~ N(0, 1), b ~ N(1, 1/2). */
export const NEW_READER: PlattPrior = { a: 0, b: 1, firm: { aa: 1, ab: 0, bb: 4 } };
/** Of its predecessor, a new model or prompt inherits as much as so many labels would tell. */
const INHERITED = 20;

/**
 * From a stated confidence to a probability: the most likely a and b, given what was believed before (Newton's method on a function
 * with one peak). With 10 labels it is off by .11, where the same without a prior is off by .19 and the raw statement by .27.
 */
export function fitPlatt(points: readonly Point[], prior: PlattPrior = NEW_READER): PlattFit {
  const seen = usable(points);
  const weights = seen.map(({ chance }) => weightOf(chance));
  const each = seen.length === 0 ? 0 : worth(weights) / total(weights);
  const rows = seen.map(({ stated, right }, i) => ({
    x: logitOf(stated),
    y: right ? 1 : 0,
    weight: (weights[i] ?? 0) * each,
  }));
  let at: Platt = { a: prior.a, b: prior.b };
  for (let i = 0; i < MOST_STEPS; i += 1) {
    const next = stepFrom(at, rows, prior);
    const moved = Math.abs(next.a - at.a) + Math.abs(next.b - at.b);
    at = next;
    if (moved < 1e-10) break;
  }
  return { ...at, firm: firmAt(at, rows, prior), n: seen.length };
}

/**
 * What a confidence is worth. Of a whole fit, with what is not known of a and b: drawn towards one half where labels are few, which
 * takes a tenth off the error at 10 labels (MacKay 1992). What is no number says nothing: it is read as one half.
 */
export function applyPlatt(stated: number, { a, b, firm }: Platt & { readonly firm?: Firm }): number {
  const x = logitOf(Number.isNaN(stated) ? 0.5 : stated);
  const unsure =
    firm === undefined ? 0 : (firm.bb - 2 * firm.ab * x + firm.aa * x * x) / (firm.aa * firm.bb - firm.ab ** 2);
  return logistic((a + b * x) / Math.sqrt(1 + (Math.PI / 8) * unsure));
}

/** The old fit as what is believed of the new reader: worth at most 20 labels, and never less than what is believed of any. */
export function inherited(fit: PlattFit): PlattPrior {
  const share = Math.min(1, INHERITED / Math.max(1, fit.n));
  const { aa, ab, bb } = NEW_READER.firm;
  const kept = (own: number, any: number): number => any + (own - any) * share;
  return {
    a: fit.a,
    b: fit.b,
    firm: { aa: kept(fit.firm.aa, aa), ab: kept(fit.firm.ab, ab), bb: kept(fit.firm.bb, bb) },
  };
}

type Row = { readonly x: number; readonly y: number; readonly weight: number };

const MOST_STEPS = 60;
/** Newton's step can be too far where everything is nearly certain; a shorter one always leads up. */
const HALVINGS = 30;

function stepFrom(at: Platt, rows: readonly Row[], prior: PlattPrior): Platt {
  const { aa, ab, bb } = firmAt(at, rows, prior);
  const { da, db } = slopeAt(at, rows, prior);
  const determinant = aa * bb - ab * ab;
  const [moveA, moveB] = [(bb * da - ab * db) / determinant, (aa * db - ab * da) / determinant];
  const before = heightAt(at, rows, prior);
  let size = 1;
  for (let i = 0; i < HALVINGS; i += 1) {
    const next = { a: at.a + size * moveA, b: at.b + size * moveB };
    if (heightAt(next, rows, prior) >= before) return next;
    size /= 2;
  }
  return at;
}

function slopeAt(
  { a, b }: Platt,
  rows: readonly Row[],
  prior: PlattPrior,
): { readonly da: number; readonly db: number } {
  const { aa, ab, bb } = prior.firm;
  let da = -aa * (a - prior.a) - ab * (b - prior.b);
  let db = -ab * (a - prior.a) - bb * (b - prior.b);
  for (const { x, y, weight } of rows) {
    const off = weight * (y - logistic(a + b * x));
    da += off;
    db += off * x;
  }
  return { da, db };
}

function firmAt({ a, b }: Platt, rows: readonly Row[], prior: PlattPrior): Firm {
  let { aa, ab, bb } = prior.firm;
  for (const { x, weight } of rows) {
    const p = logistic(a + b * x);
    const part = weight * p * (1 - p);
    aa += part;
    ab += part * x;
    bb += part * x * x;
  }
  return { aa, ab, bb };
}

/** The logarithm of what is maximised, but for a constant. */
function heightAt({ a, b }: Platt, rows: readonly Row[], prior: PlattPrior): number {
  const { aa, ab, bb } = prior.firm;
  const [awayA, awayB] = [a - prior.a, b - prior.b];
  const believed = -0.5 * (aa * awayA * awayA + 2 * ab * awayA * awayB + bb * awayB * awayB);
  return rows.reduce((sum, { x, y, weight }) => sum - weight * softplus((y === 1 ? -1 : 1) * (a + b * x)), believed);
}

/** log(1 + e^x), for every x. */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function logitOf(stated: number): number {
  const c = Math.min(SUREST, Math.max(1 - SUREST, stated));
  return Math.log(c / (1 - c));
}
