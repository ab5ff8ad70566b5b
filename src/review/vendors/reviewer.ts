import type { Tokens } from '../../model/review.ts';

/** One question. The prefix is the same for every part of a change and every round, so that vendors can keep it. */
export type Question = {
  readonly model: string;
  /** What we are and what is asked: never a word of the change. */
  readonly system: string;
  /** Failure models and spec. */
  readonly prefix: string;
  /** The diff and what is open. */
  readonly prompt: string;
  /** JSON Schema of the answer: closed objects, every field required, so that each vendor's strict mode takes it. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly schemaName: string;
  readonly mostOutput: number;
};

/** Where it goes and with what. INVARIANT: nothing is read from the environment below this line. */
export type Line = {
  /** Base address; null is the vendor's own. For programs the path of one: by the user's configuration, never the repository's. */
  readonly url: string | null;
  readonly key: string | null;
  /** Programs get these variables and no others. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

/** What came back, before anybody believed it. */
export type Reply =
  | {
      readonly kind: 'said';
      readonly text: string;
      /** Only `whole` was finished by the model itself. */
      readonly end: 'whole' | 'truncated' | 'refused' | 'filtered' | 'unclear';
      readonly served: string | null;
      /** `input` is all that was read, `cached` how much of it the vendor had kept. Zeros: it told nothing. */
      readonly tokens: Tokens;
      readonly requestId: string | null;
    }
  | {
      readonly kind: 'failed';
      /** `unauthorized`, `no-credit`, `rate-limited`, `overloaded`, `too-large`, `bad-request`, `not-found`, `server`, `network`, `timeout`, `garbled`, `missing-program`; of ours: `budget`, `cancelled`. */
      readonly cause: string;
      readonly why: string;
      /** Worth another try in so many milliseconds; null: never. */
      readonly retryAfter: number | null;
      readonly requestId: string | null;
    };

/** One way to reach models. One try: retries, deadlines and budgets are ours (ask.ts). */
export type Vendor = {
  readonly id: string;
  readonly title: string;
  /** Whose models these are; null: whoever configures it declares it. */
  readonly vendor: string | null;
  /** The environment variables in which users keep its key; of a program those that its login needs. */
  readonly keys: readonly string[];
  /** Its own address; null for programs and for servers of one's own. */
  readonly host: string | null;
  readonly ask: (question: Question, line: Line) => Promise<Reply>;
  /** A request that costs next to nothing and shows whether key, address and model are right. */
  readonly check: (model: string, line: Line) => Promise<Reply>;
};
