import { type ConfigValue, sameValue, showValue } from '../resource.ts';
import { type Finding, type Protection, stayingIn } from './finding.ts';
import { flatten } from './flatten.ts';
import { PROTECTIONS } from './protections.ts';
import type { Policy, Scene, Seen } from './scene.ts';

/** Protections that a resource has before and no longer has, or has less of, after. */
export function unprotected(scene: Scene): readonly Finding[] {
  return stayingIn(scene).flatMap(({ was: then, now }) => [...ofPolicies(then, now), ...ofProperties(then, now)]);
}

function ofPolicies(then: Seen, now: Seen): readonly Finding[] {
  const keys = [
    ['DeletionPolicy', then.deletionPolicy, now.deletionPolicy, 'when it leaves the stack'],
    ['UpdateReplacePolicy', then.updateReplacePolicy, now.updateReplacePolicy, 'when it has to be replaced'],
  ] as const;
  return keys.flatMap(([key, was, is, when]) => {
    const lower = RANK[is] < RANK[was];
    if (!lower && !(is === 'unknown' && was !== 'unknown' && RANK[was] > 0)) return [];
    const because =
      is === 'unknown'
        ? `${key} changes from ${was} to something not known here`
        : `${key} changes from ${was} to ${is}: ${when}, ${is === 'Delete' ? 'nothing of it is kept' : 'only a snapshot is kept'}`;
    const remedy = `keep "${key}: ${was}"`;
    return [finding(now, [key], 'deletion', because, remedy, is === 'unknown' ? 'possible' : 'certain')];
  });
}

const RANK: Readonly<Record<Policy, number>> = { Retain: 2, Snapshot: 1, Delete: 0, unknown: 2 };

type Loss = {
  readonly path: string;
  readonly protection: Protection;
  readonly certainty: 'certain' | 'possible';
  readonly was: ConfigValue | undefined;
  readonly now: ConfigValue | undefined;
};

function ofProperties(then: Seen, now: Seen): readonly Finding[] {
  if (sameValue(then.body, now.body) === true) return [];
  const byProtection = new Map<Protection, Loss[]>();
  for (const loss of lossesOf(then, now)) {
    const known = byProtection.get(loss.protection) ?? [];
    byProtection.set(loss.protection, [...known, loss]);
  }
  return [...byProtection].flatMap(([protection, losses]) => {
    const shown = outermost(losses);
    const [first] = [...shown].sort((a, b) => (a.certainty < b.certainty ? -1 : 1));
    if (!first) return [];
    const because = shown.slice(0, 3).map(wordsOf).join('; ');
    const remedy = `keep ${first.path} at ${valueOf(first.path, first.was)}`;
    return [finding(now, first.path.split('.'), protection, because, remedy, first.certainty)];
  });
}

function lossesOf(then: Seen, now: Seen): readonly Loss[] {
  const name = now.declared.type.replace(/^AWS::/, '');
  const rows = PROTECTIONS.filter(([, , , type]) => type === undefined || type.test(name));
  const [was, is] = [flatten(then.body), flatten(now.body)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((path) => {
    const a = was.get(path);
    const b = is.get(path);
    if (sameValue(a, b) === true) return [];
    for (const [pattern, protection, judge] of rows) {
      if (!pattern.test(path)) continue;
      const judged = judge(a, b);
      if (judged !== null)
        return [{ path, protection, certainty: judged === 'open' ? 'possible' : 'certain', was: a, now: b } as const];
    }
    return [];
  });
}

/** Of a block that went, not each of its properties again. */
function outermost(losses: readonly Loss[]): readonly Loss[] {
  return losses.filter(({ path }) => !losses.some((other) => path.startsWith(`${other.path}.`)));
}

function wordsOf({ path, was, now, certainty }: Loss): string {
  const verb = certainty === 'possible' ? 'may change' : 'changes';
  return now === undefined || now === null
    ? `${path} is removed (it was ${valueOf(path, was)})`
    : `${path} ${verb} from ${valueOf(path, was)} to ${valueOf(path, now)}`;
}

/** The id of a key is no key. */
function valueOf(path: string, value: ConfigValue | undefined): string {
  if (value === undefined || value === null) return 'its default';
  return showValue(path.replaceAll(/Kms|KMS|Key|Token/g, ''), value);
}

function finding(
  now: Seen,
  property: readonly string[],
  protection: Protection,
  because: string,
  remedy: string,
  certainty: Finding['certainty'],
): Finding {
  return { kind: 'infra.unprotect', seen: now, side: 'after', property, certainty, because, remedy, protection };
}
