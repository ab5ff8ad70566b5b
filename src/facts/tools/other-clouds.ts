import type { Family } from './family.ts';
import { familyOf } from './service/read.ts';
import {
  again,
  bared,
  gone,
  held,
  light,
  opened,
  stopped,
  widened,
  type Row,
  type Service,
  listed,
} from './service/service.ts';

const PLACE = listed(
  '--context --profile -p --project --project-id --region --access-token --output -o --format --config',
);

/** What every cloud calls the same. */
const COMMON: readonly Row[] = [
  [/^(auth|config|configure|login|logout|context|plugin|init|version|completion|ssh|account (get|ratelimit))\b/, null],
  [/\b(image|registry|artifact)s? (\S+ )?(untag)\b/, light('tag')],
  [/\b(power-off|poweroff|shutdown|stop|suspend|halt|hibernate|poweroff-all)\b/, stopped('machine')],
  [/\b(reboot|reset|power-cycle|restart|power-reset)\b/, light('machine', { because: 'is restarted' })],
  [
    /\b(rebuild|reimage|reinstall|restore)\b/,
    again('machine', { stateful: true, because: 'is made anew, what was on it is gone' }),
  ],
  [/\b(disable-(protection|backup|backups)|backups-cancel)\b/, bared('machine', 'backup')],
  [
    /\b(password-reset|reset-password|reset-root-password|regenerate\S*|rotate\S*)\b/,
    again('key', { because: 'is made anew under those who use it' }),
  ],
];

