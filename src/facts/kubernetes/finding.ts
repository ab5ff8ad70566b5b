import type { Edit, Truth } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import { environmentOf, environmentOfPath, type Environment } from '../environment.ts';
import { baseName, folderOf } from '../path.ts';
import type { Weight } from '../resource.ts';
import { typeOf } from './kind.ts';
import type { KubeObject } from './manifest.ts';
import { at, entriesOf, textOf } from './node.ts';
import { showWords } from './template.ts';

export type Certainty = 'certain' | 'likely' | 'possible';
export type Protection = 'deletion' | 'backup' | 'encryption' | 'isolation' | 'availability' | 'admission' | 'other';
export type How = 'action' | 'resource' | 'principal' | 'public' | 'admin' | 'trust' | 'privilege';

type Told = {
  readonly because: string;
  readonly remedy?: string;
  /** `certain` where it is left out. */
  readonly certainty?: Certainty;
  readonly line?: number | null;
  /** Where this consequence is not that of losing the whole object. */
  readonly weight?: Partial<Weight>;
  readonly type?: string;
  /** The key of a chart's values it is about. */
  readonly place?: string;
  readonly name?: string;
};

/** What a change does to one object; who states it adds the object. */
export type Finding = Told &
  (
    | { readonly kind: 'infra.destroy' | 'infra.replace' | 'infra.scale-zero' }
    | { readonly kind: 'infra.unprotect'; readonly protection: Protection }
    | { readonly kind: 'access.widen'; readonly how: How }
    | { readonly kind: 'network.expose'; readonly world: Truth; readonly ports: string; readonly sensitive: Truth }
  );

/** What a finding is about. */
export type Subject = {
  readonly technology: 'kubernetes' | 'kustomize' | 'helm';
  readonly type: string;
  readonly name: string;
  readonly subject: string;
  readonly edit: Edit;
  readonly environment: Environment;
  readonly landed: Truth;
  readonly weight: Weight;
  readonly dependents: readonly string[];
};

export function observationOf(finding: Finding, about: Subject): Observation {
  const { edit, technology, environment, landed, subject } = about;
  const weight = { ...about.weight, ...finding.weight };
  const { line = null } = finding;
  const reason = {
    technology,
    landed,
    environment,
    certainty: finding.certainty ?? 'certain',
    because: showWords(finding.because),
    remedy: showWords(finding.remedy ?? ''),
    type: finding.type ?? about.type,
    name: showWords(finding.name ?? about.name),
  };
  const seen = {
    kind: finding.kind,
    subject: showWords(subject),
    edit,
    range: line === null ? null : { from: line, to: line },
  };
  const dependents = about.dependents.length;
  const radius = about.dependents.map((name) => ({ name: showWords(name), of: seen.subject }));
  switch (finding.kind) {
    case 'access.widen':
      return { ...seen, attributes: { ...reason, how: finding.how } };
    case 'network.expose': {
      const { world, ports, sensitive } = finding;
      return { ...seen, attributes: { ...reason, world, ports, sensitive } };
    }
    case 'infra.unprotect': {
      const { protection } = finding;
      return { ...seen, attributes: { ...reason, ...weight, dependents, protection } };
    }
    case 'infra.destroy':
    case 'infra.replace':
    case 'infra.scale-zero':
      return { ...seen, radius, attributes: { ...reason, ...weight, dependents } };
  }
}

/** `prod/api`, and `api` where it has no namespace. */
export function nameOf({ namespace, name }: Pick<KubeObject, 'namespace' | 'name'>): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

export function subjectOf(object: KubeObject): string {
  return `${folderOf(object.path) || '.'}:${typeOf(object.group, object.kind)}/${nameOf(object)}`;
}

/** A label or the namespace says it before the path does. */
export function environmentOfObject(object: KubeObject): Environment {
  const labels = entriesOf(at(object.node, 'metadata', 'labels'))
    .filter(({ key }) => /(^|\/)(env|environment|stage|tier-env)$/.test(key))
    .map(({ value }) => textOf(value));
  const name = object.kind === 'Namespace' ? object.name : object.namespace;
  const told = environmentOf(...labels, name);
  if (told !== 'unknown') return told;
  const ofPath = environmentOfPath(folderOf(object.path));
  return ofPath === 'unknown' ? environmentOf(baseName(object.path)) : ofPath;
}
