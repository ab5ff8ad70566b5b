import type { Edit } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import type { Weight } from '../resource.ts';
import { evaluateBody } from './body-of.ts';
import type { Call } from './expand.ts';
import { type Finding, stated } from './finding.ts';
import { counted, moved as movedBlock } from './reason.ts';
import { removalOf } from './removed.ts';
import { type Root, dependents, environmentIn, landedOf, placeOf, subjectOf } from './root.ts';
import { NO_BINDINGS, type Expansion } from './scope.ts';
import { sourceOf } from './world.ts';

const INSIDE_UNKNOWN: Weight = { stateful: 'unknown', critical: 'unknown', reversible: 'unknown' };

/** Modules whose files lie elsewhere: that they go is known, what goes with them is not. */
export function callsIn(root: Root, cause: Edit): readonly Observation[] {
  return [...root.before.calls.values()].flatMap((call) => {
    const now = root.after.calls.get(destinationOf(root, call));
    if (!now) return call.isLocal ? [] : removed(root, call, cause);
    return [
      ...(call.isLocal && now.isLocal ? [] : lostInstances(root, call, now, cause)),
      ...swapped(root, call, now, cause),
    ];
  });
}

/** `moved` of a module whose inside is unknown: tried with a resource that could be in it. */
function destinationOf(root: Root, { address, expansion }: Call): string {
  const key =
    expansion.kind === 'keys'
      ? `["${[...expansion.values.keys()][0] ?? ''}"]`
      : expansion.kind === 'count'
        ? '[0]'
        : '';
  const inner = root.moves.destination(`${address}${key}.${PROBE}`);
  return inner.replace(`.${PROBE}`, '').replace(/\[[^\]]*\]$/, '');
}

const PROBE = 'probe_probe.probe';

function removed(root: Root, call: Call, cause: Edit): readonly Observation[] {
  if (removalOf(root, call.address) === 'forget' || isEmpty(call.expansion)) return [];
  const successor = [...root.after.calls.values()].find(
    ({ address, declared }) =>
      !root.before.calls.has(address) && sourceText(declared.block) === sourceText(call.declared.block),
  );
  const because = successor
    ? `everything in ${call.address} is destroyed: it is now called ${successor.address}, and no moved block says so`
    : `everything in ${call.address} is destroyed: it is no longer called`;
  const remedy = successor
    ? movedBlock(call.address, successor.address)
    : `To let it run on without Terraform:\nremoved {\n  from = ${call.address}\n  lifecycle {\n    destroy = false\n  }\n}`;
  const place = placeOf(root, call.declared, 'before', cause);
  return [stated({ ...about(root, call, place), kind: 'infra.destroy', because, remedy, certainty: 'certain' })];
}

function isEmpty(expansion: Expansion): boolean {
  return (
    (expansion.kind === 'count' && expansion.count === 0) || (expansion.kind === 'keys' && expansion.values.size === 0)
  );
}

function lostInstances(root: Root, call: Call, now: Call, cause: Edit): readonly Observation[] {
  const [was, is] = [call.expansion, now.expansion];
  const lost = keysOf(was).filter((key) => {
    const at = root.moves.destination(`${call.address}${key}.${PROBE}`).replace(`.${PROBE}`, '');
    return !keysOf(is).some((one) => `${now.address}${one}` === at);
  });
  if (lost.length === 0 || (was.kind === 'unknown' && is.kind === 'unknown' && was.text === is.text)) return [];
  const isUnsure = was.kind === 'unknown' || is.kind === 'unknown';
  const place = placeOf(root, now.declared, 'after', cause);
  const because = `everything in ${lost
    .map((key) => `${call.address}${key}`)
    .slice(0, 3)
    .join(', ')} is destroyed: ${counted(was)} becomes ${counted(is)}`;
  const only = keysOf(is)[0];
  const remedy = was.kind === 'single' && only !== undefined ? movedBlock(call.address, `${call.address}${only}`) : '';
  return [
    stated({
      ...about(root, call, place),
      kind: 'infra.destroy',
      because,
      remedy,
      certainty: isUnsure ? 'possible' : 'certain',
    }),
  ];
}

function keysOf(expansion: Expansion): readonly string[] {
  if (expansion.kind === 'count') return Array.from({ length: Math.min(100, expansion.count) }, (_, at) => `[${at}]`);
  if (expansion.kind === 'keys') return [...expansion.values.keys()].map((key) => `[${JSON.stringify(key)}]`);
  return expansion.kind === 'single' ? [''] : ['[*]'];
}

type Block = Call['declared']['block'];

function sourceText(block: Block): string | null {
  return sourceOf(block.body.attributes.get('source')?.expression);
}

/** Another source or a major version of it may declare the same things under other names. Two local sources were compared. */
function swapped(root: Root, call: Call, now: Call, cause: Edit): readonly Observation[] {
  if (call.isLocal && now.isLocal) return [];
  const [was, is] = [pinOf(call.declared.block), pinOf(now.declared.block)];
  if (was.source === null || is.source === null) return [];
  const because =
    was.source !== is.source
      ? `what is in it may be destroyed and created anew: its source goes from ${was.source} to ${is.source}`
      : isMajorJump(was.version, is.version)
        ? `what is in it may be destroyed and created anew: its version goes from ${String(was.version)} to ${String(is.version)}`
        : null;
  if (because === null) return [];
  const place = placeOf(root, now.declared, 'after', cause);
  const remedy = 'Read its notes on upgrading, and run terraform plan before this lands';
  return [stated({ ...about(root, call, place), kind: 'infra.replace', because, remedy, certainty: 'possible' })];
}

type Pin = { readonly source: string | null; readonly version: string | null };

/** `git::https://host/repo.git//path?ref=v1.2.0` and `version = "~> 5.1"` say the same. */
function pinOf(block: Block): Pin {
  const source = sourceText(block);
  const version = sourceOf(block.body.attributes.get('version')?.expression);
  const ref = source === null ? undefined : /[?&]ref=([^&]+)/.exec(source)?.[1];
  return { source: source === null ? null : placeText(source), version: ref ?? version };
}

/** The same repository by another road is the same. */
function placeText(source: string): string {
  return source
    .replace(/\?.*$/, '')
    .replace(/^git::/, '')
    .replace(/^(https?|ssh):\/\/(git@)?/, '')
    .replace(/^git@([^:]+):/, '$1/')
    .replace(/\.git(?=$|\/\/)/, '')
    .replace(/^registry\.terraform\.io\//, '');
}

function isMajorJump(was: string | null, is: string | null): boolean {
  const [from, to] = [majorOf(was), majorOf(is)];
  return from !== null && to !== null && from !== to;
}

function majorOf(version: string | null): string | null {
  return /^[^\d]*(\d+)(\.\d|$)/.exec(version ?? '')?.[1] ?? null;
}

function about(
  root: Root,
  call: Call,
  place: ReturnType<typeof placeOf>,
): Omit<Finding, 'kind' | 'because' | 'remedy' | 'certainty'> {
  const body = evaluateBody(call.declared.block.body, call.scope, NO_BINDINGS);
  return {
    ...place,
    subject: subjectOf(root, call.address),
    type: 'module',
    name: call.address,
    weight: INSIDE_UNKNOWN,
    environment: environmentIn(root, body),
    landed: landedOf(root, call, place.edit),
    dependents: dependents(root, call.address),
  };
}