const clouds: readonly Service[] = [
  {
    technology: 'digitalocean',
    tools: ['doctl'],
    takes: [
      ...PLACE,
      '-t',
      '-c',
      '--access-token',
      '--tag-name',
      '--inbound-rules',
      '--outbound-rules',
      '--droplet-ids',
    ],
    places: ['--context', '--config'],
    rows: [
      ...COMMON,
      [/^(kubernetes|k8s) cluster (delete|delete-selective|d|rm)\b/, held('cluster')],
      [/^(kubernetes|k8s) cluster kubeconfig\b/, null],
      [
        /^compute (droplet|volume|snapshot|image|domain|load-balancer|lb|firewall|cdn|certificate|vpc|tag|ssh-key|floating-ip|reserved-ip)\s(d|del|rm)\b/,
        held('machine'),
      ],
      [
        /^compute firewall (create|update|add-rules)\b/,
        opened('firewall'),
        {
          text: /0\.0\.0\.0\/0.*(?:ports?:(22|all|3306|5432|6379|27017|0))|ports?:(22|all|3306|5432|6379|27017|0).*0\.0\.0\.0\/0/,
        },
      ],
      [/^compute firewall remove-rules\b/, gone('rule')],
      [/^compute droplet-action (disable-backups)\b/, bared('droplet', 'backup')],
      [
        /^databases? (firewalls? (remove|replace)|user reset|maintenance-window)\b/,
        again('database', { because: 'is changed under those who use it' }),
      ],
    ],
  },
  {
    technology: 'hetzner',
    tools: ['hcloud'],
    takes: PLACE,
    places: ['--context'],
    rows: [
      ...COMMON,
      [/\bdisable-protection\b/, bared('resource', 'deletion')],
      [
        /\b(detach|detach-from-server|remove-\S+|unassign)\b/,
        gone('attachment', { because: 'is taken from what uses it' }),
      ],
      [/^firewall add-rule\b/, opened('firewall'), { text: /0\.0\.0\.0\/0|::\/0/ }],
    ],
  },
  {
    technology: 'cloud',
    tools: listed(
      'linode-cli linode scw vultr-cli vultr civo exo upctl ovhai ovh ionosctl stackit yc kamatera gcore brev ' +
        'lambda-cloud runpodctl vastai nebius crusoe paperspace gradient cherryctl metal packet triton jelastic ' +
        'equinix openstack nova cinder neutron glance heat magnum govc vcd prlctl pvesh qm pct xe onevm tccli ' +
        'hcloudctl',
    ),
    takes: [...PLACE, '--cloud', '--os-cloud', '--id', '--name'],
    places: ['--cloud', '--os-cloud', '--context', '--profile', '-p'],
    variables: ['OS_CLOUD', 'OS_PROJECT_NAME', 'SCW_PROFILE'],
    rows: [
      ...COMMON,
      [
        /^(vm\.destroy|pool\.destroy|cluster\.\S*remove|datastore\.(rm|remove)|object\.destroy|snapshot\.remove|volume\.rm|disk\.(rm|detach)|library\.rm|session\.rm|host\.remove)\b/,
        held('machine'),
      ],
      [/^vm\.power\b/, stopped('machine'), { any: ['-off', '-s', '--off'] }],
    ],
  },
  {
    technology: 'oracle-cloud',
    tools: ['oci'],
    takes: [...PLACE, '--compartment-id', '--instance-id'],
    places: ['--profile'],
    variables: ['OCI_CLI_PROFILE'],
    rows: [
      [/^(setup|session|raw-request)\b/, null],
      [
        /\b(bulk-delete|bulk-delete-versions|delete-object-versions|schedule-(secret|key|vault)-(version-)?deletion|schedule-deletion)\b/,
        held('objects'),
      ],
      [/\baction\b/, stopped('instance'), { text: /--action[= ](SOFT)?STOP/i }],
      [/\b(stop|terminate|disable)\b/, stopped('instance')],
      [/\b(change-compartment|reset|reboot)\b/, light('resource', { because: 'is moved or restarted' })],
    ],
  },
  {
    technology: 'ibm-cloud',
    tools: listed('ibmcloud bluemix cf cf7 cf8 softlayer slcli'),
    takes: [...PLACE, '-g', '-r', '-s', '-k', '--instance-name'],
    places: ['-s', '-g', '--project'],
    rows: [
      [/^(cr )?(login|logout|target|plugin|config|api|auth|apps|services|orgs|spaces|marketplace|a|s|o)\b/, null],
      [/^(ks|oc|cs) cluster rm\b/, held('cluster')],
      [/\b(cr )?(image-rm|image-prune-untagged|image-untag|retention-run)\b/, gone('image')],
      [/\b\S+-(rm|delete|remove|purge|destroy)\b/, held('resource')],
      [
        /^(d|ds|dsk|us|unbind-service|delete-\S+|purge-\S+|unshare-service|unset-\S+|remove-\S+|disable-\S+)\b/,
        held('application'),
      ],
      [/^(stop|sp)\b/, stopped('application')],
      [/^scale\b/, stopped('application'), { text: /-i[= ]?0(\s|$)/ }],
      [/\bblock cancel\b|\bfile cancel\b|\bvs cancel\b|\bhardware cancel\b/, held('machine')],
    ],
  },
  {
    technology: 'alibaba-cloud',
    tools: listed('aliyun ossutil ossutil64 tccli coscmd coscli obsutil huaweicloud volcengine ve bce'),
    takes: [...PLACE, '--RegionId', '--InstanceId'],
    places: ['--profile', '-p'],
    rows: [
      [/^(configure|config|plugin)\b/, null],
      [/^(\S+ )?(rb|rm)\b/, held('bucket')],
      [
        /^(\S+ )?(Delete|Release|Destroy|Remove|Terminate|Purge|Unbind|Drop|Disable|Deregister|Schedule\w*Deletion)[A-Z]\w*/,
        held('resource'),
      ],
      [/^(\S+ )?(Stop|Suspend|Isolate)[A-Z]\w*/, stopped('resource')],
      [/^(\S+ )?(Reboot|Reset|Restart)[A-Z]\w*/, light('resource', { because: 'is set back or restarted' })],
      [/^(\S+ )?AuthorizeSecurityGroup\b/, opened('security-group'), { text: /0\.0\.0\.0\/0/ }],
      [
        /^(\S+ )?AttachPolicyTo\w+/,
        widened('policy', 'admin', { because: 'may do everything' }),
        { text: /AdministratorAccess/ },
      ],
    ],
  },
  {
    technology: 'machine-fleet',
    tools: listed(
      'nomad mesos dcos orbit maas juju waypoint boundary rundeck foreman hammer chef knife puppet salt ' +
        'salt-call salt-key teleport tctl tailscale headscale zerotier-cli netbird',
    ),
    takes: listed('-address -namespace -region -m --model -c --controller -e --environment'),
    clusters: false,
    places: ['-address', '-namespace', '-m', '--model', '-e', '--environment'],
    variables: ['NOMAD_ADDR', 'NOMAD_NAMESPACE', 'JUJU_MODEL'],
    rows: [
      [
        /^(login|logout|status|ssh|console|down|up|config|agent|ping|netcheck|cert|set|bootstrap|cookbook (list|show|create|upload|test))\b/,
        null,
      ],
      [/^(job )?stop\b/, stopped('job', { because: 'is stopped' })],
      [/^(job )?stop\b.*|^job (deployments fail|revert)\b/, stopped('job')],
      [
        /^(node )?(drain|eligibility)\b/,
        stopped('node', { because: 'takes no more work, and what runs on it moves' }),
        { any: ['-enable', '-disable', '--enable', '--disable', '-force'] },
      ],
      [
        /^(node (purge|drain)|system gc|operator raft remove-peer|operator snapshot restore|server force-leave)\b/,
        held('node'),
      ],
      [
        /^(destroy-model|destroy-controller|kill-controller|unregister|remove-application|remove-unit|remove-machine|remove-relation|remove-storage|remove-offer|remove-cloud|remove-credential|remove-user|destroy-\S+)\b/,
        held('model'),
      ],
      [
        /\b(state\.absent|file\.(remove|recurse_remove)|pkg\.(remove|purge)|service\.stop|user\.delete|system\.(reboot|shutdown|poweroff))\b/,
        held('machine'),
      ],
      [
        /^(node|client|role|environment|data bag|acl|user|cookbook) (bulk )?(delete|bulk delete|remove|unverify)\b/,
        gone('node', { critical: true }),
      ],
      [/^cert(ificate)? clean\b|^node (clean|purge|deactivate)\b/, gone('node')],
    ],
  },
];

export const otherClouds: Family = familyOf('other-clouds', clouds);
