import { describe, expect, test } from 'vitest';
import { helm } from '../../src/facts/analyzers/helm.ts';
import { between, told, type Tree } from './manifests.ts';

const facts = (before: Tree, after: Tree) => told(between(before, after, [helm]));
const file = (path: string) => (before: string, after: string) => facts({ [path]: before }, { [path]: after });
const values = file('chart/values.yaml');
const chart = file('chart/Chart.yaml');
const helmfile = file('helmfile.yaml');
const template = file('chart/templates/app.yaml');

describe('values', () => {
  test.each<[string, string, string, string]>([
    [
      'persistence off',
      'persistence: { enabled: true }',
      'persistence: { enabled: false }',
      'infra.destroy PersistentVolumeClaim persistence.enabled certain',
    ],
    [
      'persistence of a subchart',
      'redis: { master: { persistence: { enabled: true } } }',
      'redis: { master: { persistence: { enabled: false } } }',
      'infra.destroy PersistentVolumeClaim redis.master.persistence.enabled certain',
    ],
    [
      'persistence no longer said',
      'persistence: { enabled: true }\na: 1',
      'a: 1',
      'infra.destroy PersistentVolumeClaim persistence.enabled possible',
    ],
    [
      'a claim',
      'persistence: { existingClaim: data }',
      'persistence: { existingClaim: "" }',
      'infra.replace PersistentVolumeClaim persistence.existingClaim certain',
    ],
    [
      'a size',
      'persistence: { size: 20Gi }',
      'persistence: { size: 8Gi }',
      'infra.replace PersistentVolumeClaim persistence.size certain',
    ],
    [
      'a class',
      'persistence: { storageClass: ssd }',
      'persistence: { storageClass: hdd }',
      'infra.replace PersistentVolumeClaim persistence.storageClass likely',
    ],
    ['replicas', 'replicaCount: 2', 'replicaCount: 0', 'infra.scale-zero replicaCount replicaCount certain'],
    [
      'replicas of a part',
      'worker: { replicas: 2 }',
      'worker: { replicas: 0 }',
      'infra.scale-zero replicas worker.replicas certain',
    ],
    [
      'a limit',
      'autoscaling: { minReplicas: 2 }',
      'autoscaling: { minReplicas: 0 }',
      'infra.scale-zero minReplicas autoscaling.minReplicas likely',
    ],
    [
      'a database',
      'postgresql: { enabled: true }',
      'postgresql: { enabled: false }',
      'infra.destroy postgresql postgresql.enabled certain',
    ],
    [
      'an entrance',
      'ingress: { enabled: true }',
      'ingress: { enabled: false }',
      'infra.destroy ingress ingress.enabled likely',
    ],
    [
      'a part',
      'worker: { enabled: true }',
      'worker: { enabled: false }',
      'infra.destroy worker worker.enabled possible',
    ],
    [
      'a network policy',
      'networkPolicy: { enabled: true }',
      'networkPolicy: { enabled: false }',
      'infra.unprotect isolation networkPolicy networkPolicy.enabled certain',
    ],
    [
      'a budget',
      'podDisruptionBudget: { enabled: true }',
      'podDisruptionBudget: { enabled: false }',
      'infra.unprotect availability podDisruptionBudget podDisruptionBudget.enabled certain',
    ],
    [
      'a budget of none',
      'pdb: { minAvailable: 1 }',
      'pdb: { minAvailable: 0 }',
      'infra.unprotect availability Values pdb.minAvailable certain',
    ],
    [
      'backups',
      'backup: { enabled: true }',
      'backup: { enabled: false }',
      'infra.unprotect backup backup backup.enabled certain',
    ],
    [
      'a policy',
      'persistence: { resourcePolicy: keep }',
      'persistence: { resourcePolicy: "" }',
      'infra.unprotect deletion Values persistence.resourcePolicy certain',
    ],
    [
      'a service',
      'service: { type: ClusterIP }',
      'service: { type: LoadBalancer }',
      'network.expose Service service.type certain',
    ],
    [
      'a context',
      'securityContext: { runAsUser: 1000 }',
      'securityContext: { privileged: true }',
      'access.widen privilege Values securityContext certain',
    ],
    [
      'the whole cluster',
      'rbac: { clusterWide: false }',
      'rbac: { clusterWide: true }',
      'access.widen admin Values rbac.clusterWide certain',
    ],
  ])('%s', (_what, before, after, said) => {
    expect(values(before, after)).toEqual([said]);
  });

  test.each<[string, string, string]>([
    ['an image', 'image: { tag: "1" }', 'image: { tag: "2" }'],
    [
      'more',
      'replicaCount: 2\npersistence: { size: 8Gi }',
      'replicaCount: 3\npersistence: { size: 9Gi }\nnew: { enabled: true }',
    ],
    ['comments and order', 'a: 1\nb: 2', '# why\nb: 2\na: 1'],
    ['memory', 'resources: { limits: { memory: 2Gi } }', 'resources: { limits: { memory: 1Gi } }'],
    ['metrics', 'metrics: { enabled: true }', 'metrics: { enabled: false }'],
    [
      'an empty directory',
      'persistence: { tmp: { enabled: true, type: emptyDir } }',
      'persistence: { tmp: { enabled: false, type: emptyDir } }',
    ],
    ['replicas no longer said', 'replicaCount: 2\na: 1', 'a: 1'],
    ['a service that goes inside', 'service: { type: LoadBalancer }', 'service: { type: ClusterIP }'],
    ['turned on', 'networkPolicy: { enabled: false }', 'networkPolicy: { enabled: true }'],
  ])('is quiet: %s', (_what, before, after) => {
    expect(values(before, after)).toEqual([]);
  });
  test('of an environment', () => {
    const [fact] = between(
      { 'env/prod/values.yaml': 'replicaCount: 2' },
      { 'env/prod/values.yaml': 'replicaCount: 0' },
      [helm],
    );
    expect(fact?.attributes['environment']).toBe('prod');
  });
  test('cut short, or garbage', () => {
    expect(values('persistence: { enabled: true }\n', 'persistence:\n')).toEqual([
      'infra.destroy PersistentVolumeClaim persistence.enabled possible',
    ]);
    expect(values('replicaCount: 2\n', 'replicaCount: [\n')).toContain('unreadable chart/values.yaml');
  });
});

