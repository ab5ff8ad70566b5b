import { openGate, type Gate } from '../gate/open.ts';
import { openNumbers } from '../log/current.ts';
import { type Log, openLog } from '../log/open.ts';
import { checkoutsOf, lastEvent, lastFindings, readAudit } from '../log/page-rows.ts';
import { readReviewTally } from '../log/review-tally.ts';
import { statementNamed } from '../log/statements.ts';
import { type Period, readTally } from '../log/tally.ts';
import type { Asking, Dashboard, PageQuestion, Spoken } from '../model/dashboard.ts';
import type { Label } from '../model/label.ts';
import type { Question } from '../model/question.ts';
import type { Statement } from '../model/statement.ts';
import type { Proposal } from '../model/tuning.ts';
import { reportOf } from '../stats/report.ts';
import { nextTurn } from '../system/clock.ts';
import type { Environment } from '../system/git.ts';
import { answersOn } from '../log/answers.ts';
import { keepAnswer } from './answer.ts';
import { ChainWalk } from './chain-walk.ts';
import { readCalibration } from './calibration.ts';
import { evidenceOf } from './evidence.ts';
import { repositoryHere } from './here.ts';
import { QUESTIONS_A_DAY, todayFor } from './questions.ts';
import { readProposals } from './tuning/proposals.ts';
import { readRiskDots } from '../log/risk-dots.ts';

/** Who sits before the page: a person who may answer, or whoever may only look, and why. */
export type Visitor =
  | { readonly kind: 'person'; readonly rater: string }
  | { readonly kind: 'reader'; readonly why: string };

export type DeskOptions = {
  readonly env: Environment;
  readonly cwd: string;
  readonly now: () => number;
  readonly parent: number;
  readonly days: number;
  readonly repo: string | null;
  readonly visitor: Visitor;
};

export type Given = {
  readonly id: string;
  readonly says: Label;
  readonly because: string;
  readonly secs: number | null;
};
export type Kept =
  | { readonly kind: 'kept' }
  | { readonly kind: 'refused'; readonly says: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'failed'; readonly says: string };

const DAY_MS = 86_400_000;
/** So long the first paint waits for lines of git; what comes later arrives live. */
const PATIENCE_MS = 250;

