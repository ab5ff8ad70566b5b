import type { Check } from './check.ts';
import type { Certainty, Finding } from './finding.ts';
import type { KubeObject } from './manifest.ts';
import { at, canonical, entriesOf, isEmpty, itemsOf, lineAt, textAt, textOf, textsOf, type Place } from './node.ts';

/** What keeps workloads apart from each other and from the node. */
export const checkIsolation: Check = (before, after) => {
  if (after.kind === 'Namespace') return ofPodSecurity(before, after);
  if (after.kind === 'NetworkPolicy') return ofNetwork(before, after);
  if (after.kind === 'PeerAuthentication') return ofMesh(before, after);
  return [];
};

function open(because: string, line: number | null, remedy = '', certainty: Certainty = 'certain'): Finding {
  const weight = { critical: true, stateful: false, reversible: true } as const;
  return { kind: 'infra.unprotect', protection: 'isolation', because, line, remedy, certainty, weight };
}

const LEVELS: readonly string[] = ['privileged', 'baseline', 'restricted'];

/** https://kubernetes.io/docs/concepts/security/pod-security-admission: only `enforce` refuses. */
function ofPodSecurity(before: KubeObject, after: KubeObject): readonly Finding[] {
  const label = 'pod-security.kubernetes.io/enforce';
  const [then, now] = [before, after].map(({ node }) => textAt(node, 'metadata', 'labels', label));
  if (then === undefined || now === undefined || LEVELS.indexOf(then) <= Math.max(0, LEVELS.indexOf(now))) return [];
  if (after.templated && now === '') return [];
  const because = `the pod security level goes from ${then} to ${now || 'nothing, which means privileged'}`;
  return [open(because, lineAt(after.node, 'metadata', 'labels', label), `keep \`${label}: ${then}\``)];
}

function ofNetwork(before: KubeObject, after: KubeObject): readonly Finding[] {
  if (after.templated) return [];
  const selector = ['spec', 'podSelector'];
  const everyPod = isEmpty(at(before.node, ...selector)) && at(before.node, ...selector) !== undefined;
  const fewer = everyPod && !isEmpty(at(after.node, ...selector));
  const types = directions(after);
  const dropped = directions(before).filter((one) => !types.includes(one));
  return [
    ...(fewer ? [open('it no longer selects every pod', lineAt(after.node, ...selector))] : []),
    ...dropped.map((one) => open(`${one} is no longer restricted`, lineAt(after.node, 'spec', 'policyTypes'))),
    ...(['ingress', 'egress'] as const).flatMap((way) => ofRules(way, before, after)),
  ];
}

function directions({ node }: KubeObject): readonly string[] {
  const said = textsOf(at(node, 'spec', 'policyTypes'));
  return said.length > 0 ? said : ['Ingress', ...(at(node, 'spec', 'egress') ? ['Egress'] : [])];
}

function ofRules(way: 'ingress' | 'egress', before: KubeObject, after: KubeObject): readonly Finding[] {
  const peers = way === 'ingress' ? 'from' : 'to';
  const had = itemsOf(at(before.node, 'spec', way));
  if (had.some((rule) => isOpen(rule, peers))) return [];
  const wide = itemsOf(at(after.node, 'spec', way)).filter((rule) => isOpen(rule, peers));
  const rule = wide[0];
  if (!rule || had.some((old) => canonical(old) === canonical(rule))) return [];
  // egress to anywhere on one port is how a service calls the web
  const certainty = way === 'egress' && !isEmpty(at(rule, 'ports')) ? 'possible' : 'certain';
  const because = `${way} is opened ${way === 'ingress' ? 'from' : 'to'} everywhere`;
  return [open(because, rule.from, `name the peers in \`${peers}\``, certainty)];
}

function isOpen(rule: Place, peers: string): boolean {
  const list = at(rule, peers);
  if (isEmpty(list)) return true;
  return itemsOf(list).some(
    (peer) =>
      /^(0\.0\.0\.0|::)\/0$/.test(textAt(peer, 'ipBlock', 'cidr')) ||
      (at(peer, 'namespaceSelector') !== undefined &&
        isEmpty(at(peer, 'namespaceSelector')) &&
        isEmpty(at(peer, 'podSelector'))),
  );
}

function ofMesh(before: KubeObject, after: KubeObject): readonly Finding[] {
  const path = ['spec', 'mtls', 'mode'];
  const [then, now] = [textAt(before.node, ...path), textAt(after.node, ...path)];
  if (then !== 'STRICT' || now === 'STRICT') return [];
  return [open(`mutual TLS goes from STRICT to ${now || 'what is inherited'}`, lineAt(after.node, ...path))];
}

/** A quota or a list of policies that is emptied. */
export function isEmptied(then: Place, now: Place): boolean {
  const count = (node: Place): number => entriesOf(node).length + itemsOf(node).length + (textOf(node) === '' ? 0 : 1);
  return count(then) > 0 && count(now) === 0;
}
