import type { Edit, Truth } from '../../model/change.ts';
import type { Value } from '../../model/fact.ts';
import type { Observation } from '../analyzer.ts';
import type { Environment } from '../environment.ts';
import type { SqlConsequence } from './consequence.ts';

export type Seen = {
  readonly edit: Edit;
  readonly technology: string;
  readonly environment: Environment;
  readonly landed: Truth;
  readonly dependents: number | 'unknown';
  /** Where the SQL begins in its file: line 1 of it stands here. */
  readonly line?: number;
};

/** A consequence becomes an observation of the file that holds it. */
export function observed(said: SqlConsequence, seen: Seen): Observation {
  const { technology, environment, landed, edit } = seen;
  const { kind, name, certainty, because, remedy } = said;
  const line = said.line + (seen.line ?? 1) - 1;
  const reason: Readonly<Record<string, Value>> = { technology, certainty, because, remedy, landed, name, environment };
  const rest =
    kind === 'access.widen'
      ? { type: 'grant' }
      : {
          object: said.object,
          reversible: REVERSIBLE[kind] || MADE_AGAIN.has(said.object),
          dependents: seen.dependents,
        };
  return {
    kind,
    subject: name,
    edit,
    range: { from: line, to: line },
    attributes: { ...reason, ...rest, ...said.more },
  };
}

/** Whether the opposite statement brings back what was there. */
const REVERSIBLE: Readonly<Record<SqlConsequence['kind'], boolean>> = {
  'data.drop': false,
  'data.truncate': false,
  'data.delete-all': false,
  'data.rewrite': false,
  'data.rename': true,
  'data.lock': true,
  'data.unprotect': true,
  'access.widen': true,
};

const MADE_AGAIN: ReadonlySet<string> = new Set(['view', 'index', 'routine', 'constraint']);
