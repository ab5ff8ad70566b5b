import type { Value } from '../../model/fact.ts';

export type Dialect = 'postgresql' | 'mysql' | 'sqlite' | 'mssql' | 'oracle' | 'unknown';

/** What one statement does to a database, before it becomes a fact of the file that holds it. */
export type SqlConsequence = {
  readonly kind:
    | 'data.drop'
    | 'data.truncate'
    | 'data.delete-all'
    | 'data.rewrite'
    | 'data.rename'
    | 'data.lock'
    | 'data.unprotect'
    | 'access.widen';
  /** Word of kinds.ts: `table`, `column`, `row`… */
  readonly object: string;
  /** `orders`, `orders.note`; lower case where the dialect folds, without quotes. */
  readonly name: string;
  /** Line of the statement within the SQL text, from 1. */
  readonly line: number;
  readonly certainty: 'certain' | 'likely' | 'possible';
  readonly because: string;
  readonly remedy: string;
  /** Dropped and made again by the same text, as a script that sets up from nothing does. */
  readonly remade?: true;
  /** Attributes of this kind alone: `lossy`, `how`. */
  readonly more?: Readonly<Record<string, Value>>;
};
