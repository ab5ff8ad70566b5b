import { describe, expect, test } from 'vitest';
import { kubernetes } from '../../src/facts/analyzers/kubernetes.ts';
import { kustomize } from '../../src/facts/analyzers/kustomize.ts';
import { between, told, type Tree } from './manifests.ts';

const facts = (before: Tree, after: Tree) => told(between(before, after, [kustomize]));
const both = (before: Tree, after: Tree) => told(between(before, after, [kubernetes, kustomize]));

const object = (kind: string, name: string, apiVersion = 'v1') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: { selector: { matchLabels: { app: a } } }\n`;
const claim = object('PersistentVolumeClaim', 'data');
const deploy = object('Deployment', 'api', 'apps/v1');
const list = (...resources: string[]) => `resources:\n${resources.map((one) => `  - ${one}\n`).join('')}`;

const base = {
  'app/kustomization.yaml': list('deploy.yaml', 'pvc.yaml'),
  'app/deploy.yaml': deploy,
  'app/pvc.yaml': claim,
};
const withKustomization = (text: string) => ({ ...base, 'app/kustomization.yaml': text });
const flux = object('Kustomization', 'shop', 'kustomize.toolkit.fluxcd.io/v1').replace('spec: {', 'spec: { path: ./a,');

describe('an entry that is dropped', () => {
  test('while its file stays', () => {
    expect(facts(base, withKustomization(list('deploy.yaml')))).toEqual([
      'infra.destroy PersistentVolumeClaim data certain',
    ]);
  });
  test('as a comment', () => {
    expect(facts(base, withKustomization('resources:\n  - deploy.yaml\n  # - pvc.yaml\n'))).toHaveLength(1);
  });
  test('as a folder', () => {
    const before = {
      ...base,
      'kustomization.yaml': list('app', 'other'),
      'other/kustomization.yaml': list('a.yaml'),
      'other/a.yaml': flux,
    };
    expect(facts(before, { ...before, 'kustomization.yaml': list('app') })).toEqual([
      'infra.destroy Kustomization.kustomize.toolkit.fluxcd.io shop certain',
    ]);
  });
  test('and nothing of it can be seen', () => {
    const before = { 'app/kustomization.yaml': list('deploy.yaml', 'pvc.yaml') };
    expect(facts(before, { 'app/kustomization.yaml': list('deploy.yaml') })).toEqual([
      'infra.destroy Kustomization pvc.yaml likely',
    ]);
  });
  test('from another repository', () => {
    const remote = 'https://github.com/org/repo//deploy?ref=v1.0.0';
    expect(facts(withKustomization(list('pvc.yaml', remote)), withKustomization(list('pvc.yaml')))).toEqual([
      `infra.destroy Kustomization ${remote} likely`,
    ]);
  });
  test('together with its file: the file tells', () => {
    const { 'app/pvc.yaml': _gone, ...rest } = base;
    expect(both(base, { ...rest, 'app/kustomization.yaml': list('deploy.yaml') })).toEqual([
      'infra.destroy PersistentVolumeClaim data certain',
    ]);
  });
  test('with the whole overlay', () => {
    const before = { ...base, 'prod/kustomization.yaml': `namespace: prod\n${list('../app')}` };
    expect(facts(before, base)).toEqual([
      'infra.destroy Deployment api certain',
      'infra.destroy PersistentVolumeClaim data certain',
    ]);
  });
  test('with a component', () => {
    const before = {
      ...withKustomization(`${list('deploy.yaml')}components: [../c]\n`),
      'c/kustomization.yaml': list('x.yaml'),
      'c/x.yaml': claim,
    };
    expect(facts(before, { ...before, 'app/kustomization.yaml': list('deploy.yaml') })).toHaveLength(1);
  });
  test('by a file cut short', () => {
    expect(facts(base, withKustomization('resources:\n  - dep'))).toContain(
      'infra.destroy PersistentVolumeClaim data certain',
    );
  });
});

describe('every object under another name', () => {
  test.each([
    ['namespace', 'namespace: a\n', 'namespace: b\n'],
    ['namespace that is new', '', 'namespace: b\n'],
    ['namePrefix', '', 'namePrefix: v2-\n'],
    ['nameSuffix', 'nameSuffix: -a\n', ''],
  ])('%s', (_what, then, now) => {
    const entries = list('deploy.yaml', 'pvc.yaml');
    const [fact, ...more] = between(withKustomization(then + entries), withKustomization(now + entries), [kustomize]);
    expect(more).toEqual([]);
    expect(fact).toMatchObject({
      kind: 'infra.destroy',
      attributes: { stateful: true, dependents: 2 },
    });
  });
  test('and none of them can be seen', () => {
    const at = (namespace: string) => ({ 'app/kustomization.yaml': `namespace: ${namespace}\n${list('a.yaml')}` });
    expect(facts(at('a'), at('b'))).toEqual(['infra.destroy Kustomization app certain']);
  });
  test('labels laid over selectors', () => {
    const entries = list('deploy.yaml');
    expect(facts(withKustomization(entries), withKustomization(`commonLabels: { team: a }\n${entries}`))).toEqual([
      'infra.replace Kustomization app certain',
    ]);
  });
});

describe('by the kustomization itself', () => {
  test.each([
    ['replicas', 'replicas: [{ name: api, count: 0 }]\n', 'infra.scale-zero Deployment api certain'],
    [
      'a patch that deletes',
      'patches:\n  - patch: |\n      $patch: delete\n      apiVersion: v1\n      kind: PersistentVolumeClaim\n      metadata: { name: data }\n',
      'infra.destroy PersistentVolumeClaim PersistentVolumeClaim/data certain',
    ],
    [
      'an operation',
      'patches:\n  - target: { kind: Deployment, name: api }\n    patch: |\n      - op: replace\n        path: /spec/replicas\n        value: 0\n',
      'infra.scale-zero Deployment Deployment/api certain',
    ],
    [
      'a merge',
      'patchesStrategicMerge:\n  - |\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: { name: api }\n    spec: { replicas: 0 }\n',
      'infra.scale-zero Deployment Deployment/api certain',
    ],
  ])('%s', (_what, more, said) => {
    const entries = list('deploy.yaml', 'pvc.yaml');
    expect(facts(base, withKustomization(entries + more))).toEqual([said]);
    expect(facts(withKustomization(entries + more), withKustomization(`# again\n${entries}${more}`))).toEqual([]);
  });
});

