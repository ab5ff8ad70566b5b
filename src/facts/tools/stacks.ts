import type { Family } from './family.ts';
import { familyOf } from './service/read.ts';
import { again, bared, gone, held, light, stopped, type Deed, type Service, listed } from './service/service.ts';

/** What is declared in code and brought about by a command: whole stacks go with one word. */
const STACK: Deed = {
  kind: 'infra.destroy',
  type: 'stack',
  stateful: 'unknown',
  because: 'is deleted with everything in it',
  remedy: '',
};
const UNSEEN = {
  certainty: 'likely',
  because: 'is changed without anybody having read what is deleted or replaced',
} as const;

const pulumi: Service = {
  technology: 'pulumi',
  tools: ['pulumi'],
  takes: listed('-s --stack -C --cwd -t --target -m --message -p --parallel -c --config --replace --target-replace'),
  places: ['-s', '--stack', '-C', '--cwd'],
  variables: ['PULUMI_STACK', 'AWS_PROFILE'],
  closed: true,
  rows: [
    [/^(destroy|down|dn)\b/, null, { any: ['--preview-only'] }],
    [/^(destroy|down|dn)\b/, STACK],
    [
      /^(up|update|deployment run)\b/,
      again('resources', { stateful: 'unknown', because: 'are destroyed and created anew' }),
      { any: ['--replace', '--target-replace'] },
    ],
    [/^(up|update)\b/, again('stack', UNSEEN), { any: ['-y', '--yes', '-f', '--skip-preview'] }],
    [/^stack (rm|remove)\b/, { ...STACK, because: 'is removed with its history' }],
    [
      /^state (delete|remove|rm|edit|unprotect|repair|move|rename|upgrade|taint)\b/,
      bared('state', 'state', { because: 'is changed for everybody, outside of any review' }),
    ],
    [/^stack import\b/, bared('state', 'state', { because: 'is overwritten by a file' })],
    [/^cancel\b/, bared('state', 'state', { because: 'is unlocked under whoever is writing it' })],
    [/^(config|env) (rm|rm-all|remove)\b/, light('setting')],
    [/^(env|org|deployment settings|policy) (rm|remove|destroy|delete|disable)\b/, gone('setting')],
  ],
};

