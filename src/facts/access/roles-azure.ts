import type { Observation } from '../analyzer.ts';
import type { ConfigMap, ResourceChange } from '../resource.ts';
import { blocksAt, listOf } from './rule.ts';
import { type Certainty, widen } from './seen.ts';

const STRONG =
  /^(owner|contributor|user access administrator|role based access control administrator|access review operator service role)$/;

/** Roles of Azure: strong ones, and those that reach over a whole subscription. */
export function azureRolesOf(changes: readonly ResourceChange[]): readonly Observation[] {
  const gone = new Set(changes.filter((one) => one.after === null).map((one) => keyOf(one.before?.body)));
  return changes.flatMap((change) => {
    if (change.type === 'azurerm_role_assignment') return gone.has(keyOf(change.after?.body)) ? [] : assignment(change);
    if (change.type === 'azurerm_role_definition') return definition(change);
    return change.type === 'azuread_directory_role_assignment' ? directory(change) : [];
  });
}

function keyOf(body: ConfigMap | undefined): string {
  return JSON.stringify(
    [roleOf(body), body?.['principal_id'], body?.['scope']].map((one) => (typeof one === 'string' ? one : '?')),
  );
}

function roleOf(body: ConfigMap | undefined): string {
  const name = body?.['role_definition_name'];
  if (typeof name === 'string') return name;
  const id = body?.['role_definition_id'];
  return typeof id === 'string' ? (BUILT_IN[id.slice(id.lastIndexOf('/') + 1).toLowerCase()] ?? '?') : '?';
}

const BUILT_IN: Readonly<Record<string, string>> = {
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635': 'Owner',
  'b24988ac-6180-42a0-ab88-20f7382dd24c': 'Contributor',
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9': 'User Access Administrator',
};

type Reach = 'subscription' | 'group' | 'resource' | 'unknown';

function reachOf(body: ConfigMap): Reach {
  const scope = body['scope'];
  if (typeof scope !== 'string') return 'unknown';
  if (/managementGroups\//i.test(scope) || /^\/(subscriptions\/[^/]*)?\/?$/i.test(scope)) return 'subscription';
  return /^\/subscriptions\/[^/]*\/resourceGroups\/[^/]*$/i.test(scope) ? 'group' : 'resource';
}

function assignment(change: ResourceChange): readonly Observation[] {
  const { before, after } = change;
  if (after === null) return [];
  const role = roleOf(after.body);
  const reach = reachOf(after.body);
  const known = before !== null && roleOf(before.body) === role && wideness(reachOf(before.body)) >= wideness(reach);
  if (known) return [];
  const certainty = gradeOf(role, reach);
  if (certainty === null || (before === null && certainty === 'possible')) return [];
  const where =
    reach === 'subscription'
      ? 'on a whole subscription'
      : reach === 'unknown'
        ? 'on a scope not known here'
        : 'on its scope';
  const because = `gives the role ${role} ${where}`;
  const remedy = 'Give a role that holds only what is needed, on the one resource that needs it';
  return [widen(change, ['role_definition_name'], 'admin', { certainty, because, remedy })];
}

function wideness(reach: Reach): number {
  return { subscription: 3, unknown: 2, group: 1, resource: 0 }[reach];
}

function gradeOf(role: string, reach: Reach): Certainty | null {
  if (!STRONG.test(role.toLowerCase())) return 'possible';
  if (reach === 'subscription') return 'certain';
  if (role === 'Contributor') return reach === 'unknown' ? 'likely' : 'possible';
  return 'likely';
}

function definition(change: ResourceChange): readonly Observation[] {
  const had = actionsIn(change.before?.body);
  const added = actionsIn(change.after?.body).filter((one) => !had.includes(one) && !had.includes('*'));
  const strong = added.find((one) => one === '*' || GIVES_ROLES.test(one));
  const shown = strong ?? added.find((one) => one.includes('*')) ?? added[0];
  if (shown === undefined || (change.before === null && strong === undefined)) return [];
  const mild = !shown.includes('*') || /\/read$/i.test(shown);
  const certainty: Certainty = strong !== undefined ? 'certain' : mild ? 'possible' : 'likely';
  const how = strong === undefined ? 'action' : 'admin';
  const remedy = mild && strong === undefined ? '' : 'List the actions that are needed';
  return [widen(change, ['permissions'], how, { certainty, because: `the role may now do ${shown}`, remedy })];
}

const GIVES_ROLES = /^microsoft\.authorization\/(\*|roleassignments\/(\*|write))$/i;

function actionsIn(body: ConfigMap | undefined): readonly string[] {
  return blocksAt(body ?? {}, 'permissions').flatMap(({ map }) =>
    listOf(map['actions'], map['data_actions']).filter((one) => typeof one === 'string'),
  );
}

function directory(change: ResourceChange): readonly Observation[] {
  const role = change.after?.body['role_id'];
  if (change.before !== null || role !== '62e90394-69f5-4237-9190-012177145e10') return [];
  const because = 'makes somebody Global Administrator of the directory';
  return [
    widen(change, ['role_id'], 'admin', {
      certainty: 'certain',
      because,
      remedy: 'Give the one directory role that is needed',
    }),
  ];
}
