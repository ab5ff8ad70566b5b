import type { Edit, Truth } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import { environmentOf, environmentOfPath, type Environment } from '../environment.ts';
import type { Effect } from './effect.ts';

export type Where = { readonly edit: Edit; readonly line: number; readonly hosts: string };

/** An effect in the edit that has it. What a task destroys is there, whether the file that says so has landed or not. */
export function stated(effect: Effect, where: Where, landed: Truth = true): Observation {
  const { kind, type, name, certainty, because, remedy, more } = effect;
  const { edit, line, hosts } = where;
  const reason = {
    technology: 'ansible',
    certainty,
    because,
    remedy,
    landed,
    name,
    environment: environmentAt(edit, hosts),
  };
  const isData = kind === 'data.drop' || kind === 'data.truncate';
  const counted = kind === 'access.widen' || kind === 'network.expose' ? {} : { dependents: 'unknown' };
  return {
    kind,
    subject: `${edit.path}: ${type} ${name}`,
    edit,
    range: { from: line, to: line },
    attributes: { ...reason, ...(isData ? {} : { type }), ...more, ...counted },
  };
}

/** Of what a play runs on before where it lies; a scenario of molecule runs in a container. */
export function environmentAt({ path }: Edit, hosts: string): Environment {
  if (/(^|\/)molecule\//.test(path)) return 'test';
  const told = environmentOf(hosts);
  return told === 'unknown' ? environmentOfPath(path) : told;
}
