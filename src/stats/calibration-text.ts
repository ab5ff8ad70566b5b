import type { Calibration, ContractTrust, CriterionTrust, PairTrust, ReaderTrust } from '../model/calibration.ts';
import type { TrackRecord } from '../model/risk.ts';
import { dayName } from './calendar.ts';
import { rateCells, rateText, two } from './rate-text.ts';
import { cut, shorten } from './table.ts';

const WIDTH = 80;
const DAY_MS = 86_400_000;
const MOST_READERS = 6;
const MOST_PAIRS = 3;

/** What can be trusted and how far, in lines of at most 80 columns. What was never looked at is left out, what is too little says so. */
export function calibrationLines(calibration: Calibration, most: number): readonly string[] {
  return [
    ...labelLines(calibration),
    ...calibration.readers.slice(0, MOST_READERS).flatMap(readerLines),
    ...pairLines(calibration.pairs.slice(0, MOST_PAIRS)),
    ...contractTable(calibration.contracts, most),
    ...criterionTable(calibration.criteria, most),
    ...recordTable(calibration.records, most),
    ...outcomeLines(calibration),
    ...proposalLines(calibration),
  ];
}

function labelLines({ labels }: Calibration): readonly string[] {
  const { n, drawn, right, wrong, gap, unclear, disagreed } = labels;
  if (n === 0) return ['Nobody has said yet what was right: guardrail ask', ''];
  return [
    `${n} labels, ${drawn} of them drawn: right ${right} · wrong ${wrong} · gap ${gap} · unclear ${unclear}`,
    ...(disagreed.length === 0 ? [] : [`people disagree on ${disagreed.length}: ${list(disagreed, 4)}`]),
    '',
  ];
}

export function readerLines(reader: ReaderTrust): readonly string[] {
  const { runs, money, precision, recall } = reader;
  const cost = money === null ? '' : `, ${money.toFixed(3)} a change`;
  return [
    shorten(`${reader.identity} (${reader.mode}): ${runs} answers${cost}`, WIDTH),
    ...under('right', rateText(precision, 'labels')),
    ...under('sees', rateText(recall, 'seeded defects')),
    ...under('states', fitText(reader)),
    ...under('refuses', thresholdText(reader)),
    ...driftText(reader).flatMap((text) => under('drift', text)),
    '',
  ];
}

function under(title: string, text: string): readonly string[] {
  return folded(`  ${title.padEnd(8)}`, text, ' '.repeat(10));
}

function wrapped(text: string): readonly string[] {
  return folded('-', text, ' ');
}

/** What is longer than a line goes on beneath itself. */
function folded(head: string, text: string, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = head;
  for (const word of text.split(' ')) {
    const isFull = line.length + 1 + word.length > WIDTH && line.length > indent.length;
    if (isFull) lines.push(line);
    line = isFull ? `${indent} ${word}` : `${line} ${word}`;
  }
  return [...lines, line];
}

function fitText({ fit }: ReaderTrust): string {
  if (fit.kind === 'too few') return `– needs ${fit.needed} more labels with a confidence (has ${fit.n})`;
  const { overConfidence, excess, chance, skill, n } = fit;
  const leaning = overConfidence > 0 ? 'too sure' : 'too modest';
  const error =
    excess === null || chance === null
      ? 'too few for its error'
      : `error beyond chance ${two(excess)} (p ${two(chance)})`;
  return `${leaning} by ${two(Math.abs(overConfidence))}, ${skill === null ? '' : `skill ${two(skill)}, `}${error}, n ${n}`;
}

function thresholdText({ threshold }: ReaderTrust): string {
  const { alpha, delta, n } = threshold;
  const promise = `at most ${percent(alpha)} wrong with ${percent(1 - delta)} certainty`;
  if (threshold.kind === 'none') return `no certified threshold: ${threshold.why} (n ${n})`;
  return `from ${two(threshold.at)} on ${promise} (n ${n})`;
}

function driftText({ drift }: ReaderTrust): readonly string[] {
  if (drift.kind === 'quiet') return [];
  const { since, at, limit, n } = drift;
  return [`worse since ${dayName(Math.floor(since / DAY_MS))} (${two(at)}, alarm at ${two(limit)}, n ${n})`];
}

function pairLines(pairs: readonly PairTrust[]): readonly string[] {
  return pairs.flatMap(({ one, other, both, onlyOne, onlyOther, overlap, missed }) => [
    shorten(`${one} and ${other}`, WIDTH),
    `  seen by both ${both}, by one alone ${onlyOne} and ${onlyOther}`,
    overlap.kind === 'too few'
      ? `  how alike: – needs ${overlap.needed} more seeded defects shown to both (has ${overlap.n})`
      : `  how alike: φ ${two(overlap.phi)} on ${overlap.n} seeded defects`,
    missed.kind === 'too few'
      ? `  missed by both: – needs ${missed.needed} more that both saw (has ${missed.n})`
      : `  missed by both: at least ${Math.round(missed.atLeast)}, likely ${Math.round(missed.median)} [${Math.round(missed.low)} to ${Math.round(missed.high)}]`,
    '',
  ]);
}

