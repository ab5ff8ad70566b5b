import type { RiskDot } from '../model/dashboard.ts';
import { isRecord } from '../model/json.ts';
import { BLASTS, NEEDS } from '../model/risk.ts';
import type { Rows } from './open.ts';
import { numberOf, textOf } from './rows.ts';
import type { Span } from './statements.ts';

const MOST_VERDICTS = 300;

/** The newest pushes whose risk was worked out, and whether one of their commits turned out badly since. */
export function readRiskDots(log: Rows, { from, now, repo }: Span): readonly RiskDot[] {
  const rows = log.all(
    `SELECT verdict.ts AS ts, verdict.branch AS branch, json_extract(event.payload, '$.risk') AS risk,
       EXISTS(SELECT 1 FROM outcome WHERE outcome.repo = verdict.repo AND outcome.withdrawn = 0 AND outcome.weight >= 0.5
         AND outcome.oid IN (SELECT value FROM json_each(event.payload, '$.objects.commits'))) AS bad
     FROM (SELECT seq, ts, branch, repo FROM verdict WHERE ts >= ? AND ts <= ? AND hook = 'pre-push' AND (? IS NULL OR repo = ?)
       ORDER BY seq DESC LIMIT ?) AS verdict
     JOIN event ON event.seq = verdict.seq WHERE json_valid(event.payload) AND json_extract(event.payload, '$.risk') IS NOT NULL`,
    [from, now, repo, repo, MOST_VERDICTS],
  );
  return rows.flatMap((row) =>
    risksIn(row['risk']).map((risk) => ({
      ...risk,
      name: textOf(row, 'branch'),
      ts: numberOf(row, 'ts'),
      bad: numberOf(row, 'bad') === 1,
    })),
  );
}

type Weighed = Pick<RiskDot, 'p' | 'upper' | 'blast' | 'need'>;

/** What cannot be read was written by another engine, and is no dot. */
function risksIn(text: unknown): readonly Weighed[] {
  if (typeof text !== 'string' || !/^[[{]/.test(text)) return [];
  const value: unknown = JSON.parse(text);
  return (Array.isArray(value) ? value : [value]).flatMap((one: unknown) => weighedOf(one) ?? []);
}

function weighedOf(one: unknown): Weighed | null {
  if (!isRecord(one)) return null;
  const blast = BLASTS.find((known) => known === one['blast']);
  const need = NEEDS.find((known) => known === one['needs']);
  const { p, upper } = one;
  if (typeof p !== 'number' || typeof upper !== 'number' || blast === undefined || need === undefined) return null;
  return { p, upper, blast, need };
}
