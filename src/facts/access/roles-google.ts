import type { Observation } from '../analyzer.ts';
import { type ConfigMap, type ConfigValue, type ResourceChange, type ResourceState, UNKNOWN } from '../resource.ts';
import { blocksAt, listOf } from './rule.ts';
import { type At, type Reason, type How, widen } from './seen.ts';

type Grant = { readonly role: string; readonly member: string; readonly at: At };
const ANYONE = /^(allUsers|allAuthenticatedUsers)$/;

/** Roles of Google: who gets which, on what. */
export function googleRolesOf(changes: readonly ResourceChange[]): readonly Observation[] {
  const ours = changes.filter(({ type }) => /^(data\.)?google_/.test(type));
  const gone = new Set(ours.flatMap((change) => missing(change).map(keyOf)));
  return ours.flatMap((change) => {
    const had = new Set(grantsIn(change, change.before).map(keyOf));
    const added = grantsIn(change, change.after).filter((one) => !had.has(keyOf(one)) && !gone.has(keyOf(one)));
    return [...added.flatMap((grant) => judged(change, grant)), ...customRole(change)];
  });
}

function missing(change: ResourceChange): readonly Grant[] {
  const now = new Set(grantsIn(change, change.after).map(keyOf));
  return grantsIn(change, change.before).filter((one) => !now.has(keyOf(one)));
}

function keyOf({ role, member }: Grant): string {
  return `${role} ${member}`;
}

function grantsIn({ type }: ResourceChange, state: ResourceState | null): readonly Grant[] {
  if (state === null) return [];
  const { body } = state;
  if (/_iam_(member|binding)$/.test(type)) return of(body, []);
  if (type === 'data.google_iam_policy') return blocksAt(body, 'binding').flatMap(({ map, at }) => of(map, at));
  if (/_access_control$|_acl_rule$/.test(type)) return entity(body, []);
  if (type.endsWith('_acl')) {
    const listed = listOf(body['role_entity']).flatMap((one) => (typeof one === 'string' ? [one.split(':')] : []));
    return listed.map(([role = '', member = '']) => ({ role, member, at: ['role_entity'] }));
  }
  if (/^google_bigquery_dataset(_access)?$/.test(type))
    return [...dataset(body, []), ...blocksAt(body, 'access').flatMap(({ map, at }) => dataset(map, at))];
  return [];
}

function of(map: ConfigMap, at: At): readonly Grant[] {
  const role = typeof map['role'] === 'string' ? map['role'] : '?';
  return listOf(map['member'], map['members']).flatMap((one): readonly Grant[] => {
    const member = one === UNKNOWN ? '?' : one;
    return typeof member === 'string' ? [{ role, member, at: [...at, 'member' in map ? 'member' : 'members'] }] : [];
  });
}

function entity(map: ConfigMap, at: At): readonly Grant[] {
  const { role, entity: member } = map;
  return typeof member === 'string'
    ? [{ role: typeof role === 'string' ? role : 'READER', member, at: [...at, 'entity'] }]
    : [];
}

function dataset(map: ConfigMap, at: At): readonly Grant[] {
  const members: readonly ConfigValue[] = listOf(map['special_group'], map['iam_member']);
  const role = typeof map['role'] === 'string' ? map['role'] : 'READER';
  return members.flatMap((member) => (typeof member === 'string' ? [{ role, member, at }] : []));
}

function judged(change: ResourceChange, { role, member, at }: Grant): readonly Observation[] {
  const say = (how: How, certainty: Reason['certainty'], because: string, remedy: string): readonly Observation[] => [
    widen(change, at, how, { certainty, because, remedy }),
  ];
  const who = member === '?' ? 'somebody' : member;
  if (ANYONE.test(member))
    return say(
      'public',
      'certain',
      `gives ${role} to anyone on the internet (${member})`,
      'Name the members that need it',
    );
  const wide =
    /^google_(project|organization|folder|billing_account)_iam_/.test(change.type) || change.type.startsWith('data.');
  if (/^roles\/(owner|editor)$/.test(role)) return say('admin', 'certain', `gives ${role} to ${who}`, PREDEFINED);
  if (PRIVILEGED.test(role))
    return say(
      'privilege',
      wide ? 'certain' : 'likely',
      `gives ${role} to ${who}, with which any other right can be had`,
      PREDEFINED,
    );
  if (/admin$/i.test(role) && wide)
    return say('admin', 'likely', `gives ${role} to ${who} on all there is in it`, PREDEFINED);
  if (member.startsWith('domain:'))
    return say(
      'principal',
      'likely',
      `gives ${role} to everybody of ${member.slice(7)}`,
      'Name a group of those that need it',
    );
  return change.before === null ? [] : say('principal', 'possible', `gives ${role} to ${who}`, '');
}

const PREDEFINED = 'Give a role that holds only what is needed, on the one resource that needs it';
const PRIVILEGED =
  /^roles\/(iam\.(securityAdmin|serviceAccountAdmin|serviceAccountKeyAdmin|serviceAccountTokenCreator|serviceAccountUser|organizationRoleAdmin|roleAdmin|workloadIdentityPoolAdmin)|resourcemanager\.(organizationAdmin|projectIamAdmin|folderAdmin|folderIamAdmin)|orgpolicy\.policyAdmin)$/;

function customRole(change: ResourceChange): readonly Observation[] {
  if (!change.type.endsWith('_iam_custom_role') || change.after === null) return [];
  const had = listOf(change.before?.body['permissions']);
  const added = listOf(change.after.body['permissions']).filter((one) => !had.includes(one));
  const strong = added.find(
    (one) =>
      typeof one === 'string' &&
      /\.setIamPolicy$|^iam\.(serviceAccountKeys\.create|serviceAccounts\.(actAs|getAccessToken|implicitDelegation))$/.test(
        one,
      ),
  );
  const first = strong ?? added[0];
  if (first === undefined || (strong === undefined && change.before === null)) return [];
  const name = typeof first === 'string' ? first : 'something not known here';
  const because =
    strong === undefined
      ? `the role now holds ${name}`
      : `the role now holds ${name}, with which any other right can be had`;
  return [
    widen(change, ['permissions'], strong === undefined ? 'action' : 'privilege', {
      certainty: strong === undefined ? 'possible' : 'likely',
      because,
      remedy: '',
    }),
  ];
}
