import type { Edit } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import { bodyOf, evaluateBody } from './body-of.ts';
import type { Survivor } from './difference.ts';
import type { Group } from './expand.ts';
import { stated } from './finding.ts';
import { type Root, dependents, environmentIn, landedOf, placeOf, subjectOf } from './root.ts';
import { NO_BINDINGS, type Scope } from './scope.ts';
import { type Expression, stepsOf } from './syntax.ts';
import { render, spelled } from './value.ts';
import { weightOf } from './weight.ts';

/** Where a provider makes things: another one of these is another place, and nothing of before is found there. */
const PLACE = [
  'region',
  'location',
  'project',
  'account_id',
  'subscription_id',
  'tenant_id',
  'allowed_account_ids',
  'host',
  'hostname',
  'endpoint',
  'server',
  'address',
  'organization',
  'org_name',
  'owner',
  'site',
  'config_context',
  'cluster_name',
  'vcenter_server',
];

type Placed = { readonly key: string; readonly place: ReadonlyMap<string, string> };

/** Resources that stay and are made somewhere else from now on: another alias, or the same with another region. */
export function relocatedIn(root: Root, cause: Edit): readonly Observation[] {
  const known = { before: new Map<string, Placed>(), after: new Map<string, Placed>() };
  const seen = new Set<string>();
  return root.difference.survivors.flatMap((one) => {
    const { address } = one.after.group;
    if (seen.has(address)) return [];
    seen.add(address);
    return relocated(root, one, cause, known);
  });
}

type Known = Readonly<Record<'before' | 'after', Map<string, Placed>>>;

function relocated(root: Root, one: Survivor, cause: Edit, known: Known): readonly Observation[] {
  const was = placedAt(root.beforeScope, one.before.group, known.before);
  const is = placedAt(root.afterScope, one.after.group, known.after);
  const because = difference(was, is);
  if (because === null) return [];
  const { group } = one.after;
  // what caused it is the provider's own block unless the resource names another one
  const declared =
    was.key === is.key ? (root.afterScope?.module.providers.get(is.key) ?? group.declared) : group.declared;
  const { edit, range } = placeOf(root, declared, 'after', cause);
  return [
    stated({
      kind: 'infra.replace',
      subject: subjectOf(root, group.address),
      type: group.type,
      name: group.address,
      edit,
      range,
      weight: weightOf(group.type),
      environment: environmentIn(root, bodyOf(one.after)),
      landed: landedOf(root, one.before.group, edit),
      dependents: dependents(root, group.address),
      because,
      remedy: `Keep ${group.address} with ${was.key}, and declare another resource for the other place`,
      certainty: was.place.size > 0 && is.place.size > 0 ? 'certain' : 'likely',
    }),
  ];
}

function difference(was: Placed, is: Placed): string | null {
  const keys = [...new Set([...was.place.keys(), ...is.place.keys()])];
  const changed = keys.find((key) => was.place.get(key) !== is.place.get(key));
  if (was.key !== is.key) {
    // two names for one place
    if (changed === undefined && keys.length > 0) return null;
    return `its provider goes from ${was.key} to ${is.key}: it is created there anew, and what ${was.key} made is destroyed or lost from sight`;
  }
  if (changed === undefined) return null;
  const from = was.place.get(changed);
  const to = is.place.get(changed);
  // said by a variable of the environment until now, or from now on: the same place as far as anybody can tell
  if (from === undefined || to === undefined || from.includes('\uE000') || to.includes('\uE000')) return null;
  return `provider ${is.key} goes from ${changed} ${from} to ${to}: what is there is no longer found, and all of it is created anew`;
}

function placedAt(root: Scope | null, { type, declared, scope }: Group, known: Map<string, Placed>): Placed {
  const key = scope.provider(providerOf(type, declared.block.body.attributes.get('provider')?.expression));
  const there = known.get(key);
  if (there || !root) return there ?? { key, place: new Map() };
  const block = root.module.providers.get(key)?.block;
  const body = block ? evaluateBody(block.body, root, NO_BINDINGS, false) : {};
  const place = new Map(
    PLACE.flatMap((name): readonly [string, string][] =>
      body[name] === undefined ? [] : [[name, textOf(body[name])]],
    ),
  );
  const placed = { key, place };
  known.set(key, placed);
  return placed;
}

function textOf(value: Parameters<typeof render>[0]): string {
  return typeof value === 'string' ? value : render(value);
}

/** `provider = aws.west`, else the first word of the type. */
export function providerOf(type: string, expression: Expression | undefined): string {
  const path = expression ? stepsOf(expression) : null;
  if (path) return [path.root, ...path.steps.map((step) => ('name' in step ? step.name : spelled('*')))].join('.');
  if (expression?.kind === 'value' && typeof expression.value === 'string') return expression.value;
  return type.slice(0, Math.max(0, type.indexOf('_'))) || type;
}
