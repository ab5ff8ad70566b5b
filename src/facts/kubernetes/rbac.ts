import type { Certainty, Finding, How } from './finding.ts';
import type { KubeObject } from './manifest.ts';
import { at, itemsOf, lineAt, textAt, textsOf, type Place } from './node.ts';

/** `before` is null where the object is new. */
export function checkRbac(before: KubeObject | null, after: KubeObject): readonly Finding[] {
  if (/^(Cluster)?Role$/.test(after.kind)) return ofRules(before, after);
  if (/^(Cluster)?RoleBinding$/.test(after.kind)) return ofBinding(before, after);
  return [];
}

type Gain = { readonly what: string; readonly how: How; readonly line: number | null; readonly full: boolean };

function ofRules(before: KubeObject | null, after: KubeObject): readonly Finding[] {
  const had = new Set(
    rulesOf(before)
      .flatMap(gainsOf)
      .map(({ what }) => what),
  );
  // who may already do everything gains nothing by a rule that says less
  if (had.has(EVERYTHING)) return [];
  const gains = new Map(
    rulesOf(after)
      .flatMap(gainsOf)
      .filter(({ what }) => !had.has(what))
      .map((gain) => [gain.what, gain]),
  );
  return [...gains.values()].map(({ what, how, line, full }): Finding => {
    // an operator that is added brings a role with a wildcard of its own group
    const certainty: Certainty = before === null && !full ? 'possible' : 'certain';
    const because = before === null ? `a new role ${what}` : `its rules gain: ${what}`;
    return { kind: 'access.widen', how, because, line, certainty, remedy: 'name the verbs and resources it needs' };
  });
}

const EVERYTHING = 'may do everything to everything';

function rulesOf(object: KubeObject | null): readonly Place[] {
  return itemsOf(at(object?.node, 'rules'));
}

function gainsOf(rule: Place): readonly Gain[] {
  const [groups, resources, verbs] = ['apiGroups', 'resources', 'verbs'].map((key) => textsOf(at(rule, key)));
  if (!groups || !resources || !verbs) return [];
  const on = resources.slice(0, 3).join(', ') || textsOf(at(rule, 'nonResourceURLs')).join(', ');
  const gain: Make = (what, how, key, full = false) => ({ what, how, line: lineAt(rule, key), full });
  if ([groups, resources, verbs].every((list) => list.includes('*'))) return [gain(EVERYTHING, 'admin', 'verbs', true)];
  return [
    ...(verbs.includes('*') ? [gain(`may do everything to ${on}`, 'action', 'verbs')] : []),
    ...(resources.includes('*')
      ? [gain(`may ${verbs.slice(0, 3).join(', ')} all resources`, 'resource', 'resources')]
      : []),
    ...(groups.includes('*') ? [gain(`may use ${on} of every API group`, 'resource', 'apiGroups')] : []),
    ...verbs
      .filter((verb) => /^(escalate|bind|impersonate)$/.test(verb))
      .map((verb) => gain(`may ${verb} ${on}`, 'admin', 'verbs', true)),
    ...sensitiveGains(resources, verbs, textsOf(at(rule, 'resourceNames')).length > 0, gain),
  ];
}

type Make = (what: string, how: How, key: string, full?: boolean) => Gain;

/** Resources through which more can be had than they are. */
function sensitiveGains(
  resources: readonly string[],
  verbs: readonly string[],
  isNamed: boolean,
  gain: Make,
): readonly Gain[] {
  const writes = verbs.some((verb) => /^(\*|create|update|patch)$/.test(verb));
  const reads = verbs.some((verb) => /^(\*|get|list|watch)$/.test(verb));
  return [
    ...(reads && !isNamed && resources.includes('secrets') ? [gain('may read secrets', 'resource', 'resources')] : []),
    ...(writes && resources.some((one) => ENTRIES.test(one))
      ? [gain(`may enter pods or mint tokens (${resources.slice(0, 3).join(', ')})`, 'admin', 'resources')]
      : []),
    ...(writes && resources.some((one) => ROLES.test(one)) ? [gain('may hand out roles', 'admin', 'resources')] : []),
  ];
}

const ENTRIES = /^(pods\/exec|pods\/attach|nodes\/proxy|serviceaccounts\/token)$/;
const ROLES = /^(clusterrolebindings|rolebindings|clusterroles|roles)$/;

const ADMIN = /^(cluster-admin|admin|system:masters)$/;
const ANYBODY = /^system:(anonymous|unauthenticated|authenticated|serviceaccounts)$/;

function ofBinding(before: KubeObject | null, after: KubeObject): readonly Finding[] {
  const role = textAt(after.node, 'roleRef', 'name');
  const had = new Set(itemsOf(at(before?.node, 'subjects')).map(whoOf));
  const raised = before !== null && textAt(before.node, 'roleRef', 'name') !== role;
  return itemsOf(at(after.node, 'subjects')).flatMap((subject): readonly Finding[] => {
    const who = whoOf(subject);
    const name = textAt(subject, 'name');
    if (had.has(who) && !raised) return [];
    const line = lineAt(subject, 'name');
    const told = { kind: 'access.widen', line, remedy: 'bind a role that holds only what is needed' } as const;
    if (ANYBODY.test(name)) return [{ ...told, how: 'public', because: `${name} is given the role ${role}` }];
    if (ADMIN.test(role)) return [{ ...told, how: 'admin', because: `${who} is given the role ${role}` }];
    // a role of one's own may hold anything: somebody more has it
    return before === null || raised
      ? []
      : [{ ...told, how: 'principal', because: `${who} is given the role ${role}`, certainty: 'possible' }];
  });
}

function whoOf(subject: Place): string {
  const namespace = textAt(subject, 'namespace');
  return `${textAt(subject, 'kind')} ${namespace === '' ? '' : `${namespace}/`}${textAt(subject, 'name')}`;
}
