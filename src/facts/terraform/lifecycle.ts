import type { Edit } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import type { ResourceChange } from '../resource.ts';
import { bodyOf } from './body-of.ts';
import type { Survivor } from './difference.ts';
import { type Finding, stated } from './finding.ts';
import { ignoredIn, isOn, setting } from './meta.ts';
import { replacementsOf } from './force-new.ts';
import { type Root, dependents, environmentIn, landedOf, placeOf, subjectOf } from './root.ts';
import { weightOf } from './weight.ts';

/** What `lifecycle` stops protecting: https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle */
export function lifecycleIn(root: Root, cause: Edit, table: unknown): readonly Observation[] {
  const seen = new Set<string>();
  return root.difference.survivors.flatMap((one) => {
    const { address } = one.after.group;
    if (seen.has(address)) return [];
    seen.add(address);
    return [
      ...preventDestroy(root, one, cause),
      ...createFirst(root, one, cause),
      ...ignoreChanges(root, one, cause, table),
    ];
  });
}

function preventDestroy(root: Root, one: Survivor, cause: Edit): readonly Observation[] {
  const [was, is] = [one.before.group.declared.block, one.after.group.declared.block];
  if (!isOn(was, 'prevent_destroy') || isOn(is, 'prevent_destroy')) return [];
  const how = setting(is, 'prevent_destroy') ? 'is no longer true' : 'is gone';
  return [
    unprotected(root, one, cause, {
      line: setting(is, 'prevent_destroy')?.line,
      because: `lifecycle.prevent_destroy ${how}: the next plan may destroy it`,
      remedy: 'Keep it:\nlifecycle {\n  prevent_destroy = true\n}',
      certainty: 'certain',
      protection: 'deletion',
    }),
  ];
}

/** Not a loss by itself: the next replacement takes the old one away before the new one is there. */
function createFirst(root: Root, one: Survivor, cause: Edit): readonly Observation[] {
  const [was, is] = [one.before.group.declared.block, one.after.group.declared.block];
  const isKept = !isOn(was, 'create_before_destroy') || isOn(is, 'create_before_destroy');
  if (isKept || weightOf(one.after.group.type).critical !== true) return [];
  return [
    unprotected(root, one, cause, {
      line: setting(is, 'create_before_destroy')?.line,
      because: 'create_before_destroy is gone: its next replacement destroys it before the new one is there',
      remedy: 'Keep it:\nlifecycle {\n  create_before_destroy = true\n}',
      certainty: 'possible',
      protection: 'availability',
    }),
  ];
}

/** A property whose change replaces the resource was ignored until now: what was drifting is put right by replacing it. */
function ignoreChanges(root: Root, one: Survivor, cause: Edit, table: unknown): readonly Observation[] {
  const [was, is] = [ignoredIn(one.before.group.declared.block), ignoredIn(one.after.group.declared.block)];
  if (was === 'all' || is === 'all' || was.length === 0) return [];
  const kept = new Set(is.map((path) => path.join('.')));
  const lost = was.filter((path) => !kept.has(path.join('.')) && replaces(root, one, path, cause, table));
  if (lost.length === 0) return [];
  const names = lost.map((path) => path.join('.')).join(', ');
  return [
    unprotected(root, one, cause, {
      line: setting(one.after.group.declared.block, 'ignore_changes')?.line,
      because: `ignore_changes no longer holds ${names}: where what runs differs, it is destroyed and created anew`,
      remedy: `Keep ${names} in ignore_changes, or run terraform plan first and see that nothing must be replaced`,
      certainty: 'likely',
      protection: 'deletion',
    }),
  ];
}

/** Asks the table whether a change of this property would replace it. */
function replaces(root: Root, { after }: Survivor, path: readonly string[], cause: Edit, table: unknown): boolean {
  const [first = ''] = path;
  const body = bodyOf(after);
  if (!Object.hasOwn(body, first) || path.length > 1) return false;
  const state = { path: '', range: { from: 1, to: 1 }, lineOf: () => null };
  const change: ResourceChange = {
    technology: 'terraform',
    type: after.group.type,
    subject: subjectOf(root, after.address),
    name: after.address,
    before: { ...state, body: { ...body, [first]: 'one' } },
    after: { ...state, body: { ...body, [first]: 'another' } },
    edit: cause,
    environment: 'unknown',
    landed: true,
    dependents: 0,
  };
  return replacementsOf(change, table).some(({ property, certainty }) => property === first && certainty === 'certain');
}

type Lost = Pick<Finding, 'because' | 'remedy' | 'certainty'> & {
  readonly line: number | undefined;
  readonly protection: string;
};

function unprotected(root: Root, { before, after }: Survivor, cause: Edit, lost: Lost): Observation {
  const { group } = after;
  const { edit, range } = placeOf(root, group.declared, 'after', cause);
  const { line, protection, ...said } = lost;
  return stated({
    ...said,
    kind: 'infra.unprotect',
    subject: subjectOf(root, group.address),
    type: group.type,
    name: group.address,
    edit,
    range: range && line !== undefined ? { from: line, to: line } : range,
    weight: weightOf(group.type),
    environment: environmentIn(root, bodyOf(after)),
    landed: landedOf(root, before.group, edit),
    dependents: dependents(root, group.address),
    extra: { protection },
  });
}
