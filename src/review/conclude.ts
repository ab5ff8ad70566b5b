import type { Finding } from '../model/finding.ts';
import type { LedgerEntry, Manifest, ReaderChoice, Round, Sitting, Stop } from '../model/review.ts';
import { isEnough } from './choice.ts';
import { findingsOf, mergeClaims, type Weighing } from './claims.ts';
import type { Answer, Ruling } from './exchange.ts';
import { advance, bringUp, type Refutation, type Ruled, standing } from './ledger.ts';
import { type RoundSummary, summarise, whyStop } from './stops.ts';

/** One reader's way through the change, with what it said. */
export type HeardSitting = Omit<Sitting, 'calls'> & { readonly answers: readonly Answer[] };

/** What a round's end rests on. The log keeps all of it (RoundInputs), so that the end can be worked out again, offline. */
export type Concluding = {
  readonly n: number;
  readonly tree: string;
  /** The ledger of the round before, and what all rounds before came to. */
  readonly before: readonly LedgerEntry[];
  readonly brought?: readonly LedgerEntry[];
  readonly earlier: readonly RoundSummary[];
  /** Of a loop that has stopped for a person. */
  readonly stopped: Stop | null;
  readonly findings: readonly Finding[];
  readonly sittings: readonly HeardSitting[];
  readonly vanished: readonly string[];
  readonly waived: readonly { readonly id: string; readonly because: string }[];
  readonly choice: ReaderChoice;
  readonly manifest: Manifest;
  readonly whole: boolean;
  readonly spent: boolean;
  /** Most rounds of the rules. */
  readonly rounds: number;
  /** There is somebody whom the rules would let read it. */
  readonly canAsk: boolean;
};
type Concluded = Pick<Round, 'ledger' | 'complete' | 'reading' | 'stop' | 'readers'>;

/** What is held against the change after these sittings, and what the detectors state. */
export function findingsIn(sittings: readonly HeardSitting[], weighing: Weighing): readonly Finding[] {
  const said = sittings
    .filter(({ part }) => part !== 'refute')
    .map(({ reviewer, vendor, model, answers }) => ({
      reviewer,
      vendor,
      model,
      claims: answers.flatMap(({ claims }) => claims),
    }));
  return findingsOf(mergeClaims(said), weighing);
}

export function conclude(input: Concluding): Concluded {
  const { sittings, choice, n, tree, spent, rounds, earlier } = input;
  const foreign = new Set(choice.order.map(({ name }) => name));
  const decisive = sittings.filter(({ part, answers }) => part === 'last' && isComplete(answers));
  const complete = decisive.map(({ reviewer }) => reviewer);
  const ledger = advance(bringUp(input.before, input.brought ?? []), {
    n,
    findings: input.findings,
    rulings: sittings.filter(({ part }) => part !== 'refute').map((sitting) => ruledBy(sitting, foreign)),
    vanished: input.vanished,
    refutations: sittings.filter(({ part }) => part === 'refute').flatMap(refutationsOf),
    waived: input.waived,
    detectorsLooked: true,
    needed: choice.needed,
  });
  const reading = howRead(input, complete);
  const summaries = [...earlier, summarise({ n, tree, reading, spent }, ledger)];
  return {
    ledger,
    complete,
    reading,
    stop: input.stopped ?? stopOf(input, summaries, ledger, rounds),
    readers: decisive.map(({ reviewer, vendor, model }) => ({
      name: reviewer,
      vendor,
      model,
      foreign: foreign.has(reviewer),
    })),
  };
}

function isComplete(answers: readonly Answer[]): boolean {
  return answers.every(({ kind }) => kind === 'complete');
}

function rulingsOf(answers: readonly Answer[]): readonly Ruling[] {
  return answers.flatMap((answer) => (answer.kind === 'complete' ? answer.rulings : []));
}

function ruledBy({ reviewer, vendor, answers }: HeardSitting, foreign: ReadonlySet<string>): Ruled {
  return { reviewer, vendor, foreign: foreign.has(reviewer), rulings: rulingsOf(answers) };
}

const WORDS: Readonly<Record<Ruling['says'], Refutation['says']>> = {
  stands: 'stands',
  fixed: 'denied',
  'never-was': 'denied',
  unclear: 'unclear',
};

/** A refuter is always of the foreign ones, and never sees what the first reading said. */
function refutationsOf({ vendor, answers }: HeardSitting): readonly Refutation[] {
  return rulingsOf(answers).map(({ id, says, why }) => ({
    id,
    vendor,
    foreign: true,
    fresh: true,
    says: WORDS[says],
    why,
  }));
}

/** Where nobody can be asked and nothing stands, there is no loop to end. */
function stopOf(
  { canAsk }: Concluding,
  summaries: readonly RoundSummary[],
  ledger: readonly LedgerEntry[],
  rounds: number,
): Stop | null {
  return canAsk || standing(ledger).length > 0 ? whyStop(summaries, { rounds }) : null;
}

function howRead({ choice, whole, manifest }: Concluding, complete: readonly string[]): Round['reading'] {
  if (!isEnough(choice, complete)) return complete.length === 0 ? 'none' : 'partial';
  return whole && isAllSeen(manifest) ? 'whole' : 'partial';
}

function isAllSeen({ files }: Manifest): boolean {
  return files.every(({ excused, shown, added, removed }) => excused || shown >= added + removed);
}
