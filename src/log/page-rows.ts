import type { Audit, FindingLine, Override } from '../model/dashboard.ts';
import { LABELS, type Label } from '../model/label.ts';
import { readAnchoredPlaces, readHead } from './anchors.ts';
import type { Row } from './driver.ts';
import type { Log, Rows } from './open.ts';
import { numberOf, textOf } from './rows.ts';

const MOST_FINDINGS = 100;
const MOST_OVERRIDES = 30;

/** The findings seen last, each as its newest loop left it. */
export function lastFindings(log: Rows, repo: string | null): readonly FindingLine[] {
  const where = repo === null ? '' : 'WHERE repo = ?';
  const rows = log.all(
    `SELECT finding.*, (SELECT says FROM rating WHERE target = finding.id ORDER BY seq DESC LIMIT 1) AS says
     FROM finding ${where} ORDER BY last_ts DESC, seq DESC LIMIT ?`,
    repo === null ? [MOST_FINDINGS] : [repo, MOST_FINDINGS],
  );
  const newest = new Map(rows.toReversed().map((row) => [textOf(row, 'id'), row]));
  return [...newest.values()].toReversed().map(findingLine);
}

function findingLine(row: Row): FindingLine {
  const vendor = textOf(row, 'vendor');
  return {
    id: textOf(row, 'id'),
    failureModel: textOf(row, 'failure_model'),
    path: textOf(row, 'path'),
    line: numberOf(row, 'line'),
    severity: textOf(row, 'severity'),
    state: textOf(row, 'state'),
    blocking: numberOf(row, 'blocking') === 1,
    by: vendor === '' ? textOf(row, 'finder') : `${vendor} ${textOf(row, 'model')}`,
    last: numberOf(row, 'last_ts'),
    label: labelIn(row),
  };
}

function labelIn(row: Row): Label | null {
  return LABELS.find((known) => known === row['says']) ?? null;
}

export function readAudit(log: Rows & Pick<Log, 'schema'>, repo: string | null): Omit<Audit, 'checked'> {
  const head = readHead(log);
  return {
    events: head?.seq ?? 0,
    head: head?.hash ?? '',
    anchors: readAnchoredPlaces(log).map(({ seq, ts, where }) => ({ upTo: seq, ts, where })),
    approvals: counted(
      log,
      'SELECT assurance AS name, count(*) AS n FROM approval WHERE (? IS NULL OR repo = ?) GROUP BY assurance',
      repo,
    ).map(({ name, n }) => ({ assurance: name, n })),
    overrides: readOverrides(log, repo),
    around: counted(
      log,
      'SELECT kind AS name, count(*) AS n FROM watched WHERE (? IS NULL OR repo = ?) GROUP BY kind',
      repo,
    ).map(({ name, n }) => ({ kind: name, n })),
  };
}

function counted(
  log: Rows,
  sql: string,
  repo: string | null,
): readonly { readonly name: string; readonly n: number }[] {
  return log
    .all(sql, [repo, repo])
    .map((row) => ({ name: textOf(row, 'name'), n: numberOf(row, 'n') }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function readOverrides(log: Rows, repo: string | null): readonly Override[] {
  const approvals = log.all(
    `SELECT at AS ts, rule AS what, subject AS about, by_name, by_email, because, assurance FROM approval
     WHERE (? IS NULL OR repo = ?) ORDER BY at DESC LIMIT ?`,
    [repo, repo, MOST_OVERRIDES],
  );
  const waivers = log.all(
    `SELECT ts, 'waived' AS what, target AS about, by_name, by_email, because, '' AS assurance FROM waiver
     WHERE (? IS NULL OR repo = ?) ORDER BY seq DESC LIMIT ?`,
    [repo, repo, MOST_OVERRIDES],
  );
  return [...approvals, ...waivers]
    .map((row) => ({
      ts: numberOf(row, 'ts'),
      what: textOf(row, 'what'),
      about: textOf(row, 'about'),
      by: `${textOf(row, 'by_name')} <${textOf(row, 'by_email')}>`,
      because: textOf(row, 'because'),
      assurance: textOf(row, 'assurance'),
    }))
    .toSorted((a, b) => b.ts - a.ts)
    .slice(0, MOST_OVERRIDES);
}

/** The checkouts in which a statement was made, the newest first: there lie the objects it is about. */
export function checkoutsOf(log: Rows, id: string): readonly string[] {
  const table = id.startsWith('f-')
    ? 'SELECT seq FROM finding WHERE id = ?'
    : 'SELECT seq FROM decision WHERE ruling = ?';
  const rows = log.all(
    `SELECT checkout, max(seq) AS last FROM event WHERE seq IN (${table} ORDER BY seq DESC LIMIT 20) AND checkout <> ''
     GROUP BY checkout ORDER BY last DESC LIMIT 3`,
    [id],
  );
  return rows.map((row) => textOf(row, 'checkout'));
}

/** The last event there is: all that a page that follows the log must ask each second. */
export function lastEvent(log: Rows): number {
  return readHead(log)?.seq ?? 0;
}
