import type { Finding } from '../model/finding.ts';
import { OPEN_STATES } from '../model/finding.ts';
import { redact } from '../model/redact.ts';
import type { LedgerEntry, Manifest, Review } from '../model/review.ts';
import { escapeText, showPath } from './escape.ts';
import type { Style } from './style.ts';
import { count, wrap } from './words.ts';

const WIDTH = 78;
const SHOWN = 10;

/** What a review has to say where a change is refused, and the one line where it is not. */
export function tellReview(review: Review, style: Style): readonly string[] {
  return review.refuses ? tellRefusing(review, style) : tellPassing(review, style);
}

function tellRefusing(review: Review, style: Style): readonly string[] {
  const open = openOf(review).filter(({ finding }) => finding.blocking);
  const first = open.slice(0, SHOWN);
  return [
    `  ${style.red('review')} ${style.bold(headlineOf(review))}  ${style.dim(`${review.id} in ${review.loop}`)}`,
    ...review.reasons.flatMap((reason) => indent('', reason, style)),
    '',
    ...first.flatMap((entry) => [...tellFinding(entry, style), '']),
    ...(open.length > first.length
      ? [`  and ${count(open.length - first.length, 'more finding')}: guardrail findings`, '']
      : []),
    ...indent('read by', howRead(review), style),
    ...nextOf(review, open).flatMap(([label, text]) => indent(label, text, style)),
    '',
  ];
}

function headlineOf({ outcome, round, ledger }: Review): string {
  const open = ledger.filter(({ state, finding }) => OPEN_STATES.includes(state) && finding.blocking).length;
  switch (outcome) {
    case 'findings':
      return `${count(open, 'finding')} must be settled before this is pushed (round ${round})`;
    case 'pending':
      return 'is under way: it has not come to a verdict yet';
    case 'escalated':
      return `is over after ${count(round, 'round')}: a person decides`;
    case 'inconclusive':
      return 'came to no verdict';
    case 'unread':
      return open > 0
        ? `${count(open, 'finding')} of detectors must be settled`
        : 'is asked for and nobody could read it';
    case 'clean':
    case 'accepted':
      return 'passed';
  }
}

export function tellFinding({ finding, state, since, note }: LedgerEntry, style: Style): readonly string[] {
  const grey = style.dim(`${finding.severity}, ${state} since round ${since}`);
  return [
    `    ${style.bold(placeOf(finding))}  ${finding.id}  ${shown(finding.failureModel)}  ${grey}`,
    ...indent('what', finding.title, style),
    ...(finding.quote === '' ? [] : quoteOf(finding, style)),
    ...indent('why', finding.why, style),
    ...indent('fix', finding.fix, style),
    ...(finding.criterion === null ? [] : indent('spec', `criterion ${finding.criterion}`, style)),
    ...(note === '' ? [] : indent('note', note, style)),
  ];
}

export function placeOf({ path, line, side }: Pick<Finding, 'path' | 'line' | 'side'>): string {
  const place = line > 0 ? `${showPath(path)}:${line}` : showPath(path);
  return side === 'before' ? `${place} (removed)` : place;
}

function quoteOf({ quote, side }: Finding, style: Style): readonly string[] {
  const mark = side === 'before' ? '-' : '+';
  const lines = quote.split('\n').map((line) => shown(line.trimEnd()));
  return lines.slice(0, 4).map((line) => `        ${style.dim(`${mark} ${line.slice(0, WIDTH - 10)}`)}`);
}

/** Each step is a command that we know to be there. */
function nextOf({ outcome, loop }: Review, open: readonly LedgerEntry[]): readonly (readonly [string, string])[] {
  const ids = open.slice(0, 4).map(({ finding }) => finding.id);
  const waive: readonly (readonly [string, string])[] =
    ids.length === 0 ? [] : [['person', `guardrail waive ${ids.join(' ')} --because "..."`]];
  switch (outcome) {
    case 'findings':
    case 'unread':
      return [
        ['next', 'settle each of them, commit, push again: the next round looks at every one by its id'],
        ...waive,
      ];
    case 'pending':
      return [
        ['next', 'guardrail wait'],
        ['then', 'push again: its verdict is kept'],
      ];
    case 'escalated':
      return [
        ['next', 'guardrail packet'],
        ['person', `guardrail waive ${[...ids, loop].slice(0, 4).join(' ')} --because "..."`],
      ];
    case 'inconclusive':
      return [
        ['next', 'guardrail review'],
        ['person', `guardrail waive ${loop} --because "..."`],
      ];
    case 'clean':
    case 'accepted':
      return [];
  }
}

