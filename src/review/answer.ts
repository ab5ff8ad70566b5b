import { anchor, type AnchorIndex, indexSheet, withoutPrefix } from './anchor.ts';
import { type RawFinding, readShape, type Shape } from './answer-shape.ts';
import type { Answer, Asked, Canary, Claim, Ruling } from './exchange.ts';
import { readOneObject } from './one-object.ts';
import { isSameModel } from './served-model.ts';
import type { Reply } from './vendors/reviewer.ts';

/** More than any honest answer has: past these it is not read. */
const MOST = { text: 1_000_000, findings: 200, rulings: 1000, read: 10_000, title: 2000, prose: 20_000, quote: 10_000 };
/** What is kept of each text. A quote is as long as a finding's may be. */
const KEPT = { title: 160, prose: 2000, quote: 200, said: 300 };
/** How far from its line the canary may be reported. */
const CANARY_REACH = 3;
/** A reader that reports the canary and is less sure than this has denied it. */
const DENIED = 0.2;

/**
 * What a reply is worth. INVARIANT: `complete` only if the model that was asked finished it, it says all that was asked, and it found
 * what could not be missed; anything else is inconclusive, with a word for why. Claims that stand count in both: they only add.
 */
export function readAnswer(reply: Reply, asked: Asked): Answer {
  if (reply.kind === 'failed') return inconclusive(reply.cause, clean(reply.why, KEPT.said));
  const broken = ENDS[reply.end];
  if (broken !== null) return inconclusive(broken.cause, broken.why);
  if (reply.served !== null && !isSameModel(asked.question.model, reply.served)) {
    const names = `${clean(asked.question.model, 80)} was asked and ${clean(reply.served, 80)} answered`;
    return inconclusive('wrong-model', names);
  }
  if (reply.text.length > MOST.text) return inconclusive('too-long', 'the answer is longer than any honest one');
  if (reply.text.trim() === '') return inconclusive('empty', 'the answer is empty');
  const shape = readShape(readOneObject(reply.text));
  if (shape === null) return inconclusive('schema', 'the answer is not the one object that was asked for');
  const size = tooMuch(shape);
  return size === null ? weigh(shape, asked) : inconclusive(size, 'the answer is larger than any honest one');
}

const ENDS: Record<Extract<Reply, { kind: 'said' }>['end'], { readonly cause: string; readonly why: string } | null> = {
  whole: null,
  truncated: { cause: 'truncated', why: 'the answer was cut off' },
  refused: { cause: 'refusal', why: 'the model refused to answer' },
  filtered: { cause: 'filtered', why: "the vendor's filter stopped the answer" },
  unclear: { cause: 'unfinished', why: 'it does not say that it was finished' },
};

function inconclusive(cause: string, why: string, claims: readonly Claim[] = []): Answer {
  return { kind: 'inconclusive', cause, why, claims };
}

function tooMuch({ read, findings, rulings }: Shape): string | null {
  if (findings.length > MOST.findings || rulings.length > MOST.rulings || read.length > MOST.read) return 'too-many';
  const isLong = findings.some(
    ({ title, why, fix, quote }) =>
      title.length > MOST.title || Math.max(why.length, fix.length) > MOST.prose || quote.length > MOST.quote,
  );
  return isLong || rulings.some(({ why }) => why.length > MOST.prose) ? 'too-long' : null;
}

function weigh(shape: Shape, asked: Asked): Answer {
  const index = indexSheet(asked.sheet);
  const { canary } = asked;
  const about = shape.findings.filter(({ path }) => canary === null || !isAt(path, canary));
  const known = new Set([...asked.failureModels, 'other']);
  const tried = about.map((raw) => ({ raw, claim: known.has(raw.failureModel) ? toClaim(raw, asked, index) : null }));
  const claims = tried.flatMap(({ claim }) => (claim?.kind === 'claim' ? [claim.claim] : []));
  const fault = canaryFault(shape, canary) ?? coverageFault(shape, asked, index) ?? rulingFault(shape.rulings, asked);
  if (fault !== null) return inconclusive(fault.cause, fault.why, claims);
  const stranger = tried.find(({ claim }) => claim === null)?.raw.failureModel;
  if (stranger !== undefined)
    return inconclusive('unknown-failure-model', `it names ${clean(stranger, 80)}, which was not asked about`, claims);
  const setAside = tried.flatMap(({ raw, claim }) =>
    claim?.kind === 'unanchored' ? [{ claim: sayClaim(raw), why: claim.why }] : [],
  );
  // a line that was not shown is no place, however large a number it is
  const numbers = new Set(asked.sheet.lines.map(({ line }) => line));
  const rulings = shape.rulings.map((ruling): Ruling => ({
    ...ruling,
    why: clean(ruling.why, KEPT.prose),
    line: ruling.line !== null && numbers.has(ruling.line) ? ruling.line : null,
  }));
  return { kind: 'complete', claims, setAside, rulings };
}

