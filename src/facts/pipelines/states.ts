import type { Edit, Truth } from '../../model/change.ts';
import type { Value } from '../../model/fact.ts';
import type { Observation } from '../analyzer.ts';
import type { DestructiveCommand } from '../commands-in-text.ts';
import { environmentOfPath, type Environment } from '../environment.ts';

export type Certainty = 'certain' | 'likely' | 'possible';

/** What is said about a pipeline, before it is known of which kind. */
export type Said = {
  readonly technology: string;
  readonly edit: Edit;
  readonly line: number | null;
  /** Path, job, and what in it: unique enough to approve. */
  readonly subject: string;
  readonly name: string;
  readonly certainty: Certainty;
  readonly because: string;
  readonly remedy?: string;
  readonly landed?: Truth;
};

export function gateRemoved(said: Said, gate: string): Observation {
  return state('pipeline.gate-remove', said, { gate });
}

export function permissionWidened(said: Said, permission: string): Observation {
  return state('pipeline.permission-widen', said, { permission });
}

export type How = 'trigger' | 'injection' | 'action' | 'image' | 'script' | 'runner' | 'secret';

export function untrustedRun(said: Said, how: How): Observation {
  return state('pipeline.untrusted-run', said, { how });
}

function state(kind: string, said: Said, more: Readonly<Record<string, Value>>): Observation {
  const { technology, edit, line, subject, name, certainty, because, remedy = '', landed } = said;
  const attributes = { technology, name, certainty, because, remedy, ...more };
  return {
    kind,
    subject,
    edit,
    range: line === null ? null : { from: line, to: line },
    attributes: landed === undefined ? attributes : { ...attributes, landed },
  };
}

/** A destructive command in a file that somebody or something will run. What it destroys is there whether the file has landed or not. */
export function destroyedBy(
  edit: Edit,
  command: DestructiveCommand,
  where: { readonly line: number; readonly certainty: Certainty; readonly environment?: Environment },
): Observation {
  return {
    kind: 'infra.destroy',
    subject: `${edit.path}: ${command.command}`,
    edit,
    range: { from: where.line, to: where.line },
    attributes: {
      technology: command.technology,
      type: 'command',
      name: command.subject,
      certainty: where.certainty,
      because: command.because,
      remedy: 'Run it by hand, once, with somebody watching, after its plan or dry run was read',
      landed: true,
      stateful: command.stateful,
      critical: 'unknown',
      environment: where.environment ?? environmentOfPath(edit.path),
      reversible: false,
      dependents: 'unknown',
    },
  };
}

/** Could not look: INVARIANT: a broken file never turns a refusal into silence. */
export function notRead(edit: Edit, technology: string, line: number, message: string): Observation {
  return {
    kind: 'unreadable',
    subject: edit.path,
    edit,
    range: { from: line, to: line },
    attributes: { what: technology, why: message },
  };
}
