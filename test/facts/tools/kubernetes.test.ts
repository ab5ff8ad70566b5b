import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

/** What it does far away; what it does here is for the rows of other families. */
function farAway(command: string): readonly string[] {
  return effectsOf(command).filter((one) => /^(infra|access|network)\./.test(one));
}

test.each([
  ['kubectl delete pvc data -n shop', ['infra.destroy persistentvolumeclaim/data']],
  ['kubectl --context prod delete ns shop', ['infra.destroy namespace/shop']],
  ['kubectl delete deploy/web', ['infra.destroy deploy/web']],
  ['kubectl delete pods --all', ['infra.destroy pods/all']],
  ['kubectl delete deploy,pvc -l app=web', ['infra.destroy persistentvolumeclaim/app=web']],
  ['kubectl delete pod db-0 --force --grace-period=0', ['infra.destroy pod/db-0']],
  ['kubectl scale deploy/web --replicas=0', ['infra.scale-zero deploy/web']],
  ['kubectl drain node-1 --ignore-daemonsets', ['infra.scale-zero node/node-1']],
  ['kubectl replace --force -f web.yaml', ['infra.replace web.yaml']],
  ['kubectl apply --prune -f . --all', ['infra.destroy kubectl apply --prune']],
  [`kubectl patch pvc data -p '{"metadata":{"finalizers":null}}'`, ['infra.unprotect pvc/data']],
  ['kubectl create clusterrolebinding x --clusterrole=cluster-admin --user=a', ['access.widen clusterrolebinding/x']],
  ['kubectl expose deploy web --type=LoadBalancer --port=5432', ['network.expose deploy/web']],
  ['oc adm policy add-cluster-role-to-user cluster-admin a', ['access.widen policy/add-cluster-role-to-user']],
  ['kubectl delete -f https://x.example/all.yaml', ['infra.destroy https://x.example/all.yaml']],
  ['kubectl delete ns shop --dry-run=client', []],
  ['kubectl get pods', []],
  ['kubectl apply -f web.yaml', []],
  ['kubectl rollout restart deploy/web', []],
  ['kubectl scale deploy/web --replicas=2', []],
  ['kubectl explain pod delete', []],
])('%s', (command, effects) => {
  expect(farAway(command)).toEqual(effects);
});