type Fault = { readonly cause: string; readonly why: string };

function canaryFault({ findings, rulings }: Shape, canary: Canary | null): Fault | null {
  if (canary === null) return null;
  const reports = findings.filter((raw) => isAt(raw.path, canary) && isCanary(raw, canary));
  if (reports.length === 0)
    return { cause: 'canary-missed', why: 'it did not see the mistake that was put there for it to find' };
  const denied = rulings.some(({ id, says }) => isAt(id, canary) && (says === 'never-was' || says === 'fixed'));
  if (denied || reports.every(({ confidence }) => confidence < DENIED))
    return { cause: 'canary-denied', why: 'it says that the mistake put there for it to find is none' };
  return null;
}

/** A name that nobody else knows: it may come with a diff's prefix, and that is all. */
function isAt(path: string, canary: Canary): boolean {
  return withoutPrefix(path) === canary.path;
}

function isCanary({ line, quote }: RawFinding, canary: Canary): boolean {
  const [said, there] = [quote, canary.text].map((text) => text.replace(/\s+/g, ''));
  const quotes = said !== undefined && said.length > 5 && there?.includes(said) === true;
  return quotes || Math.abs(line - canary.line) <= CANARY_REACH;
}

/** A refutation reads nothing new; everybody else must have read every file that is on the sheet. */
function coverageFault({ read }: Shape, { purpose, sheet }: Asked, { pathOf }: AnchorIndex): Fault | null {
  if (purpose === 'refute') return null;
  const said = new Set(read.map(pathOf));
  const left = sheet.paths.filter((path) => !said.has(path));
  const [first] = left;
  if (first === undefined) return null;
  const more = left.length > 1 ? ` and ${left.length - 1} more` : '';
  return { cause: 'partial', why: `it does not say that it read ${clean(first, 200)}${more}` };
}

function rulingFault(rulings: readonly Ruling[], { open }: Asked): Fault | null {
  const ids = rulings.map(({ id }) => id);
  if (new Set(ids).size < ids.length) return { cause: 'duplicate-ids', why: 'it rules twice on one finding' };
  const asked = new Set(open);
  if (ids.some((id) => !asked.has(id)))
    return { cause: 'unknown-id', why: 'it rules on a finding that it was not asked about' };
  const ruled = new Set(ids);
  const left = open.filter((id) => !ruled.has(id));
  if (left.length > 0)
    return { cause: 'ruling-missing', why: `it says nothing of ${left.length} of ${open.length} open findings` };
  return null;
}

type Tried = { readonly kind: 'claim'; readonly claim: Claim } | { readonly kind: 'unanchored'; readonly why: string };

/** INVARIANT: path, side, lines, symbol and quote of a claim are the sheet's own, never what the model wrote. */
function toClaim(raw: RawFinding, asked: Asked, index: AnchorIndex): Tried {
  const found = anchor(raw, index);
  if (found.kind === 'unanchored') return found;
  const [first] = found.lines;
  const last = found.lines.at(-1);
  if (first === undefined || last === undefined) return { kind: 'unanchored', why: 'it quotes nothing' };
  const quote = clean(found.lines.map(({ text }) => text.trim()).join('\n'), KEPT.quote);
  const why = clean(raw.why, KEPT.prose);
  const { failureModel, severity, confidence, criterion } = raw;
  return {
    kind: 'claim',
    claim: {
      failureModel,
      path: first.path,
      side: first.side,
      line: first.line,
      to: last.line,
      symbol: first.symbol,
      quote,
      severity,
      title: clean(raw.title.replace(/\s+/g, ' '), KEPT.title) || clean(why, KEPT.title) || failureModel,
      why,
      fix: clean(raw.fix, KEPT.prose),
      criterion: criterion !== null && asked.criteria.includes(criterion) ? criterion : null,
      confidence,
    },
  };
}

function sayClaim({ path, line, title }: RawFinding): string {
  return `${clean(path, 100)}:${line} ${clean(title, 100)}`;
}

/** What a model wrote, without what is not seen and acts: line ends and tabs stay. */
function clean(text: string, most: number): string {
  const seen = text
    .slice(0, most * 4)
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{C}\n\t]/gu, '')
    .trim();
  return seen.length <= most ? seen : `${seen.slice(0, most - 1).trimEnd()}…`;
}
