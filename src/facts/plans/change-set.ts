import type { Edit } from '../../model/change.ts';
import { isRecord } from '../../model/json.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { type Spec, parseSpec } from '../cloudformation/spec-table.ts';
import { weightOf } from '../cloudformation/weight.ts';
import { environmentOf } from '../environment.ts';
import { type Json, listOf, notAPlan, planOf, textOf } from './json.ts';

/**
 * `aws cloudformation describe-change-set`: what CloudFormation would do to the stack that is there
 * (docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html).
 */
export const changeSet: Analyzer = {
  id: 'change-set',
  reads: () => true,
  grammars: (input) => (input.edits.some((edit) => isChangeSet(planOf(edit, input))) ? ['cloudformation'] : []),
  needs: () => [],
  facts: (input) => input.edits.flatMap((edit) => factsOfSet(edit, input)),
};

function isChangeSet(plan: Json | null): plan is Json {
  return plan !== null && Array.isArray(plan['Changes']);
}

function factsOfSet(edit: Edit, input: AnalyzerInput): readonly Observation[] {
  const plan = planOf(edit, input);
  if (plan === null) return [notAPlan(edit, 'it is no JSON object: neither a Terraform plan nor a change set')];
  if (!isChangeSet(plan)) return [];
  const spec = parseSpec(input.grammars.table('cloudformation'));
  return listOf(plan['Changes'])
    .map((change) => change['ResourceChange'])
    .filter(isRecord)
    .flatMap((change) => consequenceOf(change, plan, edit, spec));
}

function consequenceOf(change: Json, plan: Json, edit: Edit, spec: Spec): readonly Observation[] {
  const kind = kindOf(change);
  const policy = textOf(change['PolicyAction']);
  if (kind === null || policy === 'Retain' || policy === 'ReplaceAndRetain') return [];
  const [type, name] = [textOf(change['ResourceType']), textOf(change['LogicalResourceId'])];
  const stack = textOf(plan['StackName']);
  const isKept = policy === 'Snapshot' || policy === 'ReplaceAndSnapshot';
  const weight = weightOf(type, spec);
  return [
    {
      kind,
      subject: `${stack}:${name}`,
      edit,
      range: null,
      attributes: {
        technology: 'cloudformation',
        type,
        name,
        ...weight,
        reversible: isKept ? true : weight.reversible,
        environment: environmentOf(stack),
        landed: true,
        dependents: 'unknown',
        certainty: change['Replacement'] === 'Conditional' ? 'possible' : 'certain',
        because: `${reasonOf(change, kind)}${isKept ? '; a snapshot is kept' : ''}`,
        remedy: '',
      },
    },
  ];
}

function kindOf(change: Json): 'infra.destroy' | 'infra.replace' | null {
  if (change['Action'] === 'Remove') return 'infra.destroy';
  const replaces = change['Replacement'] === 'True' || change['Replacement'] === 'Conditional';
  return change['Action'] === 'Modify' && replaces ? 'infra.replace' : null;
}

function reasonOf(change: Json, kind: string): string {
  if (kind === 'infra.destroy') return 'the change set removes it';
  const targets = listOf(change['Details']).map((detail) => (isRecord(detail['Target']) ? detail['Target'] : {}));
  const names = targets
    .filter((target) => textOf(target['RequiresRecreation']) !== 'Never')
    .map((target) => textOf(target['Name']))
    .filter((name) => name !== '');
  return names.length === 0 ? 'must be replaced' : `must be replaced: ${[...new Set(names)].slice(0, 3).join(', ')}`;
}
