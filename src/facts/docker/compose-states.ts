import type { Truth } from '../../model/change.ts';
import type { Value } from '../../model/fact.ts';
import type { Observation } from '../analyzer.ts';
import { environmentOfPath } from '../environment.ts';
import type { Certainty } from '../pipelines/states.ts';
import type { Service } from './compose-file.ts';

export type Told = {
  /** `service`, `volume`. */
  readonly type: string;
  readonly name: string;
  readonly line: number;
  readonly certainty: Certainty;
  readonly because: string;
  readonly remedy?: string;
};
type Place = Pick<Service, 'path' | 'edit'>;

export function resource(
  kind: string,
  { path, edit }: Place,
  told: Told,
  stateful: Truth,
  more: Readonly<Record<string, Value>> = {},
): Observation {
  const { line, remedy = '', ...rest } = told;
  return {
    kind,
    subject: `${path}:${told.type}/${told.name}`,
    edit,
    range: { from: line, to: line },
    attributes: {
      technology: 'compose',
      ...rest,
      remedy,
      stateful,
      critical: 'unknown',
      environment: environmentOfPath(path),
      reversible: stateful === false,
      dependents: 'unknown',
      ...more,
    },
  };
}

export function widened({ path, edit }: Place, told: Told, how: 'admin' | 'privilege' | 'public'): Observation {
  const { line, remedy = '', ...rest } = told;
  return {
    kind: 'access.widen',
    subject: `${path}:${told.type}/${told.name}: ${how}`,
    edit,
    range: { from: line, to: line },
    attributes: { technology: 'compose', ...rest, remedy, environment: environmentOfPath(path), how },
  };
}

export function exposed(
  { path, edit }: Place,
  told: Told,
  ports: string,
  reach: { readonly world: Truth; readonly sensitive: boolean },
): Observation {
  const { line, remedy = '', ...rest } = told;
  return {
    kind: 'network.expose',
    subject: `${path}:${told.type}/${told.name}: ${ports}`,
    edit,
    range: { from: line, to: line },
    attributes: { technology: 'compose', ...rest, remedy, environment: environmentOfPath(path), ports, ...reach },
  };
}
