import { type ConfigValue, UNKNOWN, isKnown, showValue } from '../resource.ts';
import { isReference } from '../programs/settle.ts';
import type { Lost, Stay } from './differ.ts';
import type { Finding } from './finding.ts';
import { terraformType } from './terraform-type.ts';
import { type Unit, lineOf } from './unit.ts';

/** A resource that the program no longer makes, or makes under another name or type. */
export function lostFate({ was, heir }: Lost, table: unknown): readonly Finding[] {
  const { unit, edit } = was;
  if (unit.options['retainOnDelete'] === true) return [];
  const isSure = !isReference(unit.name) && edit.after !== null && !unit.isComponent;
  const base = { of: was, line: unit.from, certainty: isSure ? 'certain' : 'likely' } as const;
  if (!heir) {
    const guarded = unit.options['protect'] === true ? '; only "protect" would still stop the update' : '';
    const because = `the program no longer makes it${guarded}`;
    const remedy = 'deploy it with "retainOnDelete: true" first; what then leaves the program stays in the cloud';
    return [{ ...base, kind: 'infra.destroy', because, remedy }];
  }
  if (heir.unit.type === unit.type) {
    const because = `destroyed and created anew: its name changes from "${unit.name}" to "${heir.unit.name}"`;
    return [{ ...base, kind: 'infra.replace', because, remedy: `aliases: [{ name: "${unit.name}" }]` }];
  }
  // `BucketV2` became `Bucket`: the library knows its own former names
  const isSame = terraformType(heir.unit.type, table) === terraformType(unit.type, table);
  const because = `destroyed and created anew: its type changes from ${unit.type} to ${heir.unit.type}`;
  const remedy = `aliases: [{ type: "${tokenOf(unit.type)}" }]`;
  return [{ ...base, kind: 'infra.replace', because, remedy, certainty: isSame ? 'possible' : base.certainty }];
}

/** `aws.rds.Instance` as it stands in a URN: `aws:rds/instance:Instance`. */
function tokenOf(type: string): string {
  const [library = '', ...rest] = type.split('.');
  const name = rest.at(-1) ?? '';
  const file = name.slice(0, 1).toLowerCase() + name.slice(1);
  return rest.length > 1
    ? `${library}:${rest.slice(0, -1).join('/')}/${file}:${name}`
    : `${library}:index/${file}:${name}`;
}

/** What becomes of one that is still made. */
export function stayFate(stay: Stay): readonly Finding[] {
  return [...conditionFate(stay), ...loopFate(stay), ...parentFate(stay), ...providerFate(stay), ...regionFate(stay)];
}

function conditionFate({ was, now }: Stay): readonly Finding[] {
  const added = now.unit.conditions.filter((one) => !was.unit.conditions.includes(one));
  const [first] = added;
  if (first === undefined) return [];
  // one condition in the place of another: it may mean the same
  if (
    was.unit.conditions.length >= now.unit.conditions.length &&
    first.startsWith('not (') === was.unit.conditions.some((one) => one.startsWith('not ('))
  )
    return [];
  const because = `it is only made if ${first}`;
  return [
    {
      kind: 'infra.destroy',
      of: now,
      line: now.unit.from,
      certainty: 'possible',
      because,
      remedy: 'make it without a condition, as before',
    },
  ];
}

function loopFate({ was, now }: Stay): readonly Finding[] {
  const [then, later]: readonly Unit['each'][] = [was.unit.each, now.unit.each];
  if (!Array.isArray(then) || !Array.isArray(later) || !isKnown(then) || !isKnown(later)) return [];
  const kept = new Set(later.map(spelled));
  const gone = then.filter((one: ConfigValue) => !kept.has(spelled(one)));
  const [first] = gone;
  if (first === undefined) return [];
  const what = gone.length === 1 ? showValue('item', first) : `${gone.length} of ${then.length}`;
  const because = `the list it is made for loses ${what}`;
  return [
    {
      kind: 'infra.destroy',
      of: now,
      line: now.unit.from,
      certainty: 'certain',
      because,
      remedy: 'keep the list as it was',
    },
  ];
}

type Value = ConfigValue | undefined;
const pairOf = (then: Value, later: Value): readonly [Value, Value] => [then, later];

function spelled(value: ConfigValue): string {
  return JSON.stringify(value === UNKNOWN ? '?' : value);
}

/** The parent is part of what the engine knows a resource by. */
function parentFate({ was, now, isAliased }: Stay): readonly Finding[] {
  const [then, later] = pairOf(was.unit.options['parent'], now.unit.options['parent']);
  if (spelled(then ?? null) === spelled(later ?? null) || isAliased || now.unit.options['aliases'] !== undefined)
    return [];
  const certainty = then === undefined || later === undefined ? 'likely' : 'possible';
  const because = `must be replaced: its parent changes from ${bare(then)} to ${bare(later)}, which changes its URN`;
  const remedy =
    then === undefined ? 'aliases: [{ parent: pulumi.rootStackResource }]' : `aliases: [{ parent: ${bare(then)} }]`;
  return [{ kind: 'infra.replace', of: now, line: lineOf(now.unit, ['parent']), certainty, because, remedy }];
}

function bare(value: ConfigValue | undefined): string {
  return typeof value === 'string' ? value.replace(/^\$\{(.*)\}$/, '$1') : 'none';
}

function providerFate({ was, now }: Stay): readonly Finding[] {
  const [then, later] = pairOf(was.unit.options['provider'], now.unit.options['provider']);
  if (spelled(then ?? null) === spelled(later ?? null)) return [];
  const because = `may have to be replaced: its provider changes from ${bare(then)} to ${bare(later)}`;
  return [
    {
      kind: 'infra.replace',
      of: now,
      line: lineOf(now.unit, ['provider']),
      certainty: 'possible',
      because,
      remedy: 'keep the provider',
    },
  ];
}

/** Another region, project or cluster: everything it holds is made anew there. */
function regionFate({ was, now }: Stay): readonly Finding[] {
  if (!/(^|\.)Provider$/.test(now.unit.type) || was.unit.body === null || now.unit.body === null) return [];
  return ['region', 'project', 'zone', 'location', 'subscription_id', 'context', 'cluster'].flatMap(
    (property): readonly Finding[] => {
      const [then, later] = pairOf(was.unit.body?.[property], now.unit.body?.[property]);
      if (then === undefined || later === undefined || spelled(then) === spelled(later)) return [];
      const isSure = !isReference(then) && !isReference(later);
      const because = `all it makes must be replaced: ${property} changes from ${showValue(property, then)} to ${showValue(property, later)}`;
      const remedy = 'add a provider of its own for the other place';
      return [
        {
          kind: 'infra.replace',
          of: now,
          line: lineOf(now.unit, [property]),
          certainty: isSure ? 'likely' : 'possible',
          because,
          remedy,
        },
      ];
    },
  );
}
