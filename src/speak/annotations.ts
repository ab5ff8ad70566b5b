import { redact } from '../model/redact.ts';
import { isRefusal } from '../model/level.ts';
import type { LedgerEntry } from '../model/review.ts';
import type { Ruling, Verdict } from '../model/verdict.ts';
import { escapeText } from './escape.ts';
import { openOf } from './review.ts';
import { sayFinding } from './sarif-review.ts';

/** GitHub shows about ten annotations a step; the summary line carries the rest. */
const MOST = 10;

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions: `::error file=app.js,line=1::message` */
export function annotations(verdict: Verdict): string {
  const all = [...verdict.rulings.filter(({ level }) => level !== 'allow').map(rulingLine), ...reviewLines(verdict)];
  const rest = all.length > MOST ? [`::notice title=guardrail::${all.length - MOST} more in the log of this step`] : [];
  return [...all.slice(0, MOST), ...rest].map((line) => `${line}\n`).join('');
}

function rulingLine({ fact, level, rule, say, instead }: Ruling): string {
  const { path, range } = fact.where;
  const place = path === '' ? '' : `file=${property(path)},line=${range?.from ?? 1},`;
  const word = isRefusal(level) ? 'error' : 'warning';
  return `::${word} ${place}title=${property(rule)}::${message(`${say} ${instead}`.trim())}`;
}

/** What refuses first; a review that came to no verdict has a line of its own, or nobody would see why the check is red. */
function reviewLines({ reviews }: Verdict): readonly string[] {
  const found = reviews.flatMap((review) =>
    openOf(review).map((entry) => ({ entry, refuses: review.refuses && entry.finding.blocking })),
  );
  const verdicts = reviews.filter((review) => review.outcome !== 'clean' && openOf(review).every(isAside));
  return [
    ...found.filter(({ refuses }) => refuses).map(({ entry }) => findingLine('error', entry)),
    ...verdicts.map(({ refuses, outcome, reasons }) => {
      const says = message([`${outcome}.`, ...reasons].join(' '));
      return `::${refuses ? 'error' : 'notice'} title=guardrail review::${says}`;
    }),
    ...found.filter(({ refuses }) => !refuses).map(({ entry }) => findingLine('warning', entry)),
  ];
}

function isAside({ finding }: LedgerEntry): boolean {
  return !finding.blocking;
}

function findingLine(word: 'error' | 'warning', entry: LedgerEntry): string {
  const { path, line, side, failureModel, id } = entry.finding;
  const at = side === 'before' || line < 1 ? '' : `line=${line},`; // a removed line is in no file that is shown
  return `::${word} file=${property(path)},${at}title=${property(`${failureModel} ${id}`)}::${message(sayFinding(entry))}`;
}

/** A message that could start a workflow command of its own would be a way in: nothing of a stranger's goes out raw. */
function message(text: string): string {
  return redact(escapeText(text)).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
