import type { Observation } from '../analyzer.ts';
import { type ConfigValue, type ResourceChange, type ResourceState, UNKNOWN, isMap } from '../resource.ts';
import { type At, type Certainty, type How, widen } from './seen.ts';

type Attached = { readonly arn: string; readonly at: At };

/** Ready-made policies that are attached, and boundaries that go. */
export function attachmentsOf(changes: readonly ResourceChange[]): readonly Observation[] {
  const gone = new Set(changes.flatMap((change) => removed(change)));
  return changes.flatMap((change) => [...attachedBy(change, gone), ...boundaryOf(change)]);
}

function removed({ type, before, after }: ResourceChange): readonly string[] {
  const now = new Set(attachedIn(type, after).map(({ arn }) => arn));
  return attachedIn(type, before).flatMap(({ arn }) => (now.has(arn) ? [] : [arn]));
}

function attachedBy(change: ResourceChange, gone: ReadonlySet<string>): readonly Observation[] {
  const had = new Set(attachedIn(change.type, change.before).map(({ arn }) => arn));
  return attachedIn(change.type, change.after).flatMap(({ arn, at }) => {
    // the same policy that is detached elsewhere in this change has only moved
    const grade = had.has(arn) || gone.has(arn) ? null : gradeOf(nameOf(arn), change.before === null);
    // one weak policy in the place of another is no more than before
    const traded = grade?.certainty === 'possible' && removed(change).length > 0;
    if (grade === null || traded) return [];
    const because = `gets the policy ${nameOf(arn)}, ${grade.why}`;
    const remedy = 'Attach a policy that lists the actions and resources that are needed';
    return [widen(change, at, grade.how, { certainty: grade.certainty, because, remedy })];
  });
}

const PLACES = [
  'policy_arn',
  'managed_policy_arn',
  'managed_policy_arns',
  'policy_arns',
  'ManagedPolicyArns',
  'ManagedPolicies',
  'Policies',
];

function attachedIn(type: string, state: ResourceState | null): readonly Attached[] {
  if (state === null || !/^(aws_(iam|ssoadmin|eks_access)_|AWS::(IAM|SSO|Serverless)::)/.test(type)) return [];
  if (type === 'aws_iam_policy' || type === 'AWS::IAM::ManagedPolicy') return [];
  return PLACES.flatMap((place) => {
    const value = state.body[place];
    const items: readonly ConfigValue[] = Array.isArray(value) ? value : [value ?? null];
    return items.flatMap((item, index): readonly Attached[] => {
      const at = Array.isArray(value) ? [place, String(index)] : [place];
      return typeof item === 'string' ? [{ arn: item, at }] : [];
    });
  });
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

type Grade = { readonly how: How; readonly certainty: Certainty; readonly why: string };

function gradeOf(name: string, fresh: boolean): Grade | null {
  if (name.startsWith('AdministratorAccess') || /^AmazonEKS(Cluster)?AdminPolicy$/.test(name))
    return { how: 'admin', certainty: 'certain', why: 'which allows everything' };
  if (/^(IAMFullAccess|AWSOrganizationsFullAccess|AWSSSO\w*Administrator|AWSSSOMasterAccountAdministrator)$/.test(name))
    return { how: 'privilege', certainty: 'certain', why: 'with which any other right can be had' };
  if (/^(PowerUserAccess|SystemAdministrator|DatabaseAdministrator|NetworkAdministrator)$/.test(name))
    return { how: 'admin', certainty: 'certain', why: 'which allows nearly everything' };
  if (/^(CloudWatch|AWSXray|AmazonSSMManaged|AWSLambda_?(Basic|VPC)|AWSHealth)/i.test(name)) return null;
  if (/Full_?Access/i.test(name))
    return { how: 'action', certainty: 'likely', why: 'which allows a whole service on everything' };
  return fresh ? null : { how: 'action', certainty: 'possible', why: 'which it did not have' };
}

function boundaryOf(change: ResourceChange): readonly Observation[] {
  const { before, after } = change;
  if (
    before === null ||
    after === null ||
    !/^(aws_iam_(role|user)|AWS::(IAM::(Role|User)|Serverless::Function))$/.test(change.type)
  )
    return [];
  const [then, now] = [boundaryIn(before), boundaryIn(after)];
  if (then === null || then.value === now?.value || (then.value === UNKNOWN && now !== null)) return [];
  const free = now === null || (typeof now.value === 'string' && now.value.endsWith('AdministratorAccess'));
  const because = free
    ? 'the permissions boundary no longer limits what it may do'
    : 'the permissions boundary is another one';
  const remedy = free ? `Keep ${then.at.join('.')}` : '';
  return [widen(change, then.at, 'boundary', { certainty: free ? 'certain' : 'possible', because, remedy })];
}

function boundaryIn({ body }: ResourceState): { readonly value: ConfigValue; readonly at: At } | null {
  for (const name of ['permissions_boundary', 'PermissionsBoundary']) {
    const value = body[name];
    if (value !== undefined && value !== null && value !== '' && !isMap(value)) return { value, at: [name] };
  }
  return null;
}
