import type { Invocation } from './invocation.ts';

type Certainty = Invocation['certainty'];

/** Of what runs only where something else does. */
export function weaker(one: Certainty, other: Certainty): Certainty {
  if (one === 'possible' || other === 'possible') return 'possible';
  return one === 'certain' ? other : one;
}
