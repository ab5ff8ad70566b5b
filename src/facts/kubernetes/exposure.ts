import type { Check } from './check.ts';
import type { Finding } from './finding.ts';
import type { KubeObject } from './manifest.ts';
import { at, entriesOf, itemsOf, lineAt, mapsBelow, textAt, textOf, textsOf } from './node.ts';
import { isTemplated } from './template.ts';

/** Who can reach it: services, the annotations of their load balancers, and the hosts of an Ingress. */
export const checkExposure: Check = (before, after) => {
  if (after.kind === 'Service' && after.group === '') return ofService(before, after);
  return ROUTES.test(after.kind) ? ofHosts(before, after) : [];
};

const ROUTES = /^(Ingress|HTTPRoute|Gateway|IngressRoute|VirtualService|HTTPProxy|TLSRoute|GRPCRoute)$/;
const FAR: Readonly<Record<string, number>> = { ClusterIP: 0, ExternalName: 0, NodePort: 1, LoadBalancer: 2 };

function ofService(before: KubeObject, after: KubeObject): readonly Finding[] {
  const [then, now] = [before, after].map(({ node }) => textAt(node, 'spec', 'type') || 'ClusterIP');
  if (then === undefined || now === undefined || isTemplated(then + now)) return [];
  const ports = portsOf(after);
  const told = { kind: 'network.expose', ports, sensitive: isSensitive(ports) } as const;
  if ((FAR[now] ?? 0) > (FAR[then] ?? 0)) {
    const world = now === 'LoadBalancer' && !isInternal(after) && rangesOf(after).length === 0;
    const because = `the Service goes from ${then} to ${now}`;
    return [{ ...told, world, because, line: lineAt(after.node, 'spec', 'type'), remedy: `keep \`type: ${then}\`` }];
  }
  return now === 'LoadBalancer' && !after.templated
    ? ofBalancer(before, after).map((one) => ({ ...told, world: true, ...one }))
    : [];
}

function ofBalancer(before: KubeObject, after: KubeObject): readonly { because: string; line: number | null }[] {
  const line = lineAt(after.node, 'spec', 'loadBalancerSourceRanges');
  if (isInternal(before) && !isInternal(after))
    return [
      { because: 'its load balancer is no longer internal', line: lineAt(after.node, 'metadata', 'annotations') },
    ];
  const opened = opens(rangesOf(before), rangesOf(after));
  return opened ? [{ because: 'its load balancer answers to everywhere', line }] : [];
}

function rangesOf({ node }: KubeObject): readonly string[] {
  return textsOf(at(node, 'spec', 'loadBalancerSourceRanges'));
}

/** Whether everybody is let in now, and was not before. */
export function opens(then: readonly string[], now: readonly string[]): boolean {
  const isAll = (range: string): boolean => /^(0\.0\.0\.0|::)\/0$/.test(range);
  if (then.length === 0 || then.some(isAll)) return false;
  return now.length === 0 || now.some(isAll);
}

const INTERNAL: readonly (readonly [key: RegExp, says: RegExp])[] = [
  [/aws-load-balancer-(internal|scheme)$/, /^(true|internal|0\.0\.0\.0\/0)$/],
  [/azure-load-balancer-internal$/, /^true$/],
  [/(networking\.gke\.io|cloud\.google\.com)\/load-balancer-type$/, /^internal$/i],
  [/openstack-internal-load-balancer$/, /^true$/],
];

function isInternal({ node }: KubeObject): boolean {
  return entriesOf(at(node, 'metadata', 'annotations')).some(({ key, value }) =>
    INTERNAL.some(([name, says]) => name.test(key) && says.test(textOf(value))),
  );
}

function portsOf({ node }: KubeObject): string {
  const ports = itemsOf(at(node, 'spec', 'ports')).map((one) => textAt(one, 'port'));
  return ports.filter((port) => /^\d+$/.test(port)).join(',') || 'unknown';
}

/** Beyond the two of the web. */
export function isSensitive(ports: string): boolean | 'unknown' {
  return ports === 'unknown'
    ? 'unknown'
    : ports.split(',').some((port) => !/^(80|443|8080|8443|3000|5000|8000|9090)$/.test(port));
}

function ofHosts(before: KubeObject, after: KubeObject): readonly Finding[] {
  const now = hostsOf(after);
  // a patch of another tool, or a template, may leave them out
  if (after.templated || now.length === 0) return [];
  const then = hostsOf(before);
  const gone = then.filter((host) => !now.includes(host));
  return gone.map((host) => ({
    kind: 'infra.destroy',
    because: `${after.kind} no longer answers for the host ${host}`,
    remedy: 'keep the old host beside the new one until nobody asks for it',
    certainty: 'possible',
    line: lineAt(after.node, 'spec'),
    weight: { stateful: false, reversible: true },
  }));
}

function hostsOf({ node }: KubeObject): readonly string[] {
  const spec = at(node, 'spec');
  const rules = ['rules', 'servers', 'listeners'].flatMap((list) => mapsBelow(at(spec, list)));
  const hosts = rules.flatMap((map) => [textAt(map, 'host'), textAt(map, 'hostname'), ...textsOf(at(map, 'hosts'))]);
  const named = [...hosts, ...textsOf(at(spec, 'hostnames')), ...textsOf(at(spec, 'hosts'))];
  return [...new Set(named.filter((host) => host !== '' && !isTemplated(host)))];
}
