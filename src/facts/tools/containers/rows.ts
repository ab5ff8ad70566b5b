import type { Truth } from '../../../model/change.ts';
import type { Deed } from '../deeds.ts';
import type { Certainty, ResourceKind } from '../effects.ts';

export type ContainerDeed = Deed & {
  readonly kind: ResourceKind | 'release.publish' | 'stop';
  readonly because: string;
  readonly remedy?: string;
  readonly technology?: string;
  readonly type?: string;
  readonly stateful?: Truth;
  readonly critical?: Truth;
  readonly certainty?: Certainty;
};

const ENGINE = 'docker podman nerdctl finch';
const DATA = { kind: 'infra.destroy', type: 'volume', stateful: true } as const;
/** What is made again by the next `up`. */
const MADE_AGAIN = { kind: 'infra.destroy', stateful: false, critical: false } as const;
/** What a cluster of them runs for others. */
const SHARED = { kind: 'infra.destroy', stateful: 'unknown', critical: true } as const;
const EVERYTHING = /\$\(|`|\{\}|(?:^|\s)(?:-[a-z]*a[a-z]*|--all)(?:\s|$)/;

export const containerDeeds: readonly ContainerDeed[] = [
  {
    tools: ENGINE,
    words: /^volume (?:rm|remove)\b/,
    ...DATA,
    because: 'the volume is deleted with the data in it',
    remedy: 'docker volume inspect shows what it is; copy it first with docker run --rm -v NAME:/data',
  },
  {
    tools: ENGINE,
    words: /^volume prune\b/,
    ...DATA,
    because: 'volumes that no container uses just now are deleted with their data',
    remedy: 'docker volume ls -f dangling=true shows which',
  },
  {
    tools: ENGINE,
    words: /^system prune\b/,
    line: /--volumes\b/,
    ...DATA,
    because: 'stopped containers and volumes nobody uses just now are deleted with their data',
    remedy: 'docker builder prune frees the cache and leaves data alone',
  },
  {
    tools: ENGINE,
    words: /^system prune\b/,
    kind: 'infra.destroy',
    type: 'container',
    because: 'every stopped container is deleted with what was written in it, and images with it',
    remedy: 'docker builder prune frees the cache and leaves containers alone',
  },
  {
    tools: ENGINE,
    words: /^container prune\b/,
    kind: 'infra.destroy',
    type: 'container',
    because: 'every stopped container is deleted with what was written in it',
    remedy: 'docker rm NAME removes the one that is meant',
  },
  {
    tools: 'podman',
    words: /^(?:system reset|machine reset|machine rm|pod prune|pod rm)\b/,
    ...DATA,
    because: 'containers are deleted with all that is in them',
    remedy: 'remove the one that is meant by name',
  },
  {
    tools: ENGINE,
    words: /^compose (?:\S+ )*?down\b/,
    line: /(?:\s)(?:-v|--volumes|-[a-z]*v[a-z]*)(?:\s|$)/,
    ...DATA,
    because: 'the volumes of the project are deleted with their data',
    remedy: 'docker compose down keeps the volumes',
  },
  {
    tools: ENGINE,
    words: /^compose (?:\S+ )*?rm\b/,
    line: /\srm\s(?:.*\s)?(?:-[a-z]*v[a-z]*|--volumes)(?:\s|$)/,
    ...DATA,
    because: 'the containers go with the volumes that have no name',
    remedy: 'docker compose rm -f keeps the volumes',
  },
  {
    tools: ENGINE,
    words: /^(?:container )?(?:rm|remove)\b/,
    line: /\s(?:-[a-z]*v[a-z]*|--volumes)(?:\s|$)/,
    ...DATA,
    because: 'the container goes with the volumes that have no name',
    remedy: 'docker rm without -v keeps the volumes',
  },
  {
    tools: ENGINE,
    words: /^(?:container )?(?:rm|remove)\b/,
    line: EVERYTHING,
    kind: 'infra.destroy',
    type: 'container',
    because: 'every container of a list nobody has seen is deleted with what was written in it',
    remedy: 'docker ps -a shows them; docker rm NAME removes the one that is meant',
  },
  {
    tools: ENGINE,
    words: /^(?:container )?(?:stop|kill|pause|restart)\b/,
    line: EVERYTHING,
    kind: 'stop',
    because: 'every container of a list nobody has seen stops',
    remedy: 'docker ps shows them; docker stop NAME stops the one that is meant',
  },
  {
    tools: ENGINE,
    words: /^(?:container )?(?:rm|remove|kill)\b/,
    ...MADE_AGAIN,
    because: 'the container is deleted or ended',
  },
  {
    tools: ENGINE,
    words: /^(?:network (?:rm|remove|prune)|image (?:rm|prune)|rmi)\b/,
    ...MADE_AGAIN,
    type: 'image',
    because: 'an image or a network is deleted, which is made again',
  },
  {
    tools: ENGINE,
    words: /^(?:service|stack) (?:rm|remove|down)\b/,
    ...SHARED,
    type: 'service',
    because: 'what the swarm serves goes',
    remedy: 'docker service scale changes how many run',
  },
  {
    tools: ENGINE,
    line: /^service scale\b.*=0\b|^service update\b.*--replicas[= ]0\b/,
    ...SHARED,
    kind: 'infra.scale-zero',
    type: 'service',
    because: 'nothing is left to answer',
  },
  {
    tools: ENGINE,
    words: /^(?:swarm leave|node (?:rm|remove|demote)|swarm (?:ca|unlock-key))\b/,
    ...SHARED,
    type: 'swarm',
    because: 'a node leaves, and what it alone held goes with it',
  },
  {
    tools: ENGINE,
    words: /^(?:secret|config) (?:rm|remove)\b/,
    ...SHARED,
    stateful: true,
    type: 'secret',
    because: 'it cannot be read back',
  },
  {
    tools: ENGINE,
    words: /^(?:plugin (?:rm|remove|disable)|trust (?:revoke|key)|context rm|machine rm)\b/,
    ...SHARED,
    type: 'plugin',
    because: 'others on this machine use it',
  },
  {
    tools: 'docker-machine',
    words: /^(?:rm|kill|regenerate-certs)\b/,
    ...DATA,
    type: 'machine',
    because: 'the machine goes with everything on it',
  },
  {
    tools: ENGINE,
    words: /^(?:image )?push\b|^manifest push\b|^compose (?:\S+ )*?push\b/,
    kind: 'release.publish',
    because: 'whoever pulls that tag gets this image',
  },
  {
    tools: ENGINE,
    words: /^(?:buildx )?(?:build|bake)\b/,
    line: /(?:\s)--push(?:\s|$)/,
    kind: 'release.publish',
    because: 'whoever pulls that tag gets this image',
  },
  {
    tools: 'buildah skopeo crane regctl',
    words: /^(?:push|copy|cp|append|tag|index|image copy)\b/,
    line: /docker:\/\/|^(?:push|append|tag)\b/,
    kind: 'release.publish',
    because: 'whoever pulls that tag gets this image',
  },
  {
    tools: 'ctr crictl',
    words: /(?:^|\s)(?:rm|rmp|stopp|rmi|delete|stop|kill|prune)\b/,
    ...SHARED,
    because: 'what a cluster runs is taken from under it',
  },
  {
    tools: 'colima limactl multipass orb orbctl lxc incus pct qm tart utmctl prlctl',
    words: /^(?:delete|purge|destroy|factory-reset|prune|reset|rm)\b/,
    ...DATA,
    technology: 'virtual machine',
    type: 'machine',
    because: 'the machine goes with everything on it',
    remedy: 'stop it instead',
  },
  {
    tools: 'vagrant',
    words: /^(?:destroy|box remove|snapshot delete|box prune)\b/,
    ...DATA,
    technology: 'virtual machine',
    type: 'machine',
    because: 'the machine goes with everything on it',
    remedy: 'vagrant halt',
  },
  {
    tools: 'virsh',
    words: /(?:^|\s)(?:undefine|destroy|vol-delete|vol-wipe|pool-delete|pool-destroy|snapshot-delete|net-destroy)\b/,
    ...DATA,
    technology: 'virtual machine',
    type: 'machine',
    because: 'the machine is cut off, or goes with its disk',
    remedy: 'virsh shutdown',
  },
  {
    tools: 'vboxmanage',
    line: /^unregistervm\b.*--delete|^(?:closemedium|discardstate|snapshot \S+ delete|controlvm \S+ poweroff)/,
    ...DATA,
    technology: 'virtual machine',
    type: 'machine',
    because: 'the machine is cut off, or goes with its disk',
  },
  {
    tools: 'wsl',
    line: /--unregister\b|--uninstall\b/,
    ...DATA,
    technology: 'virtual machine',
    type: 'machine',
    because: 'the system goes with everything on it',
    remedy: 'wsl --export keeps a copy first',
  },
  {
    tools: 'wsl',
    line: /--shutdown\b|--terminate\b|(?:^|\s)-t\s/,
    ...SHARED,
    kind: 'infra.scale-zero',
    technology: 'virtual machine',
    because: 'everything that runs in it ends',
  },
  {
    tools: 'vmrun',
    line: /\b(?:deletevm|deletesnapshot|reset|stop)\b/i,
    ...DATA,
    technology: 'virtual machine',
    type: 'machine',
    because: 'the machine is cut off, or goes with its disk',
  },
  {
    tools: 'machinectl',
    words: /^(?:remove|terminate|poweroff|kill|clean)\b/,
    ...DATA,
    technology: 'virtual machine',
    type: 'machine',
    because: 'the machine is cut off or goes',
  },
];
