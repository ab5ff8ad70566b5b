import type { Evidence, ShownLine } from '../model/evidence.ts';
import { FINDING_WORDS, type Label } from '../model/label.ts';
import type { PastAnswer, Question } from '../model/question.ts';
import { redact } from '../model/redact.ts';
import type { Became, Statement } from '../model/statement.ts';
import { escapeText, showPath } from './escape.ts';
import type { Style } from './style.ts';
import { wrap } from './words.ts';

export type Card = {
  readonly question: Question;
  readonly evidence: Evidence;
  readonly past: readonly PastAnswer[];
  readonly at: number;
  readonly of: number;
  readonly now: number;
  readonly columns: number;
  readonly style: Style;
};

const WIDEST = 78;
const NARROWEST = 24;
const LABEL = 9;
/** Below this a label and its text stand on lines of their own. */
const NARROW = 50;

/** One question, from top to bottom: nothing is drawn over, so that a screen reader says it in order. */
export function tellCard(card: Card): string {
  const { question, evidence, style, at, of } = card;
  const { statement } = question;
  const width = widthFor(card.columns);
  const what = statement.kind === 'finding' ? 'finding of' : 'rule';
  return [
    '',
    ...wrap(`${at} of ${of}: ${what} ${shown(statement.of)} (${shown(statement.id)})`, width).map((line) =>
      style.bold(line),
    ),
    ...rows(card).flatMap(([label, text]) => field(label, text, width, style)),
    ...linesOf(evidence, width, style),
    '',
    ...wrap(askFor(statement), width).map((line) => style.bold(line)),
    ...wrap(choicesFor(statement), width),
    '',
  ].join('\n');
}

/** A terminal that does not know how wide it is says 0. */
export function widthFor(columns: number): number {
  return columns > 0 ? Math.max(NARROWEST, Math.min(WIDEST, columns - 1)) : WIDEST;
}

function rows({ question, evidence, past, now }: Card): readonly (readonly [label: string, text: string])[] {
  const { statement } = question;
  return [
    ['about', evidence.title],
    ['says', evidence.said],
    ['because', evidence.because],
    ['why', evidence.said === '' ? evidence.why : ''],
    ['asked', evidence.asks],
    ['where', whereOf(statement)],
    ['by', `${evidence.author}, ${ago(now - statement.last)}`],
    ['read by', voiceOf(statement)],
    ['became', BECAME[statement.became]],
    ['spec', statement.criterion === null ? '' : `criterion ${statement.criterion} of ${statement.spec ?? 'its spec'}`],
    [
      'people',
      question.disputed.length === 0
        ? ''
        : `do not agree: ${past
            .filter(({ counts }) => counts)
            .slice(-4)
            .map((one) => `${nameOf(one)} says ${one.says}`)
            .join(', ')}`,
    ],
  ];
}

function whereOf({ path, line, branch, subject }: Statement): string {
  const place = line === null || line === 0 ? showPath(path) : `${showPath(path)}:${line}`;
  const about = subject === path || subject === '' ? '' : ` (${subject})`;
  return `${place}${about}${branch === '' ? '' : ` on ${branch}`}`;
}

function voiceOf({ by }: Statement): string {
  switch (by.kind) {
    case 'rule':
      return '';
    case 'detector':
      return `a detector, ${by.detector}`;
    case 'reviewer':
      return `${by.vendor} ${by.model}`;
  }
}

const BECAME: Readonly<Record<Became, string>> = {
  open: 'nothing yet',
  approved: 'a person approved it',
  waived: 'a person lives with it',
  redone: 'the change was made otherwise',
  'given up': 'the change was given up',
  disputed: 'a second reader denied it',
  invalid: 'a later reading took it back',
};

function linesOf({ shown: it }: Evidence, width: number, style: Style): readonly string[] {
  if (it.kind === 'gone') return field('lines', `cannot be shown: ${it.why}`, width, style);
  const digits = Math.max(...it.lines.map(({ number }) => String(number).length));
  return it.lines.map((line) => tellLine(line, digits, width, style));
}

function tellLine({ mark, number, text }: ShownLine, digits: number, width: number, style: Style): string {
  const paint = mark === '+' ? style.green : mark === '-' ? style.red : style.dim;
  const place = (number === 0 ? '' : String(number)).padStart(digits);
  const all = `  ${place} ${mark} ${shown(text.replaceAll('\t', '  '))}`;
  return paint(all.length > width ? `${all.slice(0, width - 1)}…` : all);
}

function field(label: string, text: string, width: number, style: Style): readonly string[] {
  if (text === '') return [];
  if (width < NARROW) return [style.dim(`  ${label}`), ...wrap(shown(text), width - 4).map((line) => `    ${line}`)];
  return wrap(shown(text), width - LABEL - 2).map(
    (line, i) => `  ${i === 0 ? style.dim(label.padEnd(LABEL)) : ' '.repeat(LABEL)}${line}`,
  );
}

function askFor({ kind }: Statement): string {
  return kind === 'finding' ? 'Is this a real bug?' : 'Was the rule right to speak here?';
}

/** `r right, w wrong, …`: of a finding in the words in which findings are spoken of. */
function choicesFor({ kind }: Pick<Statement, 'kind'>): string {
  const word = (label: Label): string => wordFor({ kind }, label);
  return `r ${word('right')}, w ${word('wrong')}, g ${word('gap')}, u unclear; s skip, b back, q quit. In capitals: and say why`;
}

export function wordFor({ kind }: Pick<Statement, 'kind'>, label: Label): string {
  return kind === 'finding' ? FINDING_WORDS[label] : label;
}

/** What was said of it until now, one line each, the first first. */
export function tellPast(
  statement: Pick<Statement, 'kind'>,
  past: readonly PastAnswer[],
  now: number,
): readonly string[] {
  return past.map((one) => {
    const how = one.chance === null ? '' : ', asked';
    const counts = one.counts ? '' : ', does not count';
    const because = one.because === '' ? '' : `: ${one.because}`;
    return shown(
      `${minuteOf(one.ts)}  ${nameOf(one)}  ${wordFor(statement, one.says)} (${ago(now - one.ts)}${how}${counts})${because}`,
    );
  });
}

/** `2026-01-15 12:00` in UTC. What another program wrote of a time that no calendar has is said, and stops nothing. */
function minuteOf(ts: number): string {
  const date = new Date(ts);
  return Number.isNaN(date.getTime()) ? 'at no time' : date.toISOString().slice(0, 16).replace('T', ' ');
}

function nameOf({ rater }: PastAnswer): string {
  const colon = rater.indexOf(':');
  return rater.startsWith('human:') ? rater.slice(colon + 1) : rater.replace(':', ' ');
}

const STEPS: readonly (readonly [unit: string, ms: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** A clock that was turned back makes no negative times. */
function ago(ms: number): string {
  const step = STEPS.find(([, length]) => ms >= length);
  if (step === undefined) return 'just now';
  const n = Math.floor(ms / step[1]);
  return `${n} ${step[0]}${n === 1 ? '' : 's'} ago`;
}

function shown(text: string): string {
  return redact(escapeText(text));
}
