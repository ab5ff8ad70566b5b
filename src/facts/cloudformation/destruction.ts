import { canonical } from './difference.ts';
import type { Finding } from './finding.ts';
import { auditsOf } from './guardians.ts';
import type { Scene, Seen } from './scene.ts';
import { isRevision } from './weight.ts';

/** Resources that a deployment of the template after would take away. */
export function destroyed(scene: Scene): readonly Finding[] {
  const arrivals = [...scene.after].filter(([id]) => !scene.before.has(id)).map(([, seen]) => seen);
  return [...scene.before].flatMap(([id, then]) => {
    if (then.exists === false) return [];
    const now = scene.after.get(id);
    if (now === undefined) return gone(then, arrivals);
    if (now.declared.type !== then.declared.type) return typeChanged(then, now);
    return now.exists === false || (now.exists === 'unknown' && then.exists === true) ? switchedOff(then, now) : [];
  });
}

function gone(then: Seen, arrivals: readonly Seen[]): readonly Finding[] {
  const { id, type } = then.declared;
  const heir = heirOf(then, arrivals);
  if (heir && isRevision(type)) return [];
  // whatever waits for a deployment or describes the template itself runs nothing
  if (/^AWS::(CDK::Metadata|CloudFormation::WaitCondition)/.test(type)) return [];
  if (!heir) return lost(then, 'destroyed: it is no longer in the template', retain(id));
  const because = `destroyed and created anew: its logical id changes from ${id} to ${heir.declared.id}`;
  const remedy = `keep the logical id ${id} (in a CDK program: overrideLogicalId('${id}'))`;
  return lost(then, because, remedy);
}

/** The same thing under another logical id: nothing but the name tells CloudFormation that it is the same. */
function heirOf(then: Seen, arrivals: readonly Seen[]): Seen | undefined {
  const alike = arrivals.filter((one) => one.declared.type === then.declared.type && one.exists !== false);
  const body = canonical(then.body);
  return alike.find((one) => canonical(one.body) === body) ?? (alike.length === 1 ? alike[0] : undefined);
}

function typeChanged(then: Seen, now: Seen): readonly Finding[] {
  const { id, type } = then.declared;
  // the same thing, described by SAM and by what SAM makes of it
  if (isSameThing(type, now.declared.type)) return [];
  return lost(then, `destroyed: the type of ${id} changes from ${type} to ${now.declared.type}`, retain(id)).map(
    (finding) => ({
      ...finding,
      side: 'after',
      seen: { ...now, declared: { ...now.declared, type } },
      property: ['Type'],
      becomes: now.declared.type,
    }),
  );
}

function isSameThing(before: string, after: string): boolean {
  const names = [before, after].map((type) => SAM[type] ?? type);
  return names[0] === names[1];
}

const SAM: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'AWS::Lambda::Function',
  'AWS::Serverless::SimpleTable': 'AWS::DynamoDB::Table',
  'AWS::Serverless::LayerVersion': 'AWS::Lambda::LayerVersion',
  'AWS::Serverless::StateMachine': 'AWS::StepFunctions::StateMachine',
  'AWS::Serverless::Api': 'AWS::ApiGateway::RestApi',
  'AWS::Serverless::HttpApi': 'AWS::ApiGatewayV2::Api',
  'AWS::Serverless::Application': 'AWS::CloudFormation::Stack',
};

function switchedOff(then: Seen, now: Seen): readonly Finding[] {
  const { condition } = now.declared;
  const because = `destroyed: its condition ${condition ?? ''} no longer holds`;
  const certainty = now.exists === false && then.exists === true ? 'certain' : 'possible';
  return lost(then, because, retain(now.declared.id)).map((finding) => ({
    ...finding,
    certainty,
    // what it says after no longer matters: only a policy that has been deployed keeps anything
    seen: { ...then, declared: now.declared },
    side: 'after',
    property: ['Condition'],
  }));
}

function lost(then: Seen, because: string, remedy: string): readonly Finding[] {
  const base = { seen: then, side: 'before', property: [], certainty: certaintyOf(then) } as const;
  const guarded = auditsOf(then).map((finding): Finding => ({ ...finding, ...base, because, remedy }));
  if (then.deletionPolicy === 'Retain') return guarded;
  const kept = then.deletionPolicy === 'Snapshot';
  const said = kept ? `${because}; a last snapshot is kept (DeletionPolicy)` : because;
  const finding = { kind: 'infra.destroy', ...base, because: said, remedy } as const;
  // by default a database leaves a snapshot as well, but nobody has said that it should
  const isSaid = then.declared.deletionPolicy !== null;
  return [kept ? { ...finding, reversible: isSaid ? true : 'unknown' } : finding, ...guarded];
}

function certaintyOf(then: Seen): Finding['certainty'] {
  return then.exists === true ? 'certain' : 'likely';
}

function retain(id: string): string {
  return `deploy ${id} with "DeletionPolicy: Retain" first; what is then taken out of the template stays`;
}
