import type { ActorKind } from './actor.ts';
import type { Path } from './change.ts';
import type { FailureModel } from './failure-model.ts';
import type { Finding, FindingState } from './finding.ts';

/** A reviewer that a repository consents to: without one of these no byte leaves. */
export type ReviewerRule = {
  /** Unique among them: `vendor/model` where it is not named. */
  readonly name: string;
  /** Whose model it is, as authors' vendors are named: `anthropic`, `openai`, `google`, or declared for a server of one's own. */
  readonly vendor: string;
  readonly model: string;
  /** How it is reached: a key of review/vendors/index.ts. */
  readonly via: string;
  /** Only for servers of one's own. A key is sent there only if the user's own configuration says so. */
  readonly url: string | null;
  /** What may be sent to it. */
  readonly mayRead: (path: Path) => boolean;
  readonly paths: readonly string[];
  /** Money for a million tokens; null where nothing is paid for it, or where nobody said. */
  readonly price: Price | null;
  /** The most tokens of one question to it, and of one answer. */
  readonly window: number;
  readonly answer: number;
};
export type Price = { readonly input: number; readonly cached: number; readonly output: number };

export type Independence = 'require' | 'prefer' | 'off';

/** What a reading of the rules says about reviews. */
export type ReviewRules = {
  readonly reviewers: readonly ReviewerRule[];
  readonly binds: 'agent-pushes' | 'protected' | 'every-push';
  /** Must a model of another vendor have read it? By whom it was written, with what paths say on top. */
  readonly independence: (actor: 'agent' | 'human' | 'bot' | 'unknown', path: Path) => Independence;
  /** At most five. */
  readonly rounds: number;
  /** Seconds that a push waits for a verdict before it is refused as pending. */
  readonly wait: number;
  readonly caps: { readonly change: Cap; readonly day: Cap };
  /** Paths that are sent to nobody, whatever a reviewer may read. */
  readonly isPrivate: (path: Path) => boolean;
  /** A change of these paths, or of this size, must have a spec. */
  readonly needsSpec: (path: Path, lines: number) => boolean;
  readonly refute: boolean;
};
export type Cap = { readonly money: number; readonly tokens: number };

export type Tokens = { readonly input: number; readonly cached: number; readonly output: number };

/** How one call of a reviewer ended. */
export type CallRecord = {
  readonly purpose: 'blind' | 'aware' | 'refute' | 'follow-up';
  readonly reviewer: string;
  readonly vendor: string;
  readonly model: string;
  /** As the answer names it; null where it names none. */
  readonly served: string | null;
  readonly host: string;
  readonly outcome: 'complete' | 'inconclusive';
  /** Why it is inconclusive, in a word a test can name: `refusal`, `truncated`, `timeout`, `canary-missed`; empty when complete. */
  readonly cause: string;
  readonly tokens: Tokens;
  readonly money: number;
  readonly ms: number;
  readonly tries: number;
  readonly requestId: string | null;
  /** SHA-256 of what was sent and what came back, redacted, as the log's blobs hold them. */
  readonly asked: string;
  readonly answered: string | null;
  /** What calls of before did not keep. */
  readonly more?: CallMore;
};
export type CallMore = {
  /** Program and version that spoke: `openai 6.49.0`, `codex-cli`. */
  readonly by: string;
  readonly mostOutput: number;
  readonly deadlineMs: number;
  /** How the answer ended, as far as one came: `whole`, `truncated`, `refused`. */
  readonly end: string;
  /** The cause of each try that came to nothing. */
  readonly errors: readonly string[];
  /** Secrets that were taken out before it was sent. */
  readonly redactions: number;
  /** Whose price it was counted at: `configuration`, `table of 2026-11`, `unknown`. */
  readonly priced: string;
  /** Hash of the system text and the schema of the answer. */
  readonly prompt: string;
};

/** What was shown of the change, file by file; equal to `git diff --numstat`. */
export type Manifest = { readonly files: readonly Shown[] };
export type Shown = {
  readonly path: Path;
  readonly added: number;
  readonly removed: number;
  /** How many of those lines some complete answer covers. */
  readonly shown: number;
  /** Why the rest was not shown; empty when all of it was. */
  readonly why: string;
  /** Nobody needs to see the rest: a lock file, a generated or vendored file, a binary. */
  readonly excused: boolean;
};

export type LedgerEntry = {
  readonly finding: Finding;
  readonly state: FindingState;
  /** The round in which it was first said, and the last in which it was looked for. */
  readonly since: number;
  readonly last: number;
  readonly reopened: number;
  /** Who denied it, or why a person waived it. */
  readonly note: string;
};

export type ReviewOutcome =
  /** Read whole by another vendor than any that may have written it; nothing that refuses is open. */
  | 'clean'
  /** Open findings that refuse. */
  | 'findings'
  /** It was asked for and could not be had: never clean. */
  | 'inconclusive'
  /** It is under way. */
  | 'pending'
  /** Enough rounds: a person decides. */
  | 'escalated'
  /** Detectors only: no other vendor has read it, and the rules do not insist. */
  | 'unread'
  /** A person has read the packet and answers for it. */
  | 'accepted';

