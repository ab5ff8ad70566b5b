import { type ConfigMap, type ConfigValue, isMap, showValue } from '../resource.ts';
import { type Certainty, canonical, difference } from './difference.ts';
import { type Finding, atMost, stayingIn } from './finding.ts';
import { exceptionTo, serverlessRow } from './replacement-exceptions.ts';
import type { Scene, Seen } from './scene.ts';
import type { Spec } from './spec-table.ts';
import { isRevision } from './weight.ts';

type Cause = { readonly property: string; readonly certainty: Certainty; readonly because: string };
type Stay = { readonly was: Seen; readonly now: Seen };

/** Resources that a deployment would destroy and create anew, because a property cannot be changed in place. */
export function replaced(scene: Scene, spec: Spec): readonly Finding[] {
  const stays = stayingIn(scene);
  const found = new Map<string, { readonly stay: Stay; readonly cause: Cause }>();
  for (const stay of stays) {
    const cause = ownCause(stay, scene, spec);
    if (cause) found.set(stay.now.declared.id, { stay, cause });
  }
  followReferences(stays, found, spec);
  return [...found.values()].filter(({ stay }) => !isRevision(stay.now.declared.type)).map(findingOf);
}

function ownCause({ was: then, now }: Stay, scene: Scene, spec: Spec): Cause | null {
  const { type } = now.declared;
  const { yes, maybe } = serverlessRow(type) ?? spec(type);
  const causes = [
    ...yes.map((path) => causeAt(path, 'certain', { was: then, now }, scene)),
    ...maybe.map((path) => causeAt(path, 'possible', { was: then, now }, scene)),
  ].filter((one) => one !== null);
  return causes.find(({ certainty }) => certainty === 'certain') ?? causes.find(isLikely) ?? causes[0] ?? null;
}

function isLikely({ certainty }: Cause): boolean {
  return certainty === 'likely';
}

function causeAt(path: string, limit: Certainty, { was: then, now }: Stay, scene: Scene): Cause | null {
  const a = at(then.body, path);
  const b = at(now.body, path);
  const sure = difference(a, b, scene.worlds);
  if (sure === null || /(^|\.)Tags(\.|$)/.test(path)) return null;
  const said =
    exceptionTo({ type: now.declared.type, path, was: a, now: b, before: then.body, after: now.body }) ?? limit;
  if (said === 'never') return null;
  const verb = said === 'possible' ? 'may have to be replaced' : 'must be replaced';
  const because = `${verb}: ${path} changes from ${showValue(path, a)} to ${showValue(path, b)}`;
  return { property: path, certainty: atMost(sure, said), because };
}

/** Items of lists are looked into together: `Origins.Id` is the list of all ids. */
export function at(body: ConfigValue | undefined, path: string): ConfigValue | undefined {
  let found = body;
  for (const step of path.split('.')) {
    if (step === '*') continue;
    if (Array.isArray(found)) {
      const items: readonly ConfigValue[] = found;
      found = items.flatMap((item) => (isMap(item) && item[step] !== undefined ? [item[step]] : []));
    } else found = isMap(found) ? found[step] : undefined;
  }
  return found;
}

/** A new resource has a new id: whoever holds the old one in a property that cannot be changed is replaced as well. */
function followReferences(
  stays: readonly Stay[],
  found: Map<string, { readonly stay: Stay; readonly cause: Cause }>,
  spec: Spec,
): void {
  const holders = holdersOf(stays, spec);
  const queue = [...found.keys()];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const from = found.get(id);
    for (const { stay, property } of holders.get(id) ?? []) {
      const name = stay.now.declared.id;
      if (!from || found.has(name)) continue;
      const certainty = atMost(from.cause.certainty, 'likely');
      found.set(name, {
        stay,
        cause: {
          property,
          certainty,
          because: `must be replaced: ${property} holds the id of ${id}, which is replaced`,
        },
      });
      queue.push(name);
    }
  }
}

type Holder = { readonly stay: Stay; readonly property: string };

function holdersOf(stays: readonly Stay[], spec: Spec): ReadonlyMap<string, readonly Holder[]> {
  const holders = new Map<string, Holder[]>();
  for (const stay of stays) {
    const { type } = stay.now.declared;
    for (const property of (serverlessRow(type) ?? spec(type)).yes) {
      const value = at(stay.now.body, property);
      if (value === undefined) continue;
      for (const [, id] of canonical(value).matchAll(/\$\{([A-Za-z0-9]+)(?:\.[^}]*)?\}/g)) {
        if (id === undefined) continue;
        const known = holders.get(id) ?? [];
        known.push({ stay, property });
        holders.set(id, known);
      }
    }
  }
  return holders;
}

function findingOf({ stay: { was: then, now }, cause }: { readonly stay: Stay; readonly cause: Cause }): Finding {
  // the policies that hold are those after the change: they are deployed with it
  const kept = now.updateReplacePolicy;
  const notes = [cause.because, ...keeping(kept), ...clash(then.body, now.body, cause.property)];
  return {
    kind: 'infra.replace',
    seen: now,
    side: 'after',
    property: cause.property.split('.'),
    certainty: cause.certainty,
    because: notes.join('; '),
    remedy:
      kept === 'Delete'
        ? `leave ${cause.property} as it is, or add "UpdateReplacePolicy: Retain" and carry what it holds over yourself`
        : '',
    ...(kept === 'Retain' || kept === 'Snapshot' ? { reversible: true } : {}),
  };
}

function keeping(policy: Seen['updateReplacePolicy']): readonly string[] {
  if (policy === 'Retain')
    return ['the old one stays, outside of the stack (UpdateReplacePolicy), and the new one is empty'];
  return policy === 'Snapshot'
    ? ['a snapshot of the old one is kept (UpdateReplacePolicy), and the new one is empty']
    : [];
}

/** CloudFormation creates the new one first, and two cannot have one name. */
function clash(before: ConfigMap, after: ConfigMap, property: string): readonly string[] {
  const named = Object.keys(after).find((key) => /^(DB)?[A-Za-z]*(Name|Identifier)$/.test(key) && NAMES.test(key));
  if (named === undefined || named === property || canonical(before[named]) !== canonical(after[named])) return [];
  return [`${named} stays the same, so the deployment will fail until it changes too`];
}

const NAMES =
  /^(BucketName|TableName|DBInstanceIdentifier|DBClusterIdentifier|QueueName|TopicName|FunctionName|RoleName|DomainName|ClusterName|RepositoryName|StreamName|LogGroupName)$/;
