import { describe, expect, test } from 'vitest';
import { kubernetes } from '../../src/facts/analyzers/kubernetes.ts';
import { between, told, type Tree } from './manifests.ts';

const facts = (before: Tree, after: Tree) => told(between(before, after, [kubernetes]));
/** One file before and after. */
const one = (before: string, after: string) => facts({ 'k8s/app.yaml': before }, { 'k8s/app.yaml': after });

const head = (apiVersion: string, kind: string, name: string, namespace = 'shop') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${namespace === '' ? '' : `  namespace: ${namespace}\n`}`;
const deployment = (spec = 'replicas: 3', pod = '', name = 'api', container = '') =>
  `${head('apps/v1', 'Deployment', name)}spec:\n  ${spec}\n  selector: { matchLabels: { app: ${name} } }\n  template:\n    metadata: { labels: { app: ${name} } }\n    spec:\n${pod}      containers:\n        - name: ${name}\n          image: shop/${name}:1\n${container}`;
const stateful = (template = 'storage: 10Gi', service = 'db') =>
  `${head('apps/v1', 'StatefulSet', 'db')}spec:\n  serviceName: ${service}\n  selector: { matchLabels: { app: db } }\n  template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db, image: db:1 }] } }\n  volumeClaimTemplates:\n    - metadata: { name: data }\n      spec: { accessModes: [ReadWriteOnce], storageClassName: ssd, resources: { requests: { ${template} } } }\n`;
const claim = (size = '10Gi', more = '', name = 'data') =>
  `${head('v1', 'PersistentVolumeClaim', name)}spec:\n  accessModes: [ReadWriteOnce]\n  storageClassName: ssd\n  ${more}\n  resources: { requests: { storage: ${size} } }\n`;
const service = (spec = 'type: ClusterIP', notes = '') =>
  `${head('v1', 'Service', 'api')}${notes}spec:\n  ${spec}\n  selector: { app: api }\n  ports: [{ port: 5432 }]\n`;
const role = (rule: string) =>
  `${head('rbac.authorization.k8s.io/v1', 'ClusterRole', 'deployer', '')}rules:\n  - ${rule}\n`;
const application = (spec: string, meta = '') =>
  `${head('argoproj.io/v1alpha1', 'Application', 'shop', 'argocd')}${meta}spec:\n  destination: { namespace: shop, server: "https://kubernetes.default.svc" }\n  source: { repoURL: "https://git.example/x.git", path: apps/shop, targetRevision: main }\n  ${spec}\n`;
const flux = (spec: string) =>
  `${head('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'shop', 'flux-system')}spec:\n  ${spec}\n  sourceRef: { kind: GitRepository, name: main }\n`;
const release = (values: string, version = '1.2.3') =>
  `${head('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'postgresql')}spec:\n  chart: { spec: { chart: postgresql, version: "${version}", sourceRef: { kind: HelmRepository, name: b } } }\n  values:\n    ${values}\n`;
const other = (kind: string, apiVersion: string, body = 'spec: {}', namespace = 'shop') =>
  `${head(apiVersion, kind, 'x', namespace)}${body}\n`;
const KEEP = head('v1', 'ConfigMap', 'kept');

describe('an object that is gone', () => {
  test.each([
    ['Namespace', head('v1', 'Namespace', 'shop', ''), 'infra.destroy Namespace shop certain'],
    ['PersistentVolumeClaim', claim(), 'infra.destroy PersistentVolumeClaim shop/data certain'],
    ['StatefulSet', stateful(), 'infra.destroy StatefulSet shop/db certain'],
    ['Deployment', deployment(), 'infra.destroy Deployment shop/api certain'],
    ['Service', service(), 'infra.destroy Service shop/api certain'],
    [
      'operator of a database',
      other('Cluster', 'postgresql.cnpg.io/v1'),
      'infra.destroy Cluster.postgresql.cnpg.io shop/x certain',
    ],
    [
      'CustomResourceDefinition',
      other('CustomResourceDefinition', 'apiextensions.k8s.io/v1', 'spec: {}', ''),
      'infra.destroy CustomResourceDefinition x certain',
    ],
    [
      'Flux Kustomization',
      flux('{ prune: true, path: ./apps/shop }')
        .replace('spec:\n  {', 'spec: {')
        .replace(/\n {2}sourceRef.*\n/, '\n'),
      'infra.destroy Kustomization.kustomize.toolkit.fluxcd.io flux-system/shop certain',
    ],
    [
      'Application that cascades',
      application('project: default', '  finalizers: [resources-finalizer.argocd.argoproj.io]\n'),
      'infra.destroy Application.argoproj.io argocd/shop certain',
    ],
    [
      'Application without its finalizer',
      application('project: default'),
      'infra.destroy Application.argoproj.io argocd/shop likely',
    ],
    [
      'PodDisruptionBudget',
      other('PodDisruptionBudget', 'policy/v1', 'spec: { minAvailable: 1 }'),
      'infra.unprotect availability PodDisruptionBudget shop/x certain',
    ],
    [
      'NetworkPolicy',
      other('NetworkPolicy', 'networking.k8s.io/v1'),
      'infra.unprotect isolation NetworkPolicy shop/x certain',
    ],
    ['ResourceQuota', other('ResourceQuota', 'v1'), 'infra.unprotect admission ResourceQuota shop/x certain'],
    [
      'ClusterPolicy',
      other('ClusterPolicy', 'kyverno.io/v1', 'spec: {}', ''),
      'infra.unprotect admission ClusterPolicy.kyverno.io x certain',
    ],
    [
      'constraint',
      other('K8sRequiredLabels', 'constraints.gatekeeper.sh/v1beta1', 'spec: {}', ''),
      'infra.unprotect admission K8sRequiredLabels.constraints.gatekeeper.sh x certain',
    ],
    [
      'schedule of backups',
      other('ScheduledBackup', 'postgresql.cnpg.io/v1'),
      'infra.unprotect backup ScheduledBackup.postgresql.cnpg.io shop/x certain',
    ],
  ])('%s', (_what, object, said) => {
    expect(one(`${object}---\n${KEEP}`, KEEP)).toEqual([said]);
    expect(facts({ 'k8s/app.yaml': object }, {})).toEqual([said]);
  });

  test.each([
    ['helm.sh/resource-policy', 'keep'],
    ['argocd.argoproj.io/sync-options', 'Prune=false'],
    ['kustomize.toolkit.fluxcd.io/prune', 'disabled'],
  ])('is left alone where %s says so', (key, says) => {
    expect(
      facts(
        { 'a.yaml': claim().replace('  namespace: shop\n', `  namespace: shop\n  annotations: { ${key}: ${says} }\n`) },
        {},
      ),
    ).toEqual([]);
  });

  test('a JSON list', () => {
    const json = (items: string[]) => `{"apiVersion":"v1","kind":"List","items":[${items.join(',')}]}`;
    const object = '{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data"}}';
    expect(facts({ 'a.json': json([object]) }, { 'a.json': json([]) })).toEqual([
      'infra.destroy PersistentVolumeClaim data certain',
    ]);
  });

  test('a Namespace takes along what lives in its neighbours', () => {
    const before = {
      'k8s/ns.yaml': head('v1', 'Namespace', 'shop', ''),
      'k8s/a.yaml': deployment(),
      'k8s/b.yml': claim(),
    };
    const { 'k8s/ns.yaml': _gone, ...after } = before;
    const [fact] = between(before, after, [kubernetes]);
    expect(fact?.attributes).toMatchObject({
      because: 'the Namespace takes its 2 objects along',
      dependents: 2,
      stateful: true,
    });
  });
});

describe('the same object under another name', () => {
  test('a renamed claim', () => {
    expect(one(claim(), claim('10Gi', '', 'data-2'))).toEqual([
      'infra.destroy PersistentVolumeClaim shop/data certain',
    ]);
  });
  test('another namespace', () => {
    expect(one(claim(), claim().replace('shop', 'store'))).toEqual([
      'infra.destroy PersistentVolumeClaim shop/data certain',
    ]);
  });
  test('a namespace that the kustomization says anyway', () => {
    const kustomization = 'namespace: shop\nresources: [app.yaml]\n';
    const before = { 'k8s/app.yaml': claim(), 'k8s/kustomization.yaml': kustomization };
    expect(facts(before, { ...before, 'k8s/app.yaml': claim().replace('  namespace: shop\n', '') })).toEqual([]);
  });
  test('another kind', () => {
    const rollout = deployment()
      .replace('apps/v1', 'argoproj.io/v1alpha1')
      .replace('kind: Deployment', 'kind: Rollout');
    expect(one(deployment(), rollout)).toEqual(['infra.destroy Deployment shop/api certain']);
  });
  test('a newer API version, and a group that moved', () => {
    expect(one(other('Ingress', 'extensions/v1beta1'), other('Ingress', 'networking.k8s.io/v1'))).toEqual([]);
    expect(one(other('CronJob', 'batch/v1beta1'), other('CronJob', 'batch/v1'))).toEqual([]);
  });
});

describe('a move', () => {
  const base = { 'apps/shop/a.yaml': `${deployment()}---\n${claim()}` };
  test('to another file, split in two', () => {
    expect(facts(base, { 'apps/shop/deploy.yaml': deployment(), 'storage/pvc.yaml': claim() })).toEqual([]);
  });
  test('and a change on the way', () => {
    expect(facts(base, { 'new/deploy.yaml': deployment('replicas: 0'), 'new/pvc.yaml': claim() })).toEqual([
      'infra.scale-zero Deployment shop/api certain',
    ]);
  });
  test('out of production is a removal there', () => {
    expect(facts({ 'prod/pvc.yaml': claim() }, { 'staging/pvc.yaml': claim() })).toEqual([
      'infra.destroy PersistentVolumeClaim shop/data certain',
    ]);
    expect(facts({ 'clusters/one/pvc.yaml': claim() }, { 'clusters/two/pvc.yaml': claim() })).toHaveLength(1);
  });
  test('one of two overlays goes, the other stays', () => {
    const both = { 'overlays/eu/pvc.yaml': claim(), 'overlays/us/pvc.yaml': claim() };
    expect(facts(both, { 'overlays/eu/pvc.yaml': claim() })).toHaveLength(1);
  });
  test('an unchanged neighbour holds it already', () => {
    expect(facts({ 'k/a.yaml': claim(), 'k/b.yaml': claim() }, { 'k/b.yaml': claim() })).toEqual([]);
  });
  test('a patch is no object', () => {
    const kustomization = 'resources: [../base]\npatches: [{ path: replicas.yaml }]\n';
    const patch = `${head('apps/v1', 'Deployment', 'api')}spec: { replicas: 5 }\n`;
    const before = { 'o/kustomization.yaml': kustomization, 'o/replicas.yaml': patch };
    expect(facts(before, { 'o/kustomization.yaml': 'resources: [../base]\n' })).toEqual([]);
  });
  test('a file that no kustomization listed', () => {
    const before = { 'o/kustomization.yaml': 'resources: [b.yaml]\n', 'o/a.yaml': claim() };
    expect(facts(before, { 'o/kustomization.yaml': 'resources: [b.yaml]\n' })).toEqual([
      'infra.destroy PersistentVolumeClaim shop/data possible',
    ]);
  });
});

describe('a change of one object', () => {
  const said = (before: string, after: string, ...expected: string[]) => expect(one(before, after)).toEqual(expected);
  test.each<[string, string, string, ...string[]]>([
    ['replicas to zero', deployment(), deployment('replicas: 0'), 'infra.scale-zero Deployment shop/api certain'],
    [
      'replicas that were not said',
      deployment('paused: false'),
      deployment('replicas: 0'),
      'infra.scale-zero Deployment shop/api certain',
    ],
    [
      'instances of a database',
      other('Cluster', 'postgresql.cnpg.io/v1', 'spec: { instances: 3 }'),
      other('Cluster', 'postgresql.cnpg.io/v1', 'spec: { instances: 0 }'),
      'infra.scale-zero Cluster.postgresql.cnpg.io shop/x certain',
    ],
    [
      'the limit of an autoscaler',
      other('HorizontalPodAutoscaler', 'autoscaling/v2', 'spec: { minReplicas: 2 }'),
      other('HorizontalPodAutoscaler', 'autoscaling/v2', 'spec: { minReplicas: 0 }'),
      'infra.scale-zero HorizontalPodAutoscaler shop/x likely',
    ],
    [
      'a suspended CronJob',
      other('CronJob', 'batch/v1', 'spec: { suspend: false }'),
      other('CronJob', 'batch/v1', 'spec: { suspend: true }'),
      'infra.scale-zero CronJob shop/x possible',
    ],
    ['a smaller claim', claim('10Gi'), claim('5Gi'), 'infra.replace PersistentVolumeClaim shop/data certain'],
    [
      'another storage class',
      claim(),
      claim().replace('ssd', 'hdd'),
      'infra.replace PersistentVolumeClaim shop/data certain',
    ],
    [
      'another volume',
      claim('10Gi', 'volumeName: a'),
      claim('10Gi', 'volumeName: b'),
      'infra.replace PersistentVolumeClaim shop/data certain',
    ],
    ['a larger template', stateful(), stateful('storage: 20Gi'), 'infra.replace StatefulSet shop/db certain'],
    ['another serviceName', stateful(), stateful('storage: 10Gi', 'db-2'), 'infra.replace StatefulSet shop/db certain'],
    [
      'a selector',
      deployment(),
      deployment().replaceAll('app: api }', 'app: api, v: b }'),
      'infra.replace Deployment shop/api certain',
    ],
    [
      'an address',
      service('clusterIP: 10.0.0.1'),
      service('clusterIP: 10.0.0.2'),
      'infra.replace Service shop/api certain',
    ],
    [
      'parameters of a class',
      other('StorageClass', 'storage.k8s.io/v1', 'parameters: { type: gp2 }', ''),
      other('StorageClass', 'storage.k8s.io/v1', 'parameters: { type: gp3 }', ''),
      'infra.replace StorageClass x certain',
    ],
    [
      'retention of claims',
      stateful(),
      stateful().replace(
        '  serviceName',
        '  persistentVolumeClaimRetentionPolicy: { whenDeleted: Delete }\n  serviceName',
      ),
      'infra.unprotect deletion StatefulSet shop/db certain',
    ],
    [
      'reclaimPolicy of a class',
      other('StorageClass', 'storage.k8s.io/v1', 'reclaimPolicy: Retain', ''),
      other('StorageClass', 'storage.k8s.io/v1', 'reclaimPolicy: Delete', ''),
      'infra.unprotect deletion StorageClass x certain',
    ],
    [
      'reclaimPolicy of a volume',
      other('PersistentVolume', 'v1', 'spec: { persistentVolumeReclaimPolicy: Retain }', ''),
      other('PersistentVolume', 'v1', 'spec: {}', ''),
      'infra.unprotect deletion PersistentVolume x certain',
    ],
    [
      'finalizers',
      other('Database', 'db.example/v1', 'spec: {}').replace(
        '  namespace',
        '  finalizers: [db.example/keep]\n  namespace',
      ),
      other('Database', 'db.example/v1'),
      'infra.unprotect deletion Database.db.example shop/x certain',
    ],
    [
      'the note that keeps it',
      claim().replace('  namespace', '  annotations: { helm.sh/resource-policy: keep }\n  namespace'),
      claim(),
      'infra.unprotect deletion PersistentVolumeClaim shop/data certain',
    ],
    [
      'deletionPolicy',
      other('Bucket', 's3.aws.crossplane.io/v1', 'spec: { deletionPolicy: Orphan }'),
      other('Bucket', 's3.aws.crossplane.io/v1', 'spec: { deletionPolicy: Delete }'),
      'infra.unprotect deletion Bucket.s3.aws.crossplane.io shop/x certain',
    ],
    [
      'prune of an Application',
      application('syncPolicy: { automated: { prune: false } }'),
      application('syncPolicy: { automated: { prune: true } }'),
      'infra.unprotect deletion Application.argoproj.io argocd/shop certain',
    ],
    [
      'prune of Flux',
      flux('prune: false'),
      flux('prune: true'),
      'infra.unprotect deletion Kustomization.kustomize.toolkit.fluxcd.io flux-system/shop certain',
    ],
    [
      'minAvailable',
      other('PodDisruptionBudget', 'policy/v1', 'spec: { minAvailable: 2 }'),
      other('PodDisruptionBudget', 'policy/v1', 'spec: { minAvailable: 0 }'),
      'infra.unprotect availability PodDisruptionBudget shop/x certain',
    ],
    [
      'maxUnavailable',
      other('PodDisruptionBudget', 'policy/v1', 'spec: { maxUnavailable: 1 }'),
      other('PodDisruptionBudget', 'policy/v1', 'spec: { maxUnavailable: 100% }'),
      'infra.unprotect availability PodDisruptionBudget shop/x certain',
    ],
    [
      'a strategy',
      deployment(),
      deployment('strategy: { type: Recreate }'),
      'infra.unprotect availability Deployment shop/api possible',
    ],
    [
      'a probe',
      deployment('replicas: 3', '', 'api', '          livenessProbe: { httpGet: { path: / } }\n'),
      deployment(),
      'infra.unprotect availability Deployment shop/api possible',
    ],
    [
      'a pod security level',
      head('v1', 'Namespace', 'shop', '').replace(
        'metadata:',
        'metadata:\n  labels: { pod-security.kubernetes.io/enforce: restricted }',
      ),
      head('v1', 'Namespace', 'shop', ''),
      'infra.unprotect isolation Namespace shop certain',
    ],
    [
      'an opened policy',
      other('NetworkPolicy', 'networking.k8s.io/v1', 'spec: { podSelector: {}, policyTypes: [Ingress] }'),
      other(
        'NetworkPolicy',
        'networking.k8s.io/v1',
        'spec: { podSelector: {}, policyTypes: [Ingress], ingress: [{}] }',
      ),
      'infra.unprotect isolation NetworkPolicy shop/x certain',
    ],
    [
      'a direction that is free',
      other('NetworkPolicy', 'networking.k8s.io/v1', 'spec: { podSelector: {}, policyTypes: [Ingress, Egress] }'),
      other('NetworkPolicy', 'networking.k8s.io/v1', 'spec: { podSelector: {}, policyTypes: [Ingress] }'),
      'infra.unprotect isolation NetworkPolicy shop/x certain',
    ],
    [
      'failurePolicy',
      other(
        'ValidatingWebhookConfiguration',
        'admissionregistration.k8s.io/v1',
        'webhooks: [{ name: a, failurePolicy: Fail }]',
        '',
      ),
      other(
        'ValidatingWebhookConfiguration',
        'admissionregistration.k8s.io/v1',
        'webhooks: [{ name: a, failurePolicy: Ignore }]',
        '',
      ),
      'infra.unprotect admission ValidatingWebhookConfiguration x certain',
    ],
    [
      'Enforce to Audit',
      other('ClusterPolicy', 'kyverno.io/v1', 'spec: { validationFailureAction: Enforce }', ''),
      other('ClusterPolicy', 'kyverno.io/v1', 'spec: { validationFailureAction: Audit }', ''),
      'infra.unprotect admission ClusterPolicy.kyverno.io x certain',
    ],
    [
      'deny to dryrun',
      other('K8sX', 'constraints.gatekeeper.sh/v1beta1', 'spec: {}', ''),
      other('K8sX', 'constraints.gatekeeper.sh/v1beta1', 'spec: { enforcementAction: dryrun }', ''),
      'infra.unprotect admission K8sX.constraints.gatekeeper.sh x certain',
    ],
    [
      'everything to everything',
      role('{ apiGroups: [apps], resources: [deployments], verbs: [get] }'),
      role('{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }'),
      'access.widen admin ClusterRole deployer certain',
    ],
    [
      'impersonate',
      role('{ apiGroups: [""], resources: [users], verbs: [get] }'),
      role('{ apiGroups: [""], resources: [users], verbs: [get, impersonate] }'),
      'access.widen admin ClusterRole deployer certain',
    ],
    [
      'secrets',
      role('{ apiGroups: [""], resources: [pods], verbs: [get] }'),
      role('{ apiGroups: [""], resources: [pods, secrets], verbs: [get] }'),
      'access.widen resource ClusterRole deployer certain',
    ],
    [
      'privileged',
      deployment(),
      deployment('replicas: 3', '', 'api', '          securityContext: { privileged: true }\n'),
      'access.widen privilege Deployment shop/api certain',
    ],
    [
      'a host namespace',
      deployment(),
      deployment('replicas: 3', '      hostPID: true\n'),
      'access.widen privilege Deployment shop/api certain',
    ],
    [
      'the socket of docker',
      deployment(),
      deployment('replicas: 3', '      volumes: [{ name: d, hostPath: { path: /var/run/docker.sock } }]\n'),
      'access.widen privilege Deployment shop/api certain',
    ],
    [
      'runAsNonRoot is gone',
      deployment('replicas: 3', '      securityContext: { runAsNonRoot: true }\n'),
      deployment(),
      'access.widen privilege Deployment shop/api certain',
    ],
    ['a load balancer', service(), service('type: LoadBalancer'), 'network.expose Service shop/api certain'],
    [
      'source ranges are gone',
      service('{ type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8] }')
        .replace('spec:\n  {', 'spec: {')
        .replace(/\n {2}selector[^$]*/, '\n'),
      service('{ type: LoadBalancer }')
        .replace('spec:\n  {', 'spec: {')
        .replace(/\n {2}selector[^$]*/, '\n'),
      'network.expose Service shop/api certain',
    ],
    [
      'no longer internal',
      service(
        'type: LoadBalancer',
        '  annotations: { service.beta.kubernetes.io/aws-load-balancer-internal: "true" }\n',
      ),
      service('type: LoadBalancer'),
      'network.expose Service shop/api certain',
    ],
    [
      'a host that goes',
      other('Ingress', 'networking.k8s.io/v1', 'spec: { rules: [{ host: a.example }, { host: b.example }] }'),
      other('Ingress', 'networking.k8s.io/v1', 'spec: { rules: [{ host: a.example }] }'),
      'infra.destroy Ingress shop/x possible',
    ],
    [
      'another path',
      application('project: default'),
      application('project: default').replace('apps/shop', 'apps/store'),
      'infra.replace Application.argoproj.io argocd/shop likely',
    ],
    [
      'another destination',
      application('project: default'),
      application('project: default').replace('namespace: shop', 'namespace: store'),
      'infra.replace Application.argoproj.io argocd/shop certain',
    ],
    [
      'another branch',
      application('project: default'),
      application('project: default').replace('targetRevision: main', 'targetRevision: next'),
      'infra.replace Application.argoproj.io argocd/shop likely',
    ],
    [
      'another path of Flux',
      flux('path: ./a'),
      flux('path: ./b'),
      'infra.replace Kustomization.kustomize.toolkit.fluxcd.io flux-system/shop likely',
    ],
    [
      'persistence of a release',
      release('persistence: { enabled: true }'),
      release('persistence: { enabled: false }'),
      'infra.destroy PersistentVolumeClaim shop/postgresql certain',
    ],
    [
      'a major version of a chart with data',
      release('a: 1'),
      release('a: 1', '2.0.0'),
      'infra.replace HelmRelease.helm.toolkit.fluxcd.io shop/postgresql possible',
    ],
    [
      'inline values',
      application('project: default').replace(
        'targetRevision: main',
        'targetRevision: main, helm: { values: "replicaCount: 2" }',
      ),
      application('project: default').replace(
        'targetRevision: main',
        'targetRevision: main, helm: { values: "replicaCount: 0" }',
      ),
      'infra.scale-zero replicaCount argocd/shop certain',
    ],
    [
      'a parameter',
      application('project: default').replace(
        'targetRevision: main',
        'targetRevision: main, helm: { parameters: [{ name: db.persistence.enabled, value: "true" }] }',
      ),
      application('project: default').replace(
        'targetRevision: main',
        'targetRevision: main, helm: { parameters: [{ name: db.persistence.enabled, value: "false" }] }',
      ),
      'infra.destroy PersistentVolumeClaim argocd/shop certain',
    ],
  ])('%s', (_what, before, after, ...expected) => {
    said(before, after, ...expected);
  });

  test.each<[string, string, string]>([
    ['an image', deployment(), deployment().replace('api:1', 'api:2')],
    ['more replicas', deployment(), deployment('replicas: 5')],
    ['fewer replicas', deployment(), deployment('replicas: 1')],
    [
      'comments, quotes and order',
      deployment(),
      `# the shop\n${deployment().replace('image: shop/api:1', 'image: "shop/api:1"')}`,
    ],
    ['a larger claim', claim(), claim('20Gi')],
    ['the same size in other units', claim('1Gi'), claim('1024Mi')],
    ['labels and annotations', claim(), claim().replace('  namespace', '  labels: { a: b }\n  namespace')],
    ['a new object', KEEP, `${KEEP}---\n${deployment()}`],
    [
      'hardening',
      deployment(),
      deployment(
        'replicas: 3',
        '      securityContext: { runAsNonRoot: true }\n',
        'api',
        '          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }\n',
      ),
    ],
    [
      'a guard that moves to the container',
      deployment('replicas: 3', '      securityContext: { runAsNonRoot: true }\n'),
      deployment('replicas: 3', '', 'api', '          securityContext: { runAsNonRoot: true }\n'),
    ],
    [
      'a probe that changes',
      deployment('replicas: 3', '', 'api', '          livenessProbe: { httpGet: { path: / } }\n'),
      deployment('replicas: 3', '', 'api', '          livenessProbe: { httpGet: { path: /live } }\n'),
    ],
    ['replicas left to an autoscaler', deployment(), deployment('minReadySeconds: 3')],
    [
      'a narrower role',
      role('{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }'),
      role('{ apiGroups: [apps], resources: [deployments], verbs: [get] }'),
    ],
    [
      'more verbs of a reader',
      role('{ apiGroups: [apps], resources: [deployments], verbs: [get] }'),
      role('{ apiGroups: [apps], resources: [deployments], verbs: [get, list] }'),
    ],
    ['a service that goes inside', service('type: LoadBalancer'), service()],
    [
      'one more host',
      other('Ingress', 'networking.k8s.io/v1', 'spec: { rules: [{ host: a.example }] }'),
      other('Ingress', 'networking.k8s.io/v1', 'spec: { rules: [{ host: a.example }, { host: b.example }] }'),
    ],
    ['prune that goes off', flux('prune: true'), flux('prune: false')],
    ['a patch version of a chart', release('a: 1'), release('a: 1', '1.2.9')],
    [
      'a revision that is pinned',
      application('project: default').replace('targetRevision: main', 'targetRevision: v1.2.3'),
      application('project: default').replace('targetRevision: main', 'targetRevision: v1.3.0'),
    ],
    [
      'a stricter budget',
      other('PodDisruptionBudget', 'policy/v1', 'spec: { minAvailable: 1 }'),
      other('PodDisruptionBudget', 'policy/v1', 'spec: { minAvailable: 2 }'),
    ],
    [
      'a stricter level',
      head('v1', 'Namespace', 'shop', ''),
      head('v1', 'Namespace', 'shop', '').replace(
        'metadata:',
        'metadata:\n  labels: { pod-security.kubernetes.io/enforce: baseline }',
      ),
    ],
    [
      'one rule more in a policy',
      other('NetworkPolicy', 'networking.k8s.io/v1', 'spec: { podSelector: {}, ingress: [] }'),
      other(
        'NetworkPolicy',
        'networking.k8s.io/v1',
        'spec: { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { a: b } } }] }] }',
      ),
    ],
  ])('is quiet: %s', (_what, before, after) => {
    said(before, after);
  });
});

describe('something new', () => {
  test.each<[string, string, ...string[]]>([
    [
      'a privileged workload',
      deployment('replicas: 1', '', 'api', '          securityContext: { privileged: true }\n'),
      'access.widen privilege Deployment shop/api certain',
    ],
    [
      'a binding of cluster-admin',
      other(
        'ClusterRoleBinding',
        'rbac.authorization.k8s.io/v1',
        'roleRef: { kind: ClusterRole, name: cluster-admin }\nsubjects: [{ kind: ServiceAccount, name: ci, namespace: shop }]',
        '',
      ),
      'access.widen admin ClusterRoleBinding x certain',
    ],
    [
      'a binding of everybody',
      other(
        'RoleBinding',
        'rbac.authorization.k8s.io/v1',
        'roleRef: { kind: Role, name: reader }\nsubjects: [{ kind: Group, name: "system:unauthenticated" }]',
      ),
      'access.widen public RoleBinding shop/x certain',
    ],
    [
      'a role of a wildcard',
      role('{ apiGroups: [a.example], resources: ["*"], verbs: [get] }'),
      'access.widen resource ClusterRole deployer possible',
    ],
    ['an ordinary workload', deployment()],
    ['a load balancer', service('type: LoadBalancer')],
    [
      'an ordinary binding',
      other(
        'RoleBinding',
        'rbac.authorization.k8s.io/v1',
        'roleRef: { kind: Role, name: reader }\nsubjects: [{ kind: ServiceAccount, name: ci }]',
      ),
    ],
    ['a workload of none', deployment('replicas: 0')],
  ])('%s', (_what, object, ...expected) => {
    expect(facts({}, { 'k8s/new.yaml': object })).toEqual(expected);
  });
});

describe('what cannot be read', () => {
  const two = `${deployment()}---\n${claim()}`;
  test('a file cut short still tells what is gone', () => {
    expect(one(two, deployment().slice(0, 60))).toContain('infra.destroy PersistentVolumeClaim shop/data certain');
    expect(one(two, '')).toHaveLength(2);
  });
  test('garbage says so, and that the objects are gone', () => {
    const said = one(two, `${deployment()}---\nkind: [\n  : {{\n`);
    expect(said).toContain('infra.destroy PersistentVolumeClaim shop/data certain');
    expect(one(two, `${deployment()}---\napiVersion: v1\nkind: "Pers\n`)).toContain('unreadable k8s/app.yaml');
  });
  test('what is no object is not ours', () => {
    const compose = 'services:\n  api: { image: a }\n';
    expect(facts({ 'compose.yaml': compose }, { 'compose.yaml': 'services: {' })).toEqual([]);
    expect(
      facts({ 'catalog.yaml': 'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: x }\n' }, {}),
    ).toEqual([]);
  });
  test.each([
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['a marker at the top', (text: string) => `---\n${text}`],
    ['a comment behind the marker', (text: string) => `--- # Source: a\n${text}`],
  ])('%s', (_what, spoil) => {
    expect(one(spoil(two), spoil(deployment()))).toEqual(['infra.destroy PersistentVolumeClaim shop/data certain']);
    expect(one(two, spoil(two))).toEqual([]);
  });
  test('a thousand documents are read in no time', () => {
    const many = Array.from({ length: 1000 }, (_one, index) => head('v1', 'ConfigMap', `c${index}`)).join('---\n');
    expect(one(`${many}---\n${claim()}`, many)).toEqual(['infra.destroy PersistentVolumeClaim shop/data certain']);
  });
  test('hostile text ends', () => {
    const both = one(`${claim()}${'{{'.repeat(50_000)}`, `${claim()}${'- '.repeat(50_000)}`);
    expect(both.length).toBeGreaterThan(0);
    expect(Array.isArray(one(claim(), `${claim()}a: ${'\uE000'.repeat(50_000)}`))).toBe(true);
  });
});

test('the object of this branch has not landed, in a file that has', () => {
  const [fact] = between({ 'a.yaml': claim() }, { 'a.yaml': KEEP }, [kubernetes]);
  expect(fact?.attributes['landed']).toBe(true);
});

describe('INVARIANT: a file cut short anywhere never turns a refusal into silence', () => {
  test.each([
    ['an object that goes', `${deployment()}---\n${claim()}`, deployment()],
    ['replicas to zero', deployment(), deployment('replicas: 0')],
    ['a smaller claim', claim('10Gi'), claim('5Gi')],
    [
      'privileged',
      deployment(),
      deployment('replicas: 3', '', 'api', '          securityContext: { privileged: true }\n'),
    ],
    [
      'a role of everything',
      role('{ apiGroups: [apps], resources: [a], verbs: [get] }'),
      role('{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }'),
    ],
  ])('%s', (_what, before, after) => {
    expect(one(before, after)).not.toEqual([]);
    const end = after.trimEnd().length;
    // up to the last line: all but its end is there, and what is there is judged
    const cuts = Array.from({ length: Math.floor(end / 7) }, (_cut, index) => index * 7);
    const judged = cuts.filter((cut) => after.slice(0, cut).trimEnd() !== before.trimEnd());
    const silent = judged.filter((cut) => one(before, after.slice(0, cut)).length === 0);
    expect(silent.map((cut) => after.slice(0, cut))).toEqual([]);
  });
});