/** What the gate knows of the review of one branch's net change. */
export type Review = {
  /** `v-7f3k2m` */
  readonly id: string;
  readonly key: string;
  /** `l-7f3k2m` */
  readonly loop: string;
  readonly round: number;
  readonly branch: string | null;
  readonly outcome: ReviewOutcome;
  /** It refuses the push: the outcome is not good enough for whom the rules bind. */
  readonly refuses: boolean;
  readonly ledger: readonly LedgerEntry[];
  readonly manifest: Manifest;
  /** Vendors with a complete answer, and whether none of them may have written the change. */
  readonly readers: readonly Reader[];
  /** One sentence each: why it is inconclusive, what stopped the loop, what was not sent. */
  readonly reasons: readonly string[];
  /** Of those, what the reading of the change itself has noted, of its spec above all: worth a line also where it is clean. */
  readonly noted?: readonly string[];
  readonly tokens: Tokens;
  readonly money: number;
};
export type Reader = {
  readonly name?: string;
  readonly vendor: string;
  readonly model: string;
  readonly foreign: boolean;
};

/** Why a loop came to its end; empty while it may go on. */
export type Stop = {
  readonly kind:
    | 'clean'
    | 'rounds'
    | 'same-tree'
    | 'nothing-moved'
    | 'reopened-twice'
    | 'rising'
    | 'budget'
    | 'no-reader';
  readonly says: string;
};

/** One round as it is remembered: the verdict can be computed from it again, for whoever pushes. */
export type Round = {
  readonly v: 1;
  readonly id: string;
  readonly key: string;
  readonly loop: string;
  readonly round: number;
  readonly repo: string;
  readonly branch: string | null;
  readonly head: string | null;
  readonly base: string;
  readonly tree: string;
  readonly at: number;
  readonly engine: string;
  readonly rules: string;
  readonly failureModels: string;
  /** Path and hash of the spec it was held against. */
  readonly spec: { readonly path: Path; readonly hash: string } | null;
  readonly outcome: ReviewOutcome;
  readonly stop: Stop | null;
  /** `whole`: enough foreign vendors read all of it. `none`: nobody answered. */
  readonly reading: 'whole' | 'partial' | 'none';
  /** A cap on tokens or money was reached. */
  readonly spent: boolean;
  /** Names of reviewers that answered completely to everything they were asked. */
  readonly complete: readonly string[];
  readonly ledger: readonly LedgerEntry[];
  /** By the id of a finding that is new: which blind readers said it. Rounds of before did not keep them. */
  readonly said?: Readonly<Record<string, readonly string[]>>;
  readonly manifest: Manifest;
  readonly readers: readonly Reader[];
  readonly reasons: readonly string[];
  readonly calls: readonly CallRecord[];
  /** By which a later round knows the same patch again. */
  readonly sketch: readonly string[];
  /** What was read, so that a later round reads only what changed. */
  readonly files: readonly { readonly path: Path; readonly oid: string }[];
  /** Failure models that the reviewers were not asked about, and why. */
  readonly left: readonly { readonly id: string; readonly why: string }[];
  readonly tokens: Tokens;
  readonly money: number;
  readonly ms: number;
  /** From which, with its answers, its verdict can be worked out again. Rounds of before did not keep them. */
  readonly inputs?: RoundInputs;
};

/** Everything else that a round's verdict rests on. What the readers said is in the blobs of its calls. */
export type RoundInputs = {
  /** The tree that was read, by its object id. */
  readonly after: string;
  /** The round whose ledger it went on from. */
  readonly from: string | null;
  /** The loop had stopped for a person: nobody was asked. */
  readonly stopped: boolean;
  /** All of it was read, and not only what had moved. */
  readonly whole: boolean;
  readonly authors: readonly Suspect[];
  readonly available: readonly { readonly name: string; readonly vendor: string; readonly model: string }[];
  readonly choice: ReaderChoice;
  /** Why nobody was available, where the rules alone do not tell. */
  readonly nobody?: string;
  readonly rounds: number;
  readonly sittings: readonly Sitting[];
  readonly detected: readonly Finding[];
  readonly weights: readonly Weight[];
  /** Entries whose lines stand elsewhere by now, or stand again. Rounds of before knew none. */
  readonly brought?: readonly LedgerEntry[];
  /** Ids of open findings whose lines are no longer in the change. */
  readonly vanished: readonly string[];
  readonly waivers: readonly RoundWaiver[];
  readonly bearing: Bearing;
};
/** Who may have written it, and why that is thought. */
export type Suspect = {
  readonly kind: ActorKind;
  readonly agent: string | null;
  readonly vendors: readonly string[];
  readonly evidence: readonly string[];
};
/** Who was to read it, as review/choice.ts came to it. */
export type ReaderChoice = {
  readonly order: readonly { readonly name: string; readonly vendor: string; readonly foreign: boolean }[];
  readonly adds: readonly { readonly name: string; readonly vendor: string; readonly foreign: boolean }[];
  readonly needed: number;
  readonly possible: boolean;
  readonly outage: boolean;
  readonly why: string;
};
/** One reader's way through the change, or through a part of it; its calls follow those of the sitting before it. */
export type Sitting = {
  readonly reviewer: string;
  readonly vendor: string;
  readonly model: string;
  /** `moved`: what had changed since the last round, before all of it was read. */
  readonly part: 'moved' | 'last' | 'aware' | 'refute';
  readonly calls: number;
};
/** What of a failure model decides whether a finding refuses. */
export type Weight = Pick<FailureModel, 'id' | 'blocks' | 'confidence'>;
export type RoundWaiver = {
  readonly target: string;
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly because: string;
  readonly expires: number | null;
};
/** What a round means for whoever pushes: the same round refuses one and informs another. */
export type Bearing = {
  readonly independence: Independence;
  readonly binds: boolean;
  readonly specMissing: boolean;
  /** Failure models that cannot be read. */
  readonly broken: readonly string[];
};