describe('is quiet', () => {
  const entries = list('deploy.yaml', 'pvc.yaml');
  test.each<[string, Tree, Tree]>([
    [
      'images',
      withKustomization(`${entries}images: [{ name: a, newTag: v1 }]\n`),
      withKustomization(`${entries}images: [{ name: a, newTag: v2 }]\n`),
    ],
    ['another order and spelling', base, withKustomization(list('./pvc.yaml', './deploy.yaml'))],
    [
      'one more resource',
      base,
      { ...withKustomization(list('deploy.yaml', 'pvc.yaml', 'x.yaml')), 'app/x.yaml': flux },
    ],
    [
      'a generator',
      withKustomization(`${entries}configMapGenerator: [{ name: a, literals: [a=1] }]\n`),
      withKustomization(entries),
    ],
    [
      'a newer remote',
      withKustomization(list('https://github.com/o/r//d?ref=v1.0.0')),
      withKustomization(list('https://github.com/o/r//d?ref=v2.0.0')),
    ],
    [
      'a newer release file',
      withKustomization(list('https://github.com/o/r/releases/download/v1.0.0/install.yaml')),
      withKustomization(list('https://github.com/o/r/releases/download/v1.1.0/install.yaml')),
    ],
    ['bases that become resources', withKustomization('bases: [deploy.yaml, pvc.yaml]\n'), base],
    ['labels that select nothing', base, withKustomization(`${entries}labels: [{ pairs: { a: b } }]\n`)],
    [
      'a folder for a file',
      base,
      {
        ...base,
        'app/kustomization.yaml': list('deploy.yaml', 'storage'),
        'app/storage/kustomization.yaml': list('../pvc.yaml'),
      },
    ],
    [
      'an entry that another takes over',
      { ...base, 'b/kustomization.yaml': list('x.yaml'), 'b/x.yaml': flux },
      {
        ...withKustomization(list('deploy.yaml')),
        'b/kustomization.yaml': list('x.yaml', '../app/pvc.yaml'),
        'b/x.yaml': flux,
      },
    ],
    [
      'a Flux Kustomization that takes over',
      {
        ...base,
        'k/kustomization.yaml': list('../apps/shop'),
        'apps/shop/kustomization.yaml': list('a.yaml'),
        'apps/shop/a.yaml': claim,
      },
      {
        ...base,
        'k/kustomization.yaml': list('ks.yaml'),
        'k/ks.yaml': 'kind: Kustomization\nspec:\n  path: ./apps/shop\n',
        'apps/shop/kustomization.yaml': list('a.yaml'),
        'apps/shop/a.yaml': claim,
      },
    ],
    [
      'a namespace that the base said',
      { ...base, 'prod/kustomization.yaml': list('../app'), 'app/kustomization.yaml': `namespace: a\n${entries}` },
      {
        ...base,
        'prod/kustomization.yaml': `namespace: a\n${list('../app')}`,
        'app/kustomization.yaml': `namespace: a\n${entries}`,
      },
    ],
    [
      'a file that includes itself',
      { 'a/kustomization.yaml': list('../a', 'x.yaml') },
      { 'a/kustomization.yaml': list('../a', 'x.yaml', 'y.yaml') },
    ],
  ])('%s', (_what, before, after) => {
    expect(facts(before, after)).toEqual([]);
  });
});

