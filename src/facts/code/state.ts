import type { Edit } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import type { Sighting } from './sighting.ts';
import { isForTests, type Place } from './where.ts';

/** A sighting that the change brought becomes a fact. */
export function state(edit: Edit, language: string, place: Place, seen: Sighting): Observation {
  const { kind, how, name, range, symbol, certainty, because } = seen;
  const about = [edit.path, symbol || name].filter((one) => one !== '').join(' ');
  return {
    kind,
    subject: `${about} ${how}`,
    edit,
    range,
    attributes: { language, how, symbol, name, test: isForTests(place), certainty, because },
  };
}
