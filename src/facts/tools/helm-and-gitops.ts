import type { Family } from './family.ts';
import { familyOf } from './service/read.ts';
import { again, bared, gone, held, light, stopped, type Deed, type Service, listed } from './service/service.ts';

/** A release or an application: what it made goes with it, volumes perhaps. */
const RELEASE: Deed = {
  kind: 'infra.destroy',
  type: 'release',
  stateful: 'unknown',
  because: 'is removed with everything it made',
};
const HELM_TAKES = listed(
  '-n --namespace --kube-context --kubeconfig --timeout -f --values --set --set-string --version -e ' +
    '--environment -l --selector --context',
);
const CLUSTER = {
  takes: HELM_TAKES,
  places: listed('--kube-context --context --kubeconfig -n --namespace -e --environment'),
  variables: ['KUBECONFIG', 'HELM_KUBECONTEXT', 'HELM_NAMESPACE', 'KUBE_CONTEXT', 'AWS_PROFILE'],
  closed: true,
} as const;

const services: readonly Service[] = [
  {
    technology: 'helm',
    tools: listed('helm helm3 helmfile helmsman werf kapp timoni ketch porter kluctl tk'),
    ...CLUSTER,
    rows: [
      // what a developer runs beside the editor, and what is only a list on this machine
      [/^(repo|plugin|dependency|registry|cache|list|status|history|get|template|lint|show|search|diff|env)\b/, null],
      [/^(uninstall|delete|del|un|destroy|dismiss|purge|undeploy)\b/, RELEASE],
      [/^rollback\b/, again('release', { because: 'goes back to an older version, hooks included' })],
      [
        /^(upgrade|install|deploy|sync|apply)\b/,
        again('release', { because: 'is deleted and created anew where it cannot be changed', stateful: 'unknown' }),
        { any: ['--force', '--recreate-pods', '--force-replace'] },
      ],
      [
        /^(upgrade|install)\b/,
        again('release', { because: 'forgets the values it was installed with', certainty: 'possible' }),
        { any: ['--reset-values'] },
      ],
      [/^(bundle|app|namespace|service) (delete|remove|uninstall|destroy)\b/, RELEASE],
      [/^(prune)\b/, RELEASE],
    ],
  },
  {
    technology: 'argocd',
    tools: ['argocd', 'argo', 'argocd-autopilot', 'kargo', 'kubectl-argo-rollouts'],
    ...CLUSTER,
    takes: [...HELM_TAKES, '--server', '--auth-token', '-p', '--project', '--grpc-web-root-path'],
    places: ['--server', '--context', '--kubeconfig', '-p', '--project'],
    rows: [
      [/^(context|logout|login|version|account list|delete .*--dry)\b/, null],
      [
        /^(app|appset|proj|project|cluster|repo|repocreds|cert|gpg|account|applicationset) (delete|rm|remove|delete-token|remove-\S+)\b/,
        RELEASE,
      ],
      [
        /^(proj|project) (add-role|role add-policy|role create-token|add-destination|add-source)\b/,
        { kind: 'access.widen', type: 'project', how: 'privilege', because: 'gets more rights', certainty: 'possible' },
      ],
      [
        /^app (sync)\b/,
        held('application', { stateful: 'unknown', because: 'loses whatever is not declared any more' }),
        { any: ['--prune', '--replace', '--force'] },
      ],
      [/^app (rollback)\b/, again('application', { because: 'goes back to an older version' })],
      [/^app (terminate-op|delete-resource)\b/, gone('application', { because: 'loses an object or what runs on it' })],
      [
        /^app set\b/,
        bared('application', 'other', { because: 'deletes by itself whatever is not declared', certainty: 'likely' }),
        { any: ['--auto-prune', '--sync-policy=none'] },
      ],
      [
        /^(abort|undo|set image)\b/,
        again('rollout', { because: 'goes back to an older version', certainty: 'possible' }),
      ],
      [/^(delete|stop|terminate)\b/, light('workflow')],
      [/^(template|cron|cluster-template|archive) (delete)\b/, gone('workflow')],
    ],
  },
  {
    technology: 'flux',
    tools: listed(
      'flux fluxctl gitops rancher fleet jx tkn kn linkerd cilium istioctl consul-k8s meshctl kuma kumactl ' +
        'kyverno cmctl kubeseal k9s calicoctl kubectl-cnpg virtctl karmadactl vcluster capsule kubevpn osm ' +
        'longhornctl rook',
    ),
    ...CLUSTER,
    rows: [
      [
        /^(login|logout|context|version|check|status|proxy-config|analyze|delete (pod|run|pipelinerun|taskrun))\b/,
        null,
      ],
      [/^(pipelinerun|taskrun|pr|tr) (delete|cancel|rm)\b/, light('run', { reversible: true })],
      [/^uninstall\b/, { ...RELEASE, type: 'installation' }],
      [/^(delete|remove|rm|destroy)\b/, gone('object', { because: 'is deleted with what it made' })],
      [
        /^suspend\b/,
        stopped('reconciliation', { certainty: 'possible', because: 'is no longer kept as it is declared' }),
      ],
      [/^(\S+) (delete|remove|rm|uninstall|destroy)\b/, gone('object', { because: 'is deleted with what it made' })],
      [/^(x|experimental|operator) (uninstall|remove)\b/, { ...RELEASE, type: 'installation' }],
      [/^(stop|pause|hibernate)\b/, stopped('workload')],
    ],
  },
];

export const gitops: Family = familyOf('helm-and-gitops', services);
