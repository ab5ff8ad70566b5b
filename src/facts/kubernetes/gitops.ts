import type { YamlFile } from '../../model/syntax.ts';
import type { Check } from './check.ts';
import { soundsLikeData } from './data-words.ts';
import type { Certainty, Finding } from './finding.ts';
import type { KubeObject } from './manifest.ts';
import { at, canonical, entriesOf, itemsOf, lineAt, textAt, textOf, type Place } from './node.ts';
import { isTemplated } from './template.ts';
import { valuesOfParameters } from './parameters.ts';
import { checkValues } from './values.ts';

/** What an application is made from, and where it goes. */
export function checkGitops(parse: (text: string) => YamlFile): Check {
  return (before, after, scene) => {
    if (after.group === 'argoproj.io' && /^Application(Set)?$/.test(after.kind)) return ofArgo(before, after, parse);
    if (after.kind === 'HelmRelease') return ofRelease(before, after);
    if (after.group === 'kustomize.toolkit.fluxcd.io') return ofFlux(before, after, scene.movedFolder);
    if (after.kind === 'GitRepository') return ofField(before, after, ['spec', 'ref', 'branch'], 'likely');
    return [];
  };
}

const APPLICATION = { stateful: 'unknown', critical: true, reversible: 'unknown' } as const;

function replaced(because: string, line: number | null, certainty: Certainty): Finding {
  const remedy = 'turn prune off for this change, compare what the new source renders, then turn it on again';
  return { kind: 'infra.replace', because, remedy, certainty, line, weight: APPLICATION };
}

function ofField(
  before: KubeObject,
  after: KubeObject,
  path: readonly string[],
  certainty: Certainty,
): readonly Finding[] {
  const [then, now] = [textAt(before.node, ...path), textAt(after.node, ...path)];
  if (then === '' || then === now || isTemplated(then + now) || pathOf(then) === pathOf(now)) return [];
  const name = path.slice(1).join('.');
  const because = `${name} goes from ${then} to ${now || 'nothing'}: what the old one made is pruned or left behind`;
  return [replaced(because, lineAt(after.node, ...path), certainty)];
}