/** The first finding that holds a change back: the one a person may think is none. */
export function doubtedFinding(reviews: readonly Review[]): string | null {
  const held = reviews.filter(({ refuses }) => refuses).flatMap(openOf);
  return held.find(({ finding }) => finding.blocking)?.finding.id ?? null;
}

/** One line for whoever passes: what read it, or that nobody did. */
function tellPassing(review: Review, style: Style): readonly string[] {
  const open = openOf(review);
  const more = open.length === 0 ? '' : `; ${count(open.length, 'open finding')}: guardrail findings`;
  const first = `guardrail: review ${style.dim(review.id)} ${passingOf(review, style)}${more}`;
  const why = review.outcome === 'clean' ? [] : review.reasons.slice(0, 2);
  const reasons = [...new Set([...why, ...(review.noted ?? []).slice(0, 2)])];
  return [...wrap(first, WIDTH), ...reasons.flatMap((reason) => wrap(`           ${shown(reason)}`, WIDTH))];
}

function passingOf(review: Review, style: Style): string {
  switch (review.outcome) {
    case 'clean':
      return `${style.green('clean')}: read whole by ${readersOf(review)}`;
    case 'accepted':
      return 'accepted by a person';
    case 'unread':
      return 'by detectors only: no other vendor has read this change';
    case 'findings':
      return 'has findings, which inform here and refuse nothing';
    case 'pending':
      return 'is not done yet, and is not waited for here';
    case 'inconclusive':
      return 'came to no verdict: no other vendor has read this change whole';
    case 'escalated':
      return 'is waiting for a person, which refuses nothing here';
  }
}

export function openOf({ ledger }: Pick<Review, 'ledger'>): readonly LedgerEntry[] {
  return ledger.filter(({ state }) => OPEN_STATES.includes(state));
}

export function readersOf({ readers }: Pick<Review, 'readers'>): string {
  const names = readers.map(
    ({ vendor, model, foreign }) => `${vendor} ${model}${foreign ? '' : " (the author's own vendor)"}`,
  );
  // named by the repository's configuration, which a stranger may have written
  return names.length === 0 ? 'detectors only' : shown([...new Set(names)].join(', '));
}

/** Who has read it, and how much of it. */
export function howRead(review: Pick<Review, 'readers' | 'manifest'>): string {
  if (review.readers.length === 0) return 'detectors only: no model of another vendor has read it';
  return `${readersOf(review)}; shown ${coverageOf(review.manifest)}`;
}

/** How much was looked at, and what nobody was shown. */
export function coverageOf({ files }: Manifest): string {
  const total = files.reduce((sum, { added, removed }) => sum + added + removed, 0);
  const seen = files.reduce((sum, { shown: lines }) => sum + lines, 0);
  const unseen = files.filter(({ excused, added, removed, shown: lines }) => !excused && lines < added + removed);
  const names = unseen.slice(0, 3).map(({ path, why }) => `${showPath(path)} (${why})`);
  const rest = unseen.length > 3 ? ` and ${unseen.length - 3} more` : '';
  return `${seen} of ${count(total, 'changed line')} in ${count(files.length, 'file')}${names.length === 0 ? '' : `; not: ${names.join(', ')}${rest}`}`;
}

/** `review of main: reading, 3 of 8 questions answered, 12 files, 41200 tokens, 0.12 so far` */
export function tellProgress(progress: Running): string {
  const { branch, stage, done, of, files, tokens, money } = progress;
  const asked = of === 0 ? [] : [`${done} of ${count(of, 'question')} answered`];
  const cost = tokens === 0 ? [] : [`${tokens} tokens${money === 0 ? '' : `, ${money.toFixed(2)} so far`}`];
  return `review of ${shown(branch)}: ${[shown(stage), ...asked, count(files, 'file'), ...cost].join(', ')}`;
}
export type Running = {
  readonly branch: string;
  readonly stage: string;
  readonly done: number;
  readonly of: number;
  readonly files: number;
  readonly tokens: number;
  readonly money: number;
};

/** The one line a program reads. */
export function machineLineOf(reviews: readonly Review[]): string {
  const said = reviews.map(({ id, loop, outcome, round, ...review }) => ({
    review: id,
    loop,
    outcome,
    round,
    findings: openOf(review)
      .map(({ finding }) => finding.id)
      .slice(0, 20),
  }));
  return `guardrail: ${JSON.stringify({ reviews: said })}`;
}

function indent(label: string, text: string, style: Style): readonly string[] {
  if (text === '') return [];
  return wrap(shown(text), WIDTH - 16).map((line, index) =>
    index === 0 ? `        ${style.dim(label.padEnd(7))} ${line}` : `                ${line}`,
  );
}

/** A model and a stranger wrote it. */
function shown(text: string): string {
  return redact(escapeText(text));
}
