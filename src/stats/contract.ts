import type { ActorKind } from '../model/actor.ts';
import type { Path } from '../model/change.ts';
import type { Levels } from '../model/level.ts';
import type { Setting } from './counterfactual.ts';
import type { Said } from './laws.ts';

/** One labelled statement of a contract. */
export type Heard = Said & {
  readonly id: string;
  /** When it was said first: what it tells is of the gate as it was set then. */
  readonly ts: number;
  readonly who: ActorKind;
  readonly by: 'rule' | 'detector' | 'reviewer';
  readonly confidence: number | null;
  /** The criterion it cites, by the name of its contract; empty where it cites none. */
  readonly criterion: string;
  /** Statements that stand and fall together. */
  readonly cluster: string;
};

/** What can be turned, as it is set now, and what people have said of it. */
export type RuleContract = {
  readonly kind: 'rule';
  readonly id: string;
  readonly levels: Levels;
  /** Why nobody may propose to relax it; empty where one may. */
  readonly held: string;
  readonly heard: readonly Heard[];
};

export type ModelContract = {
  readonly kind: 'failure-model';
  readonly id: string;
  readonly set: Setting;
  readonly heard: readonly Heard[];
  /** Of seeded defects. */
  readonly trials: readonly { readonly ts: number; readonly isHit: boolean }[];
};

export type CriterionContract = {
  readonly kind: 'criterion';
  readonly spec: Path;
  readonly criterion: string;
  /** The question stands there already. */
  readonly isAsked: boolean;
  readonly heard: readonly Heard[];
};

export type Contract = RuleContract | ModelContract | CriterionContract;

/** By which a turned knob is known again: a spec's criteria are turned one by one. */
export function nameOf(contract: Contract): string {
  return contract.kind === 'criterion' ? criterionName(contract.spec, contract.criterion) : contract.id;
}

export function criterionName(spec: Path, criterion: string): string {
  return `${spec}#${criterion}`;
}