describe('Chart.yaml', () => {
  const needs = (...names: string[]) =>
    `name: shop\ndependencies:\n${names.map((one) => `  - { name: ${one}, version: 1.0.0 }\n`).join('')}`;
  test('a dependency goes', () => {
    expect(chart(needs('postgresql', 'common'), needs('common'))).toEqual(['infra.destroy Chart postgresql likely']);
  });
  test('a major version of a chart with data', () => {
    expect(chart(needs('postgresql'), needs('postgresql').replace('1.0.0', '2.0.0'))).toHaveLength(1);
  });
  test.each([
    ['a library', needs('common'), needs()],
    ['a version', needs('postgresql'), needs('postgresql').replace('1.0.0', '1.1.0')],
    ['a major version without data', needs('nginx'), needs('nginx').replace('1.0.0', '2.0.0')],
    ['one more', needs('nginx'), needs('nginx', 'redis')],
  ])('is quiet: %s', (_what, before, after) => {
    expect(chart(before, after)).toEqual([]);
  });
});

describe('a helmfile', () => {
  const release = (name: string, more = '') =>
    `  - { name: ${name}, namespace: shop, chart: x/${name}, version: 1.0.0${more} }\n`;
  const all = (...list: string[]) => `releases:\n${list.join('')}`;
  test('a release is not installed any more', () => {
    expect(helmfile(all(release('redis')), all(release('redis', ', installed: false')))).toEqual([
      'infra.destroy HelmRelease redis certain',
    ]);
  });
  test('a release goes', () => {
    expect(helmfile(all(release('redis'), release('api')), all(release('api')))).toHaveLength(1);
    expect(facts({ 'helmfile.yaml': all(release('redis')) }, {})).toHaveLength(1);
  });
  test('templated and harmless', () => {
    const head = '{{ $v := "1" }}\n{{- range .Values.x }}\n{{- end }}\n';
    expect(helmfile(head + all(release('api')), head + all(release('api').replace('1.0.0', '1.0.1')))).toEqual([]);
  });
});

describe('a template', () => {
  const claim = `{{- if .Values.persistence.enabled }}\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: {{ include "shop.fullname" . }}\n  labels:\n    {{- include "shop.labels" . | nindent 4 }}\nspec:\n  accessModes: [ReadWriteOnce]\n  resources:\n    requests:\n      storage: {{ .Values.persistence.size | quote }}\n{{- end }}\n`;
  const service =
    'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ include "shop.fullname" . }}\nspec: { ports: [{ port: 80 }] }\n';
  test('an object goes', () => {
    expect(template(`${service}---\n${claim}`, service)).toEqual([
      'infra.destroy PersistentVolumeClaim {{ include shop.fullname . }} likely',
    ]);
    expect(facts({ 'chart/templates/pvc.yaml': claim }, {})).toHaveLength(1);
  });
  test('it moves to another file', () => {
    expect(
      facts(
        { 'chart/templates/a.yaml': claim },
        { 'chart/templates/b.yaml': claim, 'chart/templates/c.yaml': service },
      ),
    ).toEqual([]);
  });
  test('keep is dropped', () => {
    const kept = claim
      .replace('spec:\n', 'spec:\n')
      .replace('  labels:', '  annotations:\n    helm.sh/resource-policy: keep\n  labels:');
    expect(template(kept, claim)).toEqual([
      'infra.unprotect deletion PersistentVolumeClaim {{ include shop.fullname . }} certain',
    ]);
  });
  test.each([
    [
      'labels and values',
      claim,
      claim.replace('nindent 4', 'nindent 4 ').replace('.Values.persistence.size', '.Values.size'),
    ],
    ['a guard', claim, claim.replace('if .Values', 'if and .Values.on .Values')],
    ['a newer helper', claim, claim.replace('{{- include "shop.labels" . | nindent 4 }}', 'app: shop')],
  ])('is quiet: %s', (_what, before, after) => {
    expect(template(before, after)).toEqual([]);
  });
  test('garbage is said', () => {
    expect(template(claim, `${claim}  x: [\n`)).toContain('unreadable chart/templates/app.yaml');
  });
});