const stacks: readonly Service[] = [
  pulumi,
  {
    technology: 'cloudformation',
    tools: ['cdk', 'cdktf', 'cdklocal'],
    takes: listed('-a --app -c --context --profile --toolkit-stack-name --require-approval -o --output --role-arn'),
    places: ['--profile', '-c', '--context'],
    variables: ['AWS_PROFILE'],
    closed: true,
    rows: [
      [/^destroy\b/, STACK],
      [/^(gc|rollback|orphan)\b/, gone('stack', { because: 'is rolled back or collected', certainty: 'likely' })],
      [
        /^deploy\b/,
        again('stack', { ...UNSEEN, certainty: 'possible' }),
        { text: /--require-approval[= ]never|--auto-approve|--force\b/ },
      ],
    ],
  },
  {
    technology: 'cloudformation',
    tools: listed(
      'sst serverless sls copilot eb sam samlocal amplify architect arc up chalice zappa claudia ampx rain ' +
        'sceptre stackset',
    ),
    takes: listed(
      '--stage -s --region -r --profile --stack-name --env -e --name -n --config-env -f --function --app -a ' +
        '--aws-profile',
    ),
    places: listed('--stage -s --profile --env -e --config-env --stack-name --aws-profile'),
    variables: ['AWS_PROFILE', 'SST_STAGE', 'STAGE'],
    closed: true,
    rows: [
      [/^(sandbox|dev|local|plugin|session|logs|validate|build|package|sandbox delete)\b/, null],
      [/^(remove|delete|destroy|terminate|undeploy|rm|stack rm|uninstall)\b/, STACK],
      [
        /^((app|env|svc|job|task|pipeline|service|environment|stack|function|labs terminate|secret|api|auth|storage|hosting)) (delete|remove|terminate|rm|destroy)\b/,
        STACK,
      ],
      [/^(stack )?(refresh|unlock|cancel)\b/, bared('state', 'state', { because: 'is changed for everybody' })],
      [/^(rollback|undo|abort)\b/, again('stack', { because: 'goes back to an older version' })],
      [/^scale 0\b/, stopped('environment')],
    ],
  },
  {
    technology: 'azure',
    tools: ['azd'],
    takes: ['-e', '--environment', '-C', '--cwd'],
    places: ['-e', '--environment'],
    closed: true,
    rows: [
      [/^(down|infra delete)\b/, STACK],
      [/^(env) (remove|delete)\b/, light('environment')],
    ],
  },
  {
    technology: 'crossplane',
    tools: listed('crossplane kratix cluster-api clusterctl spacectl scalr env0 tfc tfe'),
    takes: ['-n', '--namespace', '--kubeconfig', '--id', '--stack', '--workspace'],
    places: ['--kubeconfig', '-n', '--namespace', '--workspace', '--stack'],
    rows: [
      [/^stack (confirm|deploy)\b/, again('stack', UNSEEN)],
      [/^(run apply|apply)\b/, again('stack', { ...UNSEEN, certainty: 'possible' })],
    ],
  },
  {
    technology: 'packer',
    tools: ['packer'],
    closed: true,
    rows: [
      [
        /^build\b/,
        again('image', { certainty: 'possible', because: 'is deregistered before the new one is built' }),
        { any: ['-force', '--force'] },
      ],
    ],
  },
  {
    technology: 'cluster',
    tools: listed('eksctl rosa ocm gke rke talosctl k0sctl kubeadm k3sup'),
    takes: listed(
      '--name -n --region -r --profile --cluster --state -f --config-file --nodes -N --nodes-min --nodegroup ' +
        '--context --endpoints -e --talosconfig',
    ),
    places: ['--profile', '--name', '-n', '--cluster', '--context', '--state'],
    variables: ['AWS_PROFILE', 'KOPS_CLUSTER_NAME', 'KOPS_STATE_STORE', 'KUBECONFIG'],
    closed: true,
    rows: [
      [/^(delete|destroy|uninstall) (cluster|hosted-cluster)\b/, held('cluster')],
      [/^(delete|destroy) (\S+)$/, gone('cluster')],
      [
        /^(delete|destroy|remove|revoke|unlink) (?!iamidentitymapping)/,
        gone('cluster', { because: 'loses a part of it' }),
      ],
      [
        /^(drain|cordon|etcd remove-member|etcd forfeit-leadership|upgrade cluster rollback)\b/,
        stopped('node', { because: 'is emptied' }),
      ],
      [
        /^scale (nodegroup|ng)\b/,
        stopped('nodegroup', { because: 'is scaled to nothing' }),
        { text: /(--nodes|-N|--nodes-max)[= ]0(\s|$)/ },
      ],
      [/^(reset|wipe|remove|down)\b/, held('cluster', { because: 'is wiped' })],
      [/^(rolling-update)\b/, again('nodes', { because: 'are replaced' }), { any: ['--cloudonly', '--force'] }],
    ],
  },
  {
    technology: 'cluster',
    tools: ['kops'],
    takes: ['--name', '--state', '-f', '--filename'],
    places: ['--name', '--state'],
    variables: ['KOPS_CLUSTER_NAME', 'KOPS_STATE_STORE'],
    closed: true,
    rows: [
      // without --yes it only says what it would do
      [/^(delete|rolling-update|update|upgrade)\b/, null, { none: ['--yes', '-y', '-f', '--force'] }],
      [/^delete (cluster|-f|$)/, held('cluster')],
      [/^delete (\S+)/, gone('cluster', { because: 'loses a part of it' })],
      [/^rolling-update\b/, again('nodes', { because: 'are replaced' }), { any: ['--cloudonly', '--force'] }],
    ],
  },
];

export const stackTools: Family = familyOf('stacks', stacks);
