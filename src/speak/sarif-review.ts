import type { LedgerEntry, Review } from '../model/review.ts';
import { redact } from '../model/redact.ts';
import { escapeText } from './escape.ts';
import { openOf } from './review.ts';

/** What a review holds against the change, as SARIF has it: one rule for each failure model, fingerprints that survive moved lines. */
export function reviewResults(
  reviews: readonly Review[],
  firstRule: number,
  uriOf: (path: string) => string,
): { readonly rules: readonly object[]; readonly results: readonly object[]; readonly notes: readonly string[] } {
  const open = reviews.flatMap((review) => openOf(review).map((entry) => ({ review, entry })));
  const ids = [...new Set(open.map(({ entry }) => ruleOf(entry)))];
  return {
    rules: ids.map((id) => ({
      id,
      name: id,
      shortDescription: { text: id },
      fullDescription: { text: 'What a reviewer or a detector holds against a change: guardrail failure-model list' },
      help: { text: 'Settle it, or a person waives it: guardrail waive' },
    })),
    results: open.map(({ review, entry }) => describe(review, entry, firstRule + ids.indexOf(ruleOf(entry)), uriOf)),
    notes: reviews.map(({ id, outcome, reasons }) => `review ${id}: ${[`${outcome}.`, ...reasons].join(' ')}`),
  };
}

function ruleOf({ finding }: LedgerEntry): string {
  return `review.${finding.failureModel}`;
}

function describe(review: Review, entry: LedgerEntry, ruleIndex: number, uriOf: (path: string) => string): object {
  const { finding } = entry;
  const { path, side, line, to } = finding;
  // a line that was removed is in no file that could be shown
  const region = side === 'before' ? {} : { region: { startLine: Math.max(1, line), endLine: Math.max(1, line, to) } };
  return {
    ruleId: ruleOf(entry),
    ruleIndex,
    level: finding.blocking && review.refuses ? 'error' : finding.severity === 'low' ? 'note' : 'warning',
    message: { text: sayFinding(entry) },
    partialFingerprints: { 'guardrailFinding/v1': finding.id },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(redact(path)) }, ...region } }],
    properties: {
      state: entry.state,
      review: review.id,
      by: finding.by.kind === 'detector' ? finding.by.detector : `${finding.by.vendor} ${finding.by.model}`,
    },
  };
}

/** One sentence for a place that shows no more. */
export function sayFinding({ finding }: LedgerEntry): string {
  const { title, why, fix, criterion } = finding;
  const parts = [title, why, fix === '' ? '' : `Instead: ${fix}`, criterion === null ? '' : `Criterion ${criterion}`];
  return (
    redact(
      escapeText(
        parts
          .filter((part) => part !== '')
          .map(ended)
          .join(' '),
      ),
    ) || finding.failureModel
  );
}

function ended(text: string): string {
  return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}