/** `./apps/x/` and `apps/x` are the same folder. */
function pathOf(text: string): string {
  return text.replace(/^\.?\//, '').replace(/\/$/, '');
}

function ofFlux(
  before: KubeObject,
  after: KubeObject,
  movedFolder: (from: string, to: string) => boolean,
): readonly Finding[] {
  const path = ['spec', 'path'];
  const moved = movedFolder(pathOf(textAt(before.node, ...path)), pathOf(textAt(after.node, ...path)));
  return [
    ...ofField(before, after, path, moved ? 'possible' : 'likely'),
    ...ofField(before, after, ['spec', 'targetNamespace'], 'certain'),
    ...ofField(before, after, ['spec', 'sourceRef', 'name'], 'possible'),
    ...ofField(before, after, ['spec', 'namePrefix'], 'certain'),
    ...ofField(before, after, ['spec', 'kubeConfig', 'secretRef', 'name'], 'likely'),
  ];
}

function ofRelease(before: KubeObject, after: KubeObject): readonly Finding[] {
  const chart = ['spec', 'chart', 'spec', 'chart'];
  const version = ['spec', 'chart', 'spec', 'version'];
  const renamed = at(after.node, 'spec', 'chart') ? ofField(before, after, chart, 'likely') : [];
  return [
    ...renamed,
    ...ofField(before, after, ['spec', 'releaseName'], 'certain'),
    ...ofField(before, after, ['spec', 'targetNamespace'], 'certain'),
    ...ofField(before, after, ['spec', 'storageNamespace'], 'likely'),
    ...majorBump(
      textAt(after.node, ...chart),
      textAt(before.node, ...version),
      textAt(after.node, ...version),
      lineAt(after.node, ...version),
    ),
    ...checkValues(at(before.node, 'spec', 'values'), at(after.node, 'spec', 'values')),
  ];
}

/** A new major version of a chart that holds data seldom upgrades its volumes in place. */
export function majorBump(chart: string, then: string, now: string, line: number | null): readonly Finding[] {
  const major = (version: string): number | null => {
    const [, digits] = /^[~^=v<> ]*(\d+)\./.exec(version) ?? [];
    return digits === undefined ? null : Number(digits);
  };
  const [from, to] = [major(then), major(now)];
  if (from === null || to === null || from === to || !soundsLikeData(chart)) return [];
  const because = `the chart ${chart} goes from ${then} to ${now}: a new major version may not keep its data`;
  return [
    {
      kind: 'infra.replace',
      because,
      certainty: 'possible',
      line,
      remedy: "follow the chart's upgrade notes, with a backup",
      weight: { stateful: true, critical: true, reversible: 'unknown' },
    },
  ];
}

function ofArgo(before: KubeObject, after: KubeObject, parse: (text: string) => YamlFile): readonly Finding[] {
  const base = after.kind === 'ApplicationSet' ? ['spec', 'template', 'spec'] : ['spec'];
  const [then, now] = [at(before.node, ...base), at(after.node, ...base)];
  return [
    ...['server', 'name', 'namespace'].flatMap((key) =>
      ofField(before, after, [...base, 'destination', key], 'certain'),
    ),
    ...ofSources(sourcesOf(then), sourcesOf(now), parse, lineAt(now, 'sources') ?? lineAt(now, 'source')),
    ...(after.kind === 'ApplicationSet' ? ofGenerators(before, after) : []),
  ];
}

function sourcesOf(spec: Place): readonly Place[] {
  const one = at(spec, 'source');
  return [...(one ? [one] : []), ...itemsOf(at(spec, 'sources'))];
}

/** A chart, or a folder. A source that only lends its files (`ref`) makes nothing. */
function whatOf(source: Place): string {
  return textAt(source, 'chart') || pathOf(textAt(source, 'path'));
}

function ofSources(
  then: readonly Place[],
  now: readonly Place[],
  parse: (text: string) => YamlFile,
  line: number | null,
): readonly Finding[] {
  const fresh = now.filter((one) => whatOf(one) !== '' && !then.some((old) => whatOf(old) === whatOf(one)));
  return then.flatMap((old): readonly Finding[] => {
    const what = whatOf(old);
    if (what === '' || isTemplated(what)) return [];
    const heir = now.find((one) => whatOf(one) === what);
    if (heir) return ofSource(old, heir, parse);
    const [next] = fresh;
    if (next === undefined)
      return [
        {
          kind: 'infra.destroy',
          because: `the source ${what} is gone: what it made is pruned`,
          certainty: 'likely',
          line,
          weight: APPLICATION,
        },
      ];
    return [
      replaced(
        `the source goes from ${what} to ${whatOf(next)}: what the old one made is pruned or left behind`,
        lineAt(next, 'path'),
        'likely',
      ),
    ];
  });
}

function ofSource(then: Place, now: Place, parse: (text: string) => YamlFile): readonly Finding[] {
  const chart = textAt(now, 'chart');
  const [from, to] = [textAt(then, 'targetRevision'), textAt(now, 'targetRevision')];
  const line = lineAt(now, 'targetRevision');
  const branch = chart === '' && from !== to && isBranch(from) && isBranch(to);
  const release = textAt(then, 'helm', 'releaseName');
  const renamed = release !== '' && release !== textAt(now, 'helm', 'releaseName');
  return [
    ...(branch
      ? [replaced(`targetRevision goes from ${from} to ${to}: what is not there is pruned`, line, 'likely')]
      : []),
    ...(renamed
      ? [
          replaced(
            'helm.releaseName changes: every object of the chart gets another name',
            lineAt(now, 'helm', 'releaseName'),
            'likely',
          ),
        ]
      : []),
    ...(chart === '' ? [] : majorBump(chart, from, to, line)),
    ...checkValues(at(then, 'helm', 'valuesObject'), at(now, 'helm', 'valuesObject')),
    ...checkValues(
      valuesOfParameters(itemsOf(at(then, 'helm', 'parameters'))),
      valuesOfParameters(itemsOf(at(now, 'helm', 'parameters'))),
    ),
    ...ofInline(at(then, 'helm', 'values'), at(now, 'helm', 'values'), parse),
  ];
}

/** No version and no commit: a name that moves. */
function isBranch(revision: string): boolean {
  return revision !== '' && revision !== 'HEAD' && !/^v?\d|^[0-9a-f]{7,40}$|\d+\.\d+|[*^~]/.test(revision);
}

function ofInline(then: Place, now: Place, parse: (text: string) => YamlFile): readonly Finding[] {
  const [old, young] = [textOf(then), textOf(now)];
  if (old === '' || young === '' || old === young) return [];
  const findings = checkValues(parse(old).documents[0], parse(young).documents[0]);
  const start = now?.from ?? 0;
  return findings.map((one) => ({ ...one, line: start + (one.line ?? 0) }));
}

function ofGenerators(before: KubeObject, after: KubeObject): readonly Finding[] {
  const now = new Set(elementsOf(after));
  const gone = elementsOf(before).filter((one) => !now.has(one));
  const line = lineAt(after.node, 'spec', 'generators');
  return gone.map((name) => ({
    kind: 'infra.destroy',
    because: `the generator no longer lists ${name}: its Application is deleted with all it deployed`,
    remedy: 'set preserveResourcesOnDeletion: true first',
    certainty: 'likely',
    line,
    weight: APPLICATION,
  }));
}

function elementsOf({ node }: KubeObject): readonly string[] {
  return itemsOf(at(node, 'spec', 'generators')).flatMap((generator) => [
    ...itemsOf(at(generator, 'list', 'elements')).map(nameOfElement),
    ...itemsOf(at(generator, 'git', 'directories')).flatMap((one) =>
      textAt(one, 'exclude') === 'true' ? [] : [pathOf(textAt(one, 'path'))],
    ),
    ...itemsOf(at(generator, 'git', 'files')).map((one) => pathOf(textAt(one, 'path'))),
  ]);
}

function nameOfElement(element: Place): string {
  for (const key of ['name', 'cluster', 'app', 'env', 'environment', 'namespace', 'path']) {
    const name = textAt(element, key);
    if (name !== '') return name;
  }
  return textOf(entriesOf(element)[0]?.value) || canonical(element).slice(0, 60);
}
