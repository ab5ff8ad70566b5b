import { LABELS, type Labelled, type Strategy } from '../model/label.ts';
import type { Became, Statement, Voice } from '../model/statement.ts';
import type { Row } from './driver.ts';
import type { Rows } from './open.ts';
import { FINDING_RULE } from './review-tally.ts';
import { numberOf, numberOrNull, textOf } from './rows.ts';

export type Span = { readonly from: number; readonly now: number; readonly repo: string | null };

/** Of the newest so many rulings and findings: who asks about more than that asks about last year. */
const MOST_RECENT = 20_000;
/** What ten people answer in the ninety days that are weighed; of more, the newest. */
const MOST_LABELLED = 5_000;
/** A refused change that nothing follows for this long was given up. */
const GIVEN_UP_MS = 7 * 86_400_000;

/** Every statement of which a person has said something within the time, by its last word; what is no longer in the log is left out. */
export function labelledStatements(log: Rows, { from, now, repo }: Span): readonly Statement[] {
  const rows = log.all(
    `SELECT target, max(seq) AS seq FROM rating WHERE ts >= ? AND ts <= ? AND (? IS NULL OR repo = ?)
     GROUP BY target ORDER BY seq DESC LIMIT ?`,
    [from, now, repo, repo, MOST_LABELLED],
  );
  return statementsIn(
    log,
    rows.map((row) => textOf(row, 'target')),
    now,
  );
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
  const newest = [...rulings, ...findings].toSorted((a, b) => numberOf(b, 'last') - numberOf(a, 'last')).slice(0, most);
  return statementsIn(
    log,
    newest.map((row) => textOf(row, 'id')),
    now,
  );
}

/** `r-…` or `f-…`; null where nothing in the log has this id. */
export function statementNamed(log: Rows, id: string, now: number): Statement | null {
  return statementsIn(log, [id], now)[0] ?? null;
}

/** In the order of their ids, those that the log still has. Asked of all at once: some questions for each of thousands take seconds. */
function statementsIn(log: Rows, ids: readonly string[], now: number): readonly Statement[] {
  const list = JSON.stringify(ids);
  const labels = labelsOn(log, list);
  const said = new Map(
    [...rulingRows(log, list).map((row) => rulingOf(row, now)), ...findingRows(log, list).map(findingOf)].map(
      (one): [string, Statement] => [one.id, { ...one, label: labels.get(one.id) ?? null }],
    ),
  );
  return ids.flatMap((id) => said.get(id) ?? []);
}

type Unlabelled = Omit<Statement, 'label'>;

/** Each as its last verdict has it, with the refusal that it belongs to: that is kept by repository, rule and subject. */
function rulingRows(log: Rows, list: string): readonly Row[] {
  return log.all(
    `SELECT decision.ruling AS ruling, decision.rule AS rule, decision.repo AS repo, decision.subject AS subject,
       decision.path AS path, decision.line AS line, verdict.branch AS branch, said.first AS first, said.last AS last, said.refuses AS refuses,
       refusal.outcome AS outcome, refusal.last_ts AS tried
     FROM (SELECT ruling, max(seq) AS seq, min(ts) AS first, max(ts) AS last, max(raised IN ('ask', 'deny')) AS refuses
       FROM decision WHERE ruling IN (SELECT value FROM json_each(?)) GROUP BY ruling) AS said
     JOIN decision ON decision.ruling = said.ruling AND decision.seq = said.seq
     JOIN verdict ON verdict.seq = decision.seq
     LEFT JOIN refusal ON refusal.repo = decision.repo AND refusal.rule = decision.rule AND refusal.subject = decision.subject
       AND refusal.seq = (SELECT max(seq) FROM refusal AS newest WHERE newest.repo = decision.repo
         AND newest.rule = decision.rule AND newest.subject = decision.subject)`,
    [list],
  );
}

function rulingOf(row: Row, now: number): Unlabelled {
  return {
    id: textOf(row, 'ruling'),
    kind: 'ruling',
    of: textOf(row, 'rule'),
    by: { kind: 'rule' },
    repo: textOf(row, 'repo'),
    branch: textOf(row, 'branch'),
    first: numberOf(row, 'first'),
    last: numberOf(row, 'last'),
    subject: textOf(row, 'subject'),
    path: textOf(row, 'path'),
    line: numberOrNull(row, 'line'),
    refuses: numberOf(row, 'refuses') === 1,
    confidence: null,
    criterion: null,
    spec: null,
    became: becameOfRuling(row, now),
    loop: '',
  };
}

function becameOfRuling(row: Row, now: number): Became {
  const { outcome } = row;
  if (outcome === null) return 'open';
  if (outcome === 'approved' || outcome === 'redone') return outcome;
  return now - numberOf(row, 'tried') > GIVEN_UP_MS ? 'given up' : 'open';
}

/** The oldest loop first, so that the newest one stays. */
function findingRows(log: Rows, list: string): readonly Row[] {
  return log.all(
    `SELECT finding.id AS id, finding.failure_model AS failure_model, finding.repo AS repo, finding.branch AS branch,
       finding.first_ts AS first_ts, finding.last_ts AS last_ts, finding.path AS path, finding.line AS line,
       finding.blocking AS blocking, finding.state AS state, finding.loop AS loop, finding.vendor AS vendor,
       finding.model AS model, finding.finder AS finder, claim.confidence AS confidence, claim.criterion AS criterion, claim.spec AS spec, claim.identity AS identity
     FROM finding LEFT JOIN claim ON claim.loop = finding.loop AND claim.id = finding.id
     WHERE finding.id IN (SELECT value FROM json_each(?)) ORDER BY finding.seq`,
    [list],
  );
}

function findingOf(row: Row): Unlabelled {
  return {
    id: textOf(row, 'id'),
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
    criterion: wordOf(row, 'criterion'),
    spec: wordOf(row, 'spec'),
    became: BECAME[textOf(row, 'state')] ?? 'open',
    loop: textOf(row, 'loop'),
  };
}

/** Empty, or of a finding that nobody claimed: none. */
function wordOf(row: Row, column: string): string | null {
  const value = row[column];
  return typeof value === 'string' && value !== '' ? value : null;
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
  return { kind: 'reviewer', identity: wordOf(row, 'identity') ?? model, vendor, model };
}

/** The last person to speak counts; `disagreements` says where another one sees it otherwise. */
function labelsOn(log: Rows, list: string): ReadonlyMap<string, Labelled> {
  const rows = log.all(
    `SELECT target, says, ts, because, strategy, p_sel FROM rating
     WHERE target IN (SELECT value FROM json_each(?)) ORDER BY seq`,
    [list],
  );
  return new Map(rows.map((row) => [textOf(row, 'target'), labelOf(row)]));
}

function labelOf(row: Row): Labelled {
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
