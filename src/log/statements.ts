import { LABELS, type Labelled, type Strategy } from '../model/label.ts';
import type { Became, Statement, Voice } from '../model/statement.ts';
import type { Row } from './driver.ts';
import type { Rows } from './open.ts';
import { FINDING_RULE } from './review-tally.ts';
import { numberOf, numberOrNull, textOf } from './rows.ts';

export type Span = { readonly from: number; readonly now: number; readonly repo: string | null };

/** Of the newest so many rulings and findings: who asks about more than that asks about last year. */
const MOST_RECENT = 20_000;
const MOST_LABELLED = 50_000;
/** A refused change that nothing follows for this long was given up. */
const GIVEN_UP_MS = 7 * 86_400_000;

/** Every statement of which a person has said something within the time, by its last word; what is no longer in the log is left out. */
export function labelledStatements(log: Rows, { from, now, repo }: Span): readonly Statement[] {
  const rows = log.all(
    `SELECT target, max(seq) AS seq FROM rating WHERE ts >= ? AND ts <= ? AND (? IS NULL OR repo = ?)
     GROUP BY target ORDER BY seq DESC LIMIT ?`,
    [from, now, repo, repo, MOST_LABELLED],
  );
  return rows.flatMap((row) => statementNamed(log, textOf(row, 'target'), now) ?? []);
}

/** What was said lately by hooks and reviews, labelled or not, the newest first. */
export function recentStatements(log: Rows, { from, now, repo }: Span, most: number): readonly Statement[] {
  const rulings = log.all(
    `SELECT ruling AS id, max(last) AS last FROM (
       SELECT decision.ruling AS ruling, decision.ts AS last FROM decision JOIN verdict ON verdict.seq = decision.seq
       WHERE decision.seq > (SELECT coalesce(max(seq), 0) FROM event) - ? AND decision.ts >= ? AND verdict.hook <> ''
         AND (? IS NULL OR decision.repo = ?)) GROUP BY ruling ORDER BY last DESC LIMIT ?`,
    [MOST_RECENT, from, repo, repo, most],
  );
  const findings = log.all(
    'SELECT id, max(last_ts) AS last FROM finding WHERE last_ts >= ? AND (? IS NULL OR repo = ?) GROUP BY id ORDER BY last DESC LIMIT ?',
    [from, repo, repo, most],
  );
  return [...rulings, ...findings]
    .toSorted((a, b) => numberOf(b, 'last') - numberOf(a, 'last'))
    .slice(0, most)
    .flatMap((row) => statementNamed(log, textOf(row, 'id'), now) ?? []);
}

/** `r-…` or `f-…`; null where nothing in the log has this id. */
export function statementNamed(log: Rows, id: string, now: number): Statement | null {
  return id.startsWith('f-') ? findingNamed(log, id) : rulingNamed(log, id, now);
}

function rulingNamed(log: Rows, id: string, now: number): Statement | null {
  const [row] = log.all(
    `SELECT decision.*, verdict.branch AS branch FROM decision JOIN verdict ON verdict.seq = decision.seq
     WHERE ruling = ? ORDER BY decision.seq DESC LIMIT 1`,
    [id],
  );
  if (row === undefined) return null;
  const [span] = log.all(
    `SELECT min(ts) AS first, max(ts) AS last, max(raised IN ('ask', 'deny')) AS refuses FROM decision WHERE ruling = ?`,
    [id],
  );
  return {
    id,
    kind: 'ruling',
    of: textOf(row, 'rule'),
    by: { kind: 'rule' },
    repo: textOf(row, 'repo'),
    branch: textOf(row, 'branch'),
    first: span === undefined ? numberOf(row, 'ts') : numberOf(span, 'first'),
    last: span === undefined ? numberOf(row, 'ts') : numberOf(span, 'last'),
    subject: textOf(row, 'subject'),
    path: textOf(row, 'path'),
    line: numberOrNull(row, 'line'),
    refuses: span !== undefined && numberOf(span, 'refuses') === 1,
    confidence: null,
    criterion: null,
    spec: null,
    became: becameOfRuling(log, row, now),
    loop: '',
    label: labelOf(log, id),
  };
}

