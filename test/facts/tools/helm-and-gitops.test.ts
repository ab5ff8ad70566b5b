import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

/** What it does far away; what it does here is for the rows of other families. */
function farAway(command: string): readonly string[] {
  return effectsOf(command).filter((one) => /^(infra|access|network)\./.test(one));
}

test.each([
  ['helm uninstall web -n shop', ['infra.destroy release/web']],
  ['helm rollback web 3', ['infra.replace release/web']],
  ['helm upgrade web ./chart --force', ['infra.replace release/web']],
  ['argocd app delete web', ['infra.destroy release/web']],
  ['argocd app sync web --prune', ['infra.destroy application/web']],
  ['flux delete kustomization apps', ['infra.destroy object/kustomization']],
  ['istioctl uninstall --purge', ['infra.destroy installation']],
  ['helmfile destroy', ['infra.destroy release']],
  ['helm repo remove stable', []],
  ['helm upgrade --install web ./chart', []],
  ['helm uninstall web --dry-run', []],
  ['argocd app sync web', []],
  ['flux reconcile source git apps', []],
])('%s', (command, effects) => {
  expect(farAway(command)).toEqual(effects);
});
