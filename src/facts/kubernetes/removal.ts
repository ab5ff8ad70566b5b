import { isKept } from './deletion.ts';
import type { Certainty, Finding, Protection } from './finding.ts';
import { nameOf } from './finding.ts';
import type { KubeObject } from './manifest.ts';
import { at, entriesOf, itemsOf, isFalse, textAt, textsOf } from './node.ts';
import { isTemplated } from './template.ts';

/** What is known about an object that is gone. */
export type Gone = {
  readonly object: KubeObject;
  /** One of the same kind that appeared in its place, under another name or in another namespace. */
  readonly heir: KubeObject | null;
  readonly dependents: number;
  /** Somewhere, not surely, it was not applied at all, or comes back. */
  readonly doubt: string;
  /** What it guarded goes in the same change. */
  readonly withItsApp: boolean;
};

/** What it means that an object is no longer there; nothing where a patch is dropped or whoever prunes must leave it alone. */
export function findingsOfRemoval(gone: Gone): readonly Finding[] {
  const { object, heir, withItsApp } = gone;
  if (isPatch(object) || isKept(object) || isHook(object)) return [];
  const line = object.node.from;
  const certainty = certaintyOf(gone);
  const guard = guardOf(object);
  if (guard && heir === null && !withItsApp) {
    const [protection, what] = guard;
    const weight = { stateful: false, critical: true, reversible: true } as const;
    const because = `the ${object.kind} is removed: ${what}`;
    return [
      { kind: 'infra.unprotect', protection, because, certainty, line, weight, remedy: `keep the ${object.kind}` },
    ];
  }
  return [{ kind: 'infra.destroy', because: becauseOf(gone), remedy: remedyOf(gone), certainty, line }];
}

function certaintyOf({ object, heir, doubt }: Gone): Certainty {
  // no cluster since 1.25 knows this kind
  if (doubt !== '' || object.kind === 'PodSecurityPolicy') return 'possible';
  // a name that a helper renders may be the same one under a new helper
  if (object.templated && heir !== null && isTemplated(object.name + heir.name)) return 'possible';
  if (object.templated || isOrphaning(object)) return 'likely';
  return heir !== null && (heir.namespace === '' || object.namespace === '') && heir.name === object.name
    ? 'likely'
    : 'certain';
}

/** Without this finalizer an Application goes alone; a parent that prunes may still say otherwise. */
function isOrphaning({ kind, group, node }: KubeObject): boolean {
  if (group === 'kustomize.toolkit.fluxcd.io') return isFalse(at(node, 'spec', 'prune'));
  const finalizers = textsOf(at(node, 'metadata', 'finalizers'));
  return (
    group === 'argoproj.io' &&
    kind === 'Application' &&
    !finalizers.some((one) => one.startsWith('resources-finalizer'))
  );
}

function becauseOf(gone: Gone): string {
  const { object, heir, dependents, doubt } = gone;
  const { kind, group } = object;
  if (doubt !== '') return `the ${kind} is removed; ${doubt}`;
  if (heir) return becauseOfHeir(object, heir);
  if (kind === 'Namespace') return `the Namespace takes its ${dependents === 0 ? '' : `${dependents} `}objects along`;
  if (kind === 'CustomResourceDefinition') {
    const whole = textAt(object.node, 'spec', 'names', 'kind') || 'object of its kind';
    return `the CustomResourceDefinition takes every ${whole} along`;
  }
  const deploys = DEPLOYERS.test(group) && /^(App|Kustom|HelmR)/.test(kind) && kind !== 'HelmRepository';
  return deploys ? `the ${kind} is removed, and what it deployed is pruned with it` : `the ${kind} is removed`;
}

const DEPLOYERS = /^(argoproj\.io|kustomize\.toolkit\.fluxcd\.io|helm\.toolkit\.fluxcd\.io)$/;

function becauseOfHeir({ kind, name, namespace }: KubeObject, heir: KubeObject): string {
  if (heir.kind !== kind) return `the ${kind} is removed and a ${heir.kind} takes its place`;
  const what = heir.name === name ? 'its namespace' : 'metadata.name';
  const [from, to] = heir.name === name ? [namespace, heir.namespace] : [name, heir.name];
  return `${what} goes from ${from || 'none'} to ${to || 'none'}: the old ${kind} is deleted and a new one made`;
}

