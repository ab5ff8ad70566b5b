import { isTemplated } from './template.ts';

/** Where a kind lives today: an object that moves to the new group of its kind is the same object. */
const MOVED: Readonly<Record<string, string>> = {
  'extensions/Deployment': 'apps',
  'extensions/DaemonSet': 'apps',
  'extensions/ReplicaSet': 'apps',
  'extensions/Ingress': 'networking.k8s.io',
  'extensions/NetworkPolicy': 'networking.k8s.io',
  'extensions/PodSecurityPolicy': 'policy',
};
const HOMES: Readonly<Record<string, string>> = {
  Deployment: 'apps',
  StatefulSet: 'apps',
  DaemonSet: 'apps',
  ReplicaSet: 'apps',
  Ingress: 'networking.k8s.io',
  NetworkPolicy: 'networking.k8s.io',
  CronJob: 'batch',
  Job: 'batch',
  PodDisruptionBudget: 'policy',
  HorizontalPodAutoscaler: 'autoscaling',
  Role: 'rbac.authorization.k8s.io',
  RoleBinding: 'rbac.authorization.k8s.io',
  ClusterRole: 'rbac.authorization.k8s.io',
  ClusterRoleBinding: 'rbac.authorization.k8s.io',
};
const MOVED_GROUPS: Readonly<Record<string, string>> = {
  'certmanager.k8s.io': 'cert-manager.io',
  'traefik.containo.us': 'traefik.io',
  'gateway.networking.x-k8s.io': 'gateway.networking.k8s.io',
  'networking.x-k8s.io': 'gateway.networking.k8s.io',
  'karpenter.k8s.aws': 'karpenter.sh',
};

export function groupOf(apiVersion: string, kind: string): string {
  // a chart asks the cluster which version it has
  if (isTemplated(apiVersion)) return HOMES[kind] ?? '';
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return MOVED[`${group}/${kind}`] ?? MOVED_GROUPS[group] ?? group;
}

/** They look like objects and are configuration of a tool: no cluster holds them. */
const NO_OBJECTS =
  /^(kustomize\.config\.k8s\.io|kind\.x-k8s\.io|backstage\.io|skaffold|k3d\.io|ctlptl\.dev|kuttl\.dev|chainsaw\.kyverno\.io|cli\.kyverno\.io|audit\.k8s\.io|apiserver\.config\.k8s\.io|kubeadm\.k8s\.io|kubelet\.config\.k8s\.io|kubescheduler\.config\.k8s\.io|kubeproxy\.config\.k8s\.io|client\.authentication\.k8s\.io|builtin|viaduct\.ai|someteam\.example\.com|score\.dev|templates\.cloudquery\.io)$/;

export function isObject(group: string, kind: string): boolean {
  if (NO_OBJECTS.test(group) || !/^[A-Z][A-Za-z0-9]*$/.test(kind)) return false;
  return !(group === '' && (kind === 'Config' || kind === 'List'));
}

const BUILT_IN = /^(|apps|batch|autoscaling|policy|extensions|([a-z.]+\.)?k8s\.io)$/;

/** As kubectl tells kinds of the same name apart: `Cluster.postgresql.cnpg.io`. */
export function typeOf(group: string, kind: string): string {
  return BUILT_IN.test(group) ? kind : `${kind}.${group}`;
}

const CLUSTER_WIDE = new Set([
  'Namespace',
  'PersistentVolume',
  'StorageClass',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'PriorityClass',
  'IngressClass',
  'RuntimeClass',
  'APIService',
  'ClusterIssuer',
  'ClusterPolicy',
  'ClusterSecretStore',
  'CSIDriver',
  'VolumeSnapshotClass',
  'PodSecurityPolicy',
  'Node',
]);

export function isClusterWide(kind: string): boolean {
  return CLUSTER_WIDE.has(kind);
}

/** What runs pods from a template. */
export const WORKLOADS: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'DeploymentConfig',
  'Rollout',
  'Job',
  'CronJob',
  'Pod',
]);
