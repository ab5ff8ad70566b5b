import { describe, expect, test } from 'vitest';
import { helm } from '../../src/facts/analyzers/helm.ts';
import { kubernetes } from '../../src/facts/analyzers/kubernetes.ts';
import { kustomize } from '../../src/facts/analyzers/kustomize.ts';
import { between, told, type Tree } from './manifests.ts';

/** What people really commit to a repository that a cluster follows. */
const facts = (before: Tree, after: Tree) => told(between(before, after, [helm, kubernetes, kustomize]));

const release = (name: string, values = 'image: { tag: v1 }', version = '1.2.3') =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: ${name}\nspec:\n  interval: 1h\n  chart:\n    spec:\n      chart: app-template\n      version: ${version}\n      sourceRef: { kind: HelmRepository, name: charts, namespace: flux-system }\n  values:\n    ${values}\n`;
const ks = (name: string, path: string) =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: &app ${name}\n  namespace: flux-system\nspec:\n  targetNamespace: media\n  commonMetadata: { labels: { app.kubernetes.io/name: *app } }\n  path: ${path}\n  prune: true\n  sourceRef: { kind: GitRepository, name: home }\n`;
const list = (...entries: string[]) =>
  `---\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n${entries.map((one) => `  - ${one}\n`).join('')}`;
const claim = (name: string) =>
  `---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: ${name}\nspec:\n  accessModes: [ReadWriteOnce]\n  resources: { requests: { storage: 5Gi } }\n`;
const app = (root: string, name: string): Tree => ({
  [`${root}/${name}/ks.yaml`]: ks(name, `./${root}/${name}/app`),
  [`${root}/${name}/app/kustomization.yaml`]: list('./helmrelease.yaml', './pvc.yaml'),
  [`${root}/${name}/app/helmrelease.yaml`]: release(name),
  [`${root}/${name}/app/pvc.yaml`]: claim(name),
});
const media = (...names: string[]): Tree => ({
  'apps/media/namespace.yaml':
    'apiVersion: v1\nkind: Namespace\nmetadata: { name: media, annotations: { kustomize.toolkit.fluxcd.io/prune: disabled } }\n',
  'apps/media/kustomization.yaml': list('./namespace.yaml', ...names.map((name) => `./${name}/ks.yaml`)),
  ...Object.assign({}, ...names.map((name) => app('apps/media', name))),
});

describe('is quiet', () => {
  test.each<[string, Tree, Tree]>([
    ['an app is added', media('films'), media('films', 'music')],
    [
      'a tag and a chart are bumped',
      { 'a.yaml': release('films') },
      { 'a.yaml': release('films', 'image: { tag: v2 }', '2.0.0') },
    ],
    [
      'files are renamed in their folder',
      media('films'),
      (() => {
        const { 'apps/media/films/app/pvc.yaml': pvc = '', ...rest } = media('films');
        return {
          ...rest,
          'apps/media/films/app/storage.yaml': pvc,
          'apps/media/films/app/kustomization.yaml': list('./helmrelease.yaml', './storage.yaml'),
        };
      })(),
    ],
    [
      'the chart comes from elsewhere',
      { 'a.yaml': release('films') },
      {
        'a.yaml': release('films').replace(
          / {2}chart:\n[^]* {2}values/,
          '  chartRef: { kind: OCIRepository, name: app-template }\n  values',
        ),
      },
    ],
    [
      'a schema is named on top',
      { 'a.yaml': release('films') },
      { 'a.yaml': `# yaml-language-server: $schema=https://x.example/a.json\n---\n${release('films')}` },
    ],
    [
      'resources are tuned',
      { 'a.yaml': release('films', 'resources: { limits: { memory: 2Gi } }') },
      { 'a.yaml': release('films', 'resources: { limits: { memory: 1Gi } }') },
    ],
    [
      'components for patches',
      { 'o/kustomization.yaml': `${list('../base')}patches:\n  - path: a.yaml\n` },
      { 'o/kustomization.yaml': `${list('../base')}patches:\n  - path: a.yaml\n  - path: b.yaml\n` },
    ],
  ])('%s', (_what, before, after) => {
    expect(facts(before, after)).toEqual([]);
  });
});

describe('is told', () => {
  test('an app goes with its folder and its entry', () => {
    const said = facts(media('films', 'music'), media('music'));
    expect(said).toEqual([
      'infra.destroy Kustomization.kustomize.toolkit.fluxcd.io flux-system/films certain',
      'infra.destroy HelmRelease.helm.toolkit.fluxcd.io films certain',
      'infra.destroy PersistentVolumeClaim films certain',
    ]);
  });
  test('an app is switched off by a comment', () => {
    const before = media('films', 'music');
    const after = {
      ...before,
      'apps/media/kustomization.yaml': `${list('./namespace.yaml', './music/ks.yaml')}  # - ./films/ks.yaml\n`,
    };
    expect(facts(before, after)).toEqual([
      'infra.destroy Kustomization.kustomize.toolkit.fluxcd.io flux-system/films certain',
    ]);
  });
  test('everything moves to another root: no more than possible', () => {
    const before = app('apps/media', 'films');
    const after = app('kubernetes/apps/media', 'films');
    expect(facts(before, after).filter((one) => !one.endsWith('possible'))).toEqual([]);
  });
  test('an app moves to another namespace', () => {
    const object = (namespace: string) =>
      claim('films').replace('metadata:\n', `metadata:\n  namespace: ${namespace}\n`);
    expect(facts({ 'apps/media/pvc.yaml': object('media') }, { 'apps/video/pvc.yaml': object('video') })).toEqual([
      'infra.destroy PersistentVolumeClaim media/films certain',
    ]);
  });
  test('a claim of a release goes elsewhere', () => {
    const values = (name: string) => `persistence: { config: { existingClaim: ${name} } }`;
    expect(
      facts({ 'a.yaml': release('films', values('films')) }, { 'a.yaml': release('films', values('films-2')) }),
    ).toEqual(['infra.replace PersistentVolumeClaim films likely']);
  });
});
