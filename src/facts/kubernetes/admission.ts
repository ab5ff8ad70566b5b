import type { Check } from './check.ts';
import type { Finding } from './finding.ts';
import type { KubeObject } from './manifest.ts';
import { isEmptied } from './isolation.ts';
import { at, itemsOf, lineAt, textAt, textsOf, type Place } from './node.ts';

/** What the cluster refuses to let in. */
export const checkAdmission: Check = (before, after) => {
  if (/^(Validating|Mutating)WebhookConfiguration$/.test(after.kind)) return ofWebhooks(before, after);
  if (after.group === 'kyverno.io' || after.group === 'policies.kyverno.io') return ofKyverno(before, after);
  if (after.group === 'constraints.gatekeeper.sh') return ofGatekeeper(before, after);
  if (after.kind === 'ValidatingAdmissionPolicy') return ofFailure(before.node, after.node, ['spec', 'failurePolicy']);
  if (after.kind === 'ValidatingAdmissionPolicyBinding') return ofActions(before, after);
  if (after.kind === 'ResourceQuota') return ofQuota(before, after);
  return [];
};

function weaker(because: string, remedy: string, line: number | null): Finding {
  const weight = { critical: true, stateful: false, reversible: true } as const;
  return { kind: 'infra.unprotect', protection: 'admission', because, remedy, line, weight };
}

function ofWebhooks(before: KubeObject, after: KubeObject): readonly Finding[] {
  const olds = itemsOf(at(before.node, 'webhooks'));
  const youngs = itemsOf(at(after.node, 'webhooks'));
  return olds.flatMap((old): readonly Finding[] => {
    const name = textAt(old, 'name');
    const young = youngs.find((one) => textAt(one, 'name') === name);
    if (young) return ofFailure(old, young, ['failurePolicy']);
    return after.templated
      ? []
      : [weaker(`the webhook ${name} is gone`, 'keep the webhook', lineAt(after.node, 'webhooks'))];
  });
}

function ofFailure(then: Place, now: Place, path: readonly string[]): readonly Finding[] {
  if (textAt(now, ...path) !== 'Ignore' || textAt(then, ...path) === 'Ignore') return [];
  const because = 'failurePolicy becomes Ignore: what it cannot check is let in';
  return [weaker(because, 'keep `failurePolicy: Fail`', lineAt(now, ...path))];
}

function ofKyverno(before: KubeObject, after: KubeObject): readonly Finding[] {
  const path = ['spec', 'validationFailureAction'];
  const action = ({ node }: KubeObject): string => textAt(node, ...path).toLowerCase();
  const inner = (object: KubeObject): readonly string[] =>
    itemsOf(at(object.node, 'spec', 'rules')).map((rule) => textAt(rule, 'validate', 'failureAction').toLowerCase());
  const enforced = action(before) === 'enforce' || inner(before).includes('enforce');
  const enforces = action(after) === 'enforce' || inner(after).includes('enforce');
  const actions = textsOf(at(before.node, 'spec', 'validationActions'));
  const denied = actions.includes('Deny') && !textsOf(at(after.node, 'spec', 'validationActions')).includes('Deny');
  if ((!enforced || enforces) && !denied) return ofDroppedRules(before, after);
  return [
    weaker('the policy goes from Enforce to Audit: it only reports', 'keep `Enforce`', lineAt(after.node, ...path)),
  ];
}

function ofDroppedRules(before: KubeObject, after: KubeObject): readonly Finding[] {
  const names = itemsOf(at(after.node, 'spec', 'rules')).map((rule) => textAt(rule, 'name'));
  return itemsOf(at(before.node, 'spec', 'rules'))
    .map((rule) => textAt(rule, 'name'))
    .filter((name) => !names.includes(name) && names.length < itemsOf(at(before.node, 'spec', 'rules')).length)
    .map((name) => weaker(`the rule ${name} is gone`, 'keep the rule', lineAt(after.node, 'spec', 'rules')));
}

function ofGatekeeper(before: KubeObject, after: KubeObject): readonly Finding[] {
  const path = ['spec', 'enforcementAction'];
  const [then, now] = [textAt(before.node, ...path) || 'deny', textAt(after.node, ...path) || 'deny'];
  if (then !== 'deny' || now === 'deny') return [];
  return [
    weaker(`enforcementAction goes from deny to ${now}`, 'keep `enforcementAction: deny`', lineAt(after.node, ...path)),
  ];
}

function ofActions(before: KubeObject, after: KubeObject): readonly Finding[] {
  const path = ['spec', 'validationActions'];
  if (!textsOf(at(before.node, ...path)).includes('Deny') || textsOf(at(after.node, ...path)).includes('Deny'))
    return [];
  return [weaker('validationActions no longer holds Deny', 'keep `Deny`', lineAt(after.node, ...path))];
}

function ofQuota(before: KubeObject, after: KubeObject): readonly Finding[] {
  if (!isEmptied(at(before.node, 'spec', 'hard'), at(after.node, 'spec', 'hard'))) return [];
  return [weaker('the quota limits nothing any more', 'keep its limits', lineAt(after.node, 'spec', 'hard'))];
}
