import type { Fact } from '../model/fact.ts';
import type { FailureModel } from '../model/failure-model.ts';

/** The fact is what this failure model describes, where the model applies. */
export function meetsDetector(fact: Fact, { detector, matches, languages }: FailureModel): boolean {
  if (detector === null || fact.kind !== detector.fact || !matches(fact.where.path)) return false;
  const { language } = fact.attributes;
  if (languages.length > 0 && typeof language === 'string' && language !== 'unknown' && !languages.includes(language))
    return false;
  return Object.entries(detector.attributes).every(([name, values]) => {
    const value = fact.attributes[name];
    return value !== undefined && values.includes(value);
  });
}