function remedyOf({ object, heir }: Gone): string {
  if (heir && heir.kind === object.kind && heir.name !== object.name)
    return `keep \`name: ${object.name}\`, or add the new one beside it and remove the old one later`;
  if (heir && heir.name === object.name && heir.kind === object.kind) return `keep \`namespace: ${object.namespace}\``;
  if (/^(PersistentVolumeClaim|StatefulSet|Namespace)$/.test(object.kind))
    return `take a backup of ${nameOf(object)} first, and set its volumes to \`persistentVolumeReclaimPolicy: Retain\``;
  if (object.kind === 'Application')
    return 'kubectl annotate it with argocd.argoproj.io/sync-options: Prune=false first, to keep what it deployed';
  if (/^(Kustomization|HelmRelease)$/.test(object.kind))
    return 'set `prune: false` or suspend it in a first commit, to keep what it deployed';
  return '';
}

/** Rules that a cluster holds against its users. Their names are all there is to tell them by. */
function guardOf({ kind, group }: KubeObject): readonly [Protection, string] | null {
  if (kind === 'PodDisruptionBudget') return ['availability', 'a drained node may take every pod at once'];
  if (/NetworkPolicy$|^(GlobalNetworkPolicy|AuthorizationPolicy|PeerAuthentication|AdminNetworkPolicy)$/.test(kind))
    return ['isolation', 'what it kept apart can talk to each other'];
  if (/^(ResourceQuota|LimitRange|PodSecurityPolicy|ClusterPolicy|Policy)$/.test(kind))
    return ['admission', 'what it refused is let in'];
  if (
    /^Validating(WebhookConfiguration|AdmissionPolicy|AdmissionPolicyBinding|Policy)$/.test(kind) ||
    /(^|\.)gatekeeper\.sh$/.test(group)
  )
    return ['admission', 'what it refused is let in'];
  if (
    /^(ScheduledBackup|Schedule|BackupSchedule|ReplicationSource|RecurringJob|SnapshotSchedule|VolumeSnapshotSchedule)$/.test(
      kind,
    )
  )
    return ['backup', 'no new backups are made'];
  return null;
}

/** A hook is made and deleted with each sync. */
function isHook({ node }: KubeObject): boolean {
  const notes = entriesOf(at(node, 'metadata', 'annotations')).map(({ key }) => key);
  return notes.includes('helm.sh/hook') || notes.includes('argocd.argoproj.io/hook');
}

function isPatch({ path }: KubeObject): boolean {
  return /(^|\/)patch(es)?\/|(^|[/._-])patch[^/]*\.ya?ml$/i.test(path);
}

/** An object that could not be made as it stands may be a patch of one that is made elsewhere. */
export function looksPartial(object: KubeObject): boolean {
  return !object.templated && (PARTS[`${object.group}/${object.kind}`]?.(object.node) ?? false);
}

const isPodless = (node: KubeObject['node']): boolean =>
  says(node) && at(node, 'spec', 'selector') === undefined && !hasImage(node);

const PARTS: Readonly<Record<string, (node: KubeObject['node']) => boolean>> = {
  'apps/Deployment': isPodless,
  'apps/DaemonSet': isPodless,
  'batch/CronJob': isPodless,
  'kustomize.toolkit.fluxcd.io/Kustomization': (node) => says(node) && !says(node, 'sourceRef', 'path'),
  'helm.toolkit.fluxcd.io/HelmRelease': (node) => says(node) && !says(node, 'chart', 'chartRef'),
};

/** Whether `spec` is there, and holds one of these keys if any is named. */
function says(node: KubeObject['node'], ...keys: readonly string[]): boolean {
  const spec = at(node, 'spec');
  return spec !== undefined && (keys.length === 0 || keys.some((key) => at(spec, key) !== undefined));
}

function hasImage(node: KubeObject['node']): boolean {
  const spec = at(node, 'spec');
  const pods = [at(spec, 'template', 'spec'), at(spec, 'jobTemplate', 'spec', 'template', 'spec')];
  return pods.some((pod) => itemsOf(at(pod, 'containers')).some((one) => textAt(one, 'image') !== ''));
}