const READS: Readonly<Record<ContractTrust['reads'], string>> = {
  good: 'good',
  watch: 'watch',
  loser: 'mostly wrong',
  gap: 'underspecified',
  missed: 'misses',
  'too few': '',
};

function unlabelled(n: number, isRest: boolean): string {
  const what = `${n}${isRest ? ' more' : ''} ${n === 1 ? 'rule or failure model has' : 'rules and failure models have'}`;
  return `${what} no labels and ${n === 1 ? 'is' : 'are'} not judged`;
}

/** Those that people have said something of; the others are counted in one line. */
export function contractTable(contracts: readonly ContractTrust[], most: number): readonly string[] {
  const labelled = contracts.filter(({ labels }) => Object.values(labels).some((n) => n > 0));
  const rest = contracts.length - labelled.length;
  const rows = labelled.map(({ id, precision, labels, loser, reads }) => [
    id,
    ...rateCells(precision),
    String(labels.gap),
    loser === null || precision.kind === 'too few' ? '–' : two(loser),
    READS[reads],
  ]);
  return [
    ...cut(['what speaks', 'right', '95 %', 'n', 'gap', 'P(<½)', 'reads'], rows, most).slice(0, -1),
    ...(rest === 0 ? [] : [unlabelled(rest, labelled.length > 0)]),
    ...(contracts.length === 0 ? [] : ['']),
  ];
}

export function criterionTable(criteria: readonly CriterionTrust[], most: number): readonly string[] {
  const rows = criteria.map(({ spec, criterion, real, gap, noise, share }) => [
    `${criterion} of ${spec}`,
    String(real),
    String(gap),
    String(noise),
    ...rateCells(share),
  ]);
  return cut(['criterion of a spec', 'real', 'gap', 'noise', 'gaps', '95 %', 'n'], rows, most);
}

export function recordTable(records: readonly TrackRecord[], most: number): readonly string[] {
  const rows = records.map(({ agent, model, area, commits, matured, bad, share, low, high, toNext }) => [
    `${[agent === '' ? 'people' : agent, model].filter((part) => part !== '').join('/')} in ${area}`,
    `${bad.toFixed(1)} of ${commits}`,
    matured.toFixed(1),
    two(share),
    `${two(low)} to ${two(high)}`,
    toNext === null ? '–' : String(toNext),
  ]);
  return cut(['track record', 'bad', 'matured', 'share', '95 %', 'clean to less'], rows, most);
}

function outcomeLines({ outcomes, log }: Calibration): readonly string[] {
  const kinds = Object.entries(outcomes).map(([kind, n]) => `${kind} ${n}`);
  const anchor =
    log.anchored === null
      ? 'not anchored: guardrail log anchor'
      : `anchored up to ${log.anchored.seq} in ${placeOf(log.anchored.where)}`;
  return [
    ...(kinds.length === 0 ? [] : [`what became of commits: ${kinds.join(' · ')}`]),
    shorten(`log of ${log.events} events, ${anchor}`, WIDTH),
    '',
  ];
}

/** `git:/home/ana/shop/.git` is the log's word for it. */
function placeOf(where: string): string {
  return where.replace(/^(git|file):/, '').replace(/\/\.git$/, '');
}

function proposalLines({ proposals }: Calibration): readonly string[] {
  const ready = proposals.filter(({ waits }) => waits === '');
  if (ready.length === 0) return [];
  return [
    `${ready.length} ${ready.length === 1 ? 'proposal' : 'proposals'} of what to turn: guardrail tune`,
    ...ready.slice(0, 3).map(({ id, contract, from, to }) => shorten(`  ${id}  ${contract}: ${from} to ${to}`, WIDTH)),
    '',
  ];
}

/** What the labels say that no knob mends. */
export function readingLines(readings: readonly string[], most: number): readonly string[] {
  if (readings.length === 0) return [];
  const rest = readings.length - most;
  return [
    ...readings.slice(0, most).flatMap((reading) => wrapped(reading)),
    ...(rest > 0 ? [`  and ${rest} more: guardrail tune`] : []),
    '',
  ];
}

/** About a minute each, which is what people take. */
export function questionLines(ids: readonly string[]): readonly string[] {
  if (ids.length === 0) return [];
  const many = ids.length === 1 ? '1 question waits' : `${ids.length} questions wait`;
  return [`${many}, about ${ids.length} min: guardrail ask (${list(ids, 5)})`];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function list(names: readonly string[], most: number): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ');
}