/** The refusal it belongs to is kept by repository, rule and subject. */
function becameOfRuling(log: Rows, row: Row, now: number): Became {
  const [refusal] = log.all(
    'SELECT outcome, last_ts FROM refusal WHERE repo = ? AND rule = ? AND subject = ? ORDER BY seq DESC LIMIT 1',
    [textOf(row, 'repo'), textOf(row, 'rule'), textOf(row, 'subject')],
  );
  if (refusal === undefined) return 'open';
  const outcome = textOf(refusal, 'outcome');
  if (outcome === 'approved' || outcome === 'redone') return outcome;
  return now - numberOf(refusal, 'last_ts') > GIVEN_UP_MS ? 'given up' : 'open';
}

function findingNamed(log: Rows, id: string): Statement | null {
  const [row] = log.all(
    `SELECT finding.*, claim.confidence AS confidence, claim.criterion AS criterion, claim.spec AS spec, claim.identity AS identity
     FROM finding LEFT JOIN claim ON claim.loop = finding.loop AND claim.id = finding.id
     WHERE finding.id = ? ORDER BY finding.seq DESC LIMIT 1`,
    [id],
  );
  if (row === undefined) return null;
  const criterion = row['criterion'];
  const spec = row['spec'];
  return {
    id,
    kind: 'finding',
    of: textOf(row, 'failure_model'),
    by: voiceOf(row),
    repo: textOf(row, 'repo'),
    branch: textOf(row, 'branch'),
    first: numberOf(row, 'first_ts'),
    last: numberOf(row, 'last_ts'),
    subject: textOf(row, 'path'),
    path: textOf(row, 'path'),
    line: numberOrNull(row, 'line'),
    refuses: numberOf(row, 'blocking') === 1,
    confidence: numberOrNull(row, 'confidence'),
    criterion: typeof criterion === 'string' && criterion !== '' ? criterion : null,
    spec: typeof spec === 'string' && spec !== '' ? spec : null,
    became: BECAME[textOf(row, 'state')] ?? 'open',
    loop: textOf(row, 'loop'),
    label: labelOf(log, id),
  };
}

const BECAME: Readonly<Record<string, Became>> = {
  fixed: 'redone',
  waived: 'waived',
  disputed: 'disputed',
  invalid: 'invalid',
};

function voiceOf(row: Row): Voice {
  const [vendor, model, finder] = [textOf(row, 'vendor'), textOf(row, 'model'), textOf(row, 'finder')];
  if (vendor === '') return { kind: 'detector', detector: finder };
  const identity = row['identity'];
  return {
    kind: 'reviewer',
    identity: typeof identity === 'string' && identity !== '' ? identity : model,
    vendor,
    model,
  };
}

/** The last person to speak counts; `disagreements` says where another one sees it otherwise. */
function labelOf(log: Rows, target: string): Labelled | null {
  const [row] = log.all('SELECT * FROM rating WHERE target = ? ORDER BY seq DESC LIMIT 1', [target]);
  if (row === undefined) return null;
  return {
    says: LABELS.find((known) => known === textOf(row, 'says')) ?? 'unclear',
    ts: numberOf(row, 'ts'),
    because: textOf(row, 'because'),
    strategy: STRATEGIES.find((known) => known === textOf(row, 'strategy')) ?? 'volunteered',
    drawn: chanceOf(numberOrNull(row, 'p_sel')),
  };
}

const STRATEGIES: readonly Strategy[] = ['drawn', 'volunteered', 'plan'];

/** A chance is above 0 and at most 1; anything else was made by hand and says nothing. */
function chanceOf(value: number | null): number | null {
  return value !== null && value > 0 && value <= 1 ? value : null;
}

/** Statements that one person calls right and another wrong. */
export function disagreements(log: Rows, { from, now, repo }: Span): readonly string[] {
  return log
    .all(
      `SELECT target FROM rating WHERE ts >= ? AND ts <= ? AND (? IS NULL OR repo = ?) AND says IN ('right', 'wrong')
       GROUP BY target HAVING count(DISTINCT says) > 1 ORDER BY target`,
      [from, now, repo, repo],
    )
    .map((row) => textOf(row, 'target'));
}

/** The name by which a label's event knows what it is about. */
export function ruleOf({ kind, of }: Pick<Statement, 'kind' | 'of'>): string {
  return kind === 'finding' ? `${FINDING_RULE}${of}` : of;
}
