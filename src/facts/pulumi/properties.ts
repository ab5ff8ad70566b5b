import type { Observation } from '../analyzer.ts';
import { environmentOfPath } from '../environment.ts';
import { settle } from '../programs/settle.ts';
import type { ConfigMap, ResourceChange } from '../resource.ts';
import { consequencesOf } from '../terraform/consequences.ts';
import type { Difference, Placed } from './differ.ts';
import { subjectOf } from './finding.ts';
import { listed } from './guards.ts';
import { terraformType } from './terraform-type.ts';
import { type Unit, lineOf } from './unit.ts';
import { terraformWord } from './words.ts';

/** What properties do: the libraries are made of the providers of Terraform, and what is known of those holds. */
export function propertyFacts({ stays, lost, fresh }: Difference, table: unknown): readonly Observation[] {
  const changes = [
    ...stays.flatMap(({ was, now }) => changeOf(was, now, table)),
    ...lost
      .filter(({ was }) => was.unit.options['retainOnDelete'] !== true)
      .flatMap(({ was }) => changeOf(was, null, table)),
    ...fresh.flatMap((now) => changeOf(null, now, table)),
  ];
  const types = new Map(
    [...stays.map(({ now }) => now), ...lost.map(({ was }) => was), ...fresh].map((one) => [
      subjectOf(one),
      one.unit.type,
    ]),
  );
  return consequencesOf(changes, table).map((seen) => ({
    ...seen,
    attributes: {
      ...seen.attributes,
      technology: 'pulumi',
      type: types.get(seen.subject) ?? seen.attributes['type'] ?? '',
    },
  }));
}

export function changeOf(was: Placed | null, now: Placed | null, table: unknown): readonly ResourceChange[] {
  const main = now ?? was;
  const type = main ? knownType(main.unit, table) : null;
  const [before, after] = [bodyOf(was), bodyOf(now)];
  if (!main || type === null || before === null || after === null) return [];
  const [then, later] = was && now ? settle(before, after) : [before, after];
  const ignored = listed(main.unit.options['ignoreChanges']).map((path) => terraformWord(path.split(/[.[]/)[0] ?? ''));
  return [
    {
      technology: 'pulumi',
      type,
      subject: subjectOf(main),
      name: main.unit.name,
      before: was ? stateOf(was, without(then, ignored)) : null,
      after: now ? stateOf(now, without(later, ignored)) : null,
      edit: main.edit,
      environment: environmentOfPath(main.unit.path),
      landed: (was ?? main).edit.landed,
      dependents: 'unknown',
    },
  ];
}

function knownType({ type, isComponent }: Unit, table: unknown): string | null {
  return isComponent || type.endsWith('.Provider') ? null : terraformType(type, table);
}

/** Of one that is not there: nothing; of one whose arguments come from elsewhere: null. */
function bodyOf(one: Placed | null): ConfigMap | null {
  return one === null ? {} : one.unit.body;
}

function stateOf({ unit }: Placed, body: ConfigMap): NonNullable<ResourceChange['before']> {
  return {
    path: unit.path,
    range: { from: unit.from, to: unit.to },
    body,
    lineOf: (property) => lineOf(unit, property),
  };
}

function without(body: ConfigMap, ignored: readonly string[]): ConfigMap {
  return Object.fromEntries(Object.entries(body).filter(([key]) => !ignored.includes(key)));
}