/** What lies behind the page: opens the log anew for each look, so that a log that was replaced is seen. */
export class Desk {
  readonly #options: DeskOptions;
  readonly #spoken: Map<string, Promise<Spoken | null>> = new Map();
  readonly #gates: Map<string, Promise<Gate | null>> = new Map();
  #here: Promise<string | null> | null = null;
  #proposing: { readonly at: number; readonly found: Promise<Proposed> } | null = null;
  readonly #chain: ChainWalk = new ChainWalk();

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** `whole`: waits for all that it takes, for a copy that nobody looks at while it is made. */
  async dashboard(whole = false): Promise<Dashboard> {
    const { env, repo, now, days } = this.#options;
    const log = await openNumbers(env);
    try {
      const at = now();
      this.#chain.beginAnew(log);
      const period: Period = { from: at - days * DAY_MS, now: at, repo };
      if (whole) while (!this.#chain.goOn(log)) await nextTurn();
      const asking = await this.#asking(log, period, whole);
      const { proposals, why } = await this.#proposed(at, whole);
      return {
        at,
        report: reportOf(readTally(log, period), readReviewTally(log, period)),
        calibration: readCalibration(log, env, period, proposals),
        asking,
        findings: lastFindings(log, repo),
        risks: readRiskDots(log, period),
        audit: { ...readAudit(log, repo), checked: this.#chain.checked },
        notes: why === '' ? log.notes : [...log.notes, why],
      };
    } finally {
      log.close();
    }
  }

  async #asking(log: Log, { now }: Period, whole: boolean): Promise<Asking> {
    const { visitor } = this.#options;
    const rater = visitor.kind === 'person' ? visitor.rater : 'unknown';
    const { open, answered } = todayFor(log, { repo: await this.#askedAbout(), now, rater, most: QUESTIONS_A_DAY });
    if (visitor.kind === 'reader') return { kind: 'closed', why: visitor.why, waiting: open.length };
    const begun = open.map(({ statement }) => this.#spokenOf(statement));
    const within = whole ? Promise.all(begun) : Promise.race([Promise.all(begun), pause(PATIENCE_MS)]);
    await within;
    const known = await Promise.all(begun.map((one) => Promise.race([one, nextTurn().then(() => null)])));
    return { kind: 'open', questions: open.map((question, i) => pageQuestion(question, known[i] ?? null)), answered };
  }

  /** Of the repository one stands in; worked out at most once a minute; the first paint does not wait for it. */
  async #proposed(at: number, whole: boolean): Promise<Proposed> {
    if (this.#proposing === null || at - this.#proposing.at > 60_000)
      this.#proposing = { at, found: this.#readProposals(at).catch(notProposed) };
    const { found } = this.#proposing;
    return whole ? await found : await Promise.race([found, pause(PATIENCE_MS).then(() => UNDER_WAY)]);
  }

  async #readProposals(now: number): Promise<Proposed> {
    const { env, cwd, repo: wanted } = this.#options;
    const [gate, repo] = await Promise.all([this.#gateAt(cwd), this.#repositoryHere()]);
    if (gate === null || repo === null) return NOT_HERE;
    if (wanted !== null && wanted !== repo) return NOT_HERE;
    const log = await openNumbers(env);
    try {
      const { proposals, why } = await readProposals(log, { gate, repo, now });
      return { proposals, why };
    } finally {
      log.close();
    }
  }

  /** As `guardrail ask` does here: a day's lot is one per repository, and whoever opens the page as well is not asked ten. */
  async #askedAbout(): Promise<string | null> {
    return this.#options.repo ?? (await this.#repositoryHere().catch(() => null)); // what is broken there, proposals tell
  }

  /** Null where one stands in none. */
  #repositoryHere(): Promise<string | null> {
    this.#here ??= this.#gateAt(this.#options.cwd).then((gate) => (gate === null ? null : repositoryHere(gate)));
    return this.#here;
  }

  /** Null where the log holds nothing of this id. */
  async spoken(id: string): Promise<Spoken | null> {
    const log = await openNumbers(this.#options.env);
    try {
      const statement = statementNamed(log, id, this.#options.now());
      if (statement === null) return null;
      const spoken = await this.#spokenOf(statement);
      return spoken === null ? null : { ...spoken, statement, past: answersOn(log, id) };
    } finally {
      log.close();
    }
  }

  /** What it is about does not change, so it is put together once. */
  #spokenOf(statement: Statement): Promise<Spoken | null> {
    const known = this.#spoken.get(statement.id);
    if (known !== undefined) return known;
    const reading = this.#readSpoken(statement);
    this.#spoken.set(statement.id, reading);
    return reading;
  }

  async #readSpoken(statement: Statement): Promise<Spoken | null> {
    const log = await openNumbers(this.#options.env);
    try {
      for (const folder of [...checkoutsOf(log, statement.id), this.#options.cwd]) {
        const gate = await this.#gateAt(folder);
        if (gate === null) continue;
        const { past, ...evidence } = await evidenceOf(gate, log, statement);
        return { statement, evidence, past };
      }
      return { statement, evidence: NOWHERE, past: answersOn(log, statement.id) };
    } finally {
      log.close();
    }
  }

  /** Null where no repository lies there any more. */
  #gateAt(folder: string): Promise<Gate | null> {
    const { env, now, parent } = this.#options;
    const known = this.#gates.get(folder);
    if (known !== undefined) return known;
    const silent = (): Promise<void> => Promise.resolve();
    const opening = openGate({ cwd: folder, env, now, parent, err: silent }).catch(() => null);
    this.#gates.set(folder, opening);
    return opening;
  }

  async keep({ id, says, because, secs }: Given): Promise<Kept> {
    const { env, cwd, now, visitor } = this.#options;
    if (visitor.kind === 'reader') return { kind: 'refused', says: visitor.why };
    const log = await openNumbers(env);
    let statement: Statement | null = null;
    let chance: number | null = null;
    try {
      statement = statementNamed(log, id, now());
      const asked = todayFor(log, {
        repo: await this.#askedAbout(),
        now: now(),
        rater: visitor.rater,
        most: QUESTIONS_A_DAY,
      });
      chance = asked.open.find((one) => one.statement.id === id)?.chance ?? null;
    } finally {
      log.close();
    }
    if (statement === null) return { kind: 'unknown' };
    const answer = { target: statement, says, because, chance, secs: chance === null ? null : secs };
    const appended = await keepAnswer(env, answer, { rater: visitor.rater, checkout: cwd, now: now() });
    return appended.kind === 'lost' ? { kind: 'failed', says: appended.why } : { kind: 'kept' };
  }

  /** The last event; cheap, and asked each second. Null while the log cannot be read. */
  async last(): Promise<number | null> {
    const log = await openLog({ env: this.#options.env, readOnly: true });
    try {
      return lastEvent(log);
    } catch {
      return null; // another process holds it, or begins it anew: asked again in a second
    } finally {
      log.close();
    }
  }

  isChecked(): boolean {
    return this.#chain.checked.kind !== 'checking';
  }

  /** Walks the chain on while nobody waits: true once its end was reached. */
  async check(): Promise<boolean> {
    const log = await openLog({ env: this.#options.env, readOnly: true });
    try {
      return this.#chain.goOn(log);
    } catch {
      return true; // unreadable now: what is shown is how far it was read
    } finally {
      log.close();
    }
  }
}

type Proposed = { readonly proposals: readonly Proposal[]; readonly why: string };
/** What would be turned is an affair of one repository's rules. */
const NOT_HERE: Proposed = { proposals: [], why: '' };
const UNDER_WAY: Proposed = { proposals: [], why: 'What the log would turn is still being worked out.' };

function notProposed(error: unknown): Proposed {
  const reason = error instanceof Error ? error.message : String(error);
  return { proposals: [], why: `What the log would turn could not be worked out: ${reason}` };
}

const NOWHERE = {
  title: '',
  why: '',
  asks: '',
  said: '',
  because: '',
  author: '',
  shown: { kind: 'gone', why: 'the repository it was made in is no longer here' },
} as const;

function pageQuestion({ statement, disputed, worth }: Question, spoken: Spoken | null): PageQuestion {
  const why =
    disputed.length > 0
      ? `people do not agree (${disputed.join(', ')})`
      : worth === 0
        ? 'drawn by lot'
        : 'an answer would tell much';
  return { statement, evidence: spoken?.evidence ?? null, why };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
