import type { Edit, Path } from '../../model/change.ts';

/** A job of any pipeline, on one side of a change, as far as its checks and deployments go. */
export type Job = {
  readonly path: Path;
  /** The edit it stands in; null where the file did not change. */
  readonly edit: Edit;
  readonly id: string;
  readonly name: string;
  readonly line: number;
  readonly steps: readonly Step[];
  /** Why its failure does not count (`allow_failure`), or that it never runs; null where it counts. */
  readonly soft: string | null;
};

export type Step = {
  readonly name: string;
  readonly line: number;
  readonly run: string | null;
  /** Line of the first line of `run`. */
  readonly runLine: number;
  /** An action, an orb, a pipe, a template: `owner/name@ref`. */
  readonly uses: string | null;
  readonly inputs: ReadonlyMap<string, string>;
  readonly soft: string | null;
};

/** Everything a job says it does, for the question what it is for. */
export function textOfJob(job: Job): string {
  const steps = job.steps.map((step) => `${step.name}\n${step.uses ?? ''}\n${step.run ?? ''}`);
  return `${job.id}\n${job.name}\n${steps.join('\n')}`;
}
