import { isRecord } from '../../model/json.ts';
import type { Body } from './fields.ts';

/** Programs call small models for titles and the like: the one that said most is the one that answered. */
export function mostUsed(models: Body, asked: string, output: (one: Body) => number): string | null {
  const used = Object.entries(models).flatMap(([name, one]) => (isRecord(one) ? [{ name, said: output(one) }] : []));
  const most = Math.max(0, ...used.map(({ said }) => said));
  const first = used.filter(({ said }) => said === most);
  return (first.find(({ name }) => name === asked) ?? first[0])?.name ?? null;
}