describe('a namespace that is said elsewhere', () => {
  const entries = list('deploy.yaml', 'pvc.yaml');
  test('above', () => {
    const top = { 'kustomization.yaml': `namespace: shop\n${list('app')}` };
    const said = { ...withKustomization(`namespace: shop\n${entries}`), ...top };
    expect(both(said, { ...withKustomization(entries), ...top })).toEqual([]);
  });
  test('above, in the same change', () => {
    const said = { ...withKustomization(`namespace: shop\n${entries}`), 'kustomization.yaml': list('app') };
    expect(
      both(said, { ...withKustomization(entries), 'kustomization.yaml': `namespace: shop\n${list('app')}` }),
    ).toEqual([]);
  });
  test('by the Flux Kustomization that applies the folder', () => {
    const ks = {
      'media/ks.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: x }\nspec: { path: ./media/app, targetNamespace: shop }\n`,
    };
    const app = (text: string) => ({ ...ks, 'media/app/kustomization.yaml': text, 'media/app/pvc.yaml': claim });
    expect(both(app(`namespace: shop\n${list('pvc.yaml')}`), app(list('pvc.yaml')))).toEqual([]);
    expect(both(app(`namespace: other\n${list('pvc.yaml')}`), app(list('pvc.yaml')))).toEqual([]);
  });
});

test('an app that goes altogether is told by its objects', () => {
  const before = {
    ...base,
    'kustomization.yaml': list('app', 'b'),
    'b/kustomization.yaml': list('x.yaml'),
    'b/x.yaml': flux,
  };
  const after = { 'kustomization.yaml': list('b'), 'b/kustomization.yaml': list('x.yaml'), 'b/x.yaml': flux };
  expect(both(before, after)).toEqual([
    'infra.destroy Deployment api certain',
    'infra.destroy PersistentVolumeClaim data certain',
  ]);
});

test('broken text is said', () => {
  expect(facts(base, withKustomization('resources: [deploy.yaml, pvc.yaml\n'))).toContain(
    'unreadable app/kustomization.yaml',
  );
});
