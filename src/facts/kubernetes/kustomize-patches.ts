import type { YamlFile } from '../../model/syntax.ts';
import type { Finding } from './finding.ts';
import { inlinePatches, type Kustomization } from './kustomization.ts';
import { manifestOf } from './manifest.ts';
import { at, itemsOf, lineAt, numberAt, textAt, type Place } from './node.ts';
import { checkPod, podSpecOf } from './pod.ts';

/** What a kustomization itself takes away: counts of zero, and patches that delete. */
export function patchFindings(
  before: Kustomization | null,
  after: Kustomization | null,
  parse: (text: string) => YamlFile,
): readonly Finding[] {
  if (after === null) return [];
  const had = new Set(inlinePatches(before).map(({ text }) => text.trim()));
  const fresh = inlinePatches(after).filter(({ text }) => !had.has(text.trim()));
  return [...ofReplicas(before, after), ...fresh.flatMap((patch) => ofPatch(patch, parse))];
}

const SERVICE = { stateful: false, critical: true, reversible: true } as const;

function scaled(name: string, line: number | null): Finding {
  const because = `${name === '' ? 'its target' : name} is scaled to 0 replicas by the kustomization`;
  return {
    kind: 'infra.scale-zero',
    because,
    remedy: 'keep its count',
    line,
    name: name || 'replicas',
    type: 'Deployment',
    weight: SERVICE,
  };
}

function ofReplicas(before: Kustomization | null, after: Kustomization): readonly Finding[] {
  const olds = itemsOf(at(before?.node, 'replicas'));
  return itemsOf(at(after.node, 'replicas')).flatMap((one): readonly Finding[] => {
    const name = textAt(one, 'name');
    const then = olds.find((old) => textAt(old, 'name') === name);
    const zero = numberAt(one, 'count') === 0 && numberAt(then, 'count') !== 0;
    return zero ? [scaled(name, lineAt(one, 'count'))] : [];
  });
}

type Patch = ReturnType<typeof inlinePatches>[number];

/** A strategic merge looks like the object; a JSON patch is a list of operations. */
function ofPatch({ text, line, target }: Patch, parse: (text: string) => YamlFile): readonly Finding[] {
  const { documents } = parse(text);
  const operations = documents
    .flatMap((document) => itemsOf(document))
    .flatMap((one) => ofOperation(one, target, line));
  const merges = documents.filter((one) => one.kind === 'map').flatMap((one) => ofMerge(one, target, line));
  const pods = manifestOf(text, '', parse).objects.flatMap((object) =>
    checkPod(undefined, podSpecOf(object), true, false).map((one) => ({
      ...one,
      because: one.because.replace('a new workload', `a patch of ${object.kind} ${object.name}`),
      line: line + (one.line ?? 0),
    })),
  );
  return [...operations, ...merges, ...pods.filter(({ certainty }) => certainty === 'certain')];
}

function ofOperation(operation: Place, target: string, line: number): readonly Finding[] {
  const path = textAt(operation, 'path');
  const here = line + (operation?.from ?? 0);
  if (/\/(replicas|minReplicas|maxReplicas|instances)$/.test(path) && textAt(operation, 'value') === '0')
    return [scaled(target, here)];
  if (path === '/$patch' && textAt(operation, 'value') === 'delete') return [deleted(target, here)];
  return [];
}

function ofMerge(patch: Place, target: string, line: number): readonly Finding[] {
  const own = [textAt(patch, 'kind'), textAt(patch, 'metadata', 'name')].filter((word) => word !== '').join('/');
  const name = target === '' ? own : target;
  if (textAt(patch, '$patch') === 'delete') return [deleted(name, line)];
  return numberAt(patch, 'spec', 'replicas') === 0 ? [scaled(name, line)] : [];
}

function deleted(name: string, line: number): Finding {
  const [kind = ''] = name.split('/');
  const stateful = /^(PersistentVolume(Claim)?|StatefulSet|Namespace|CustomResourceDefinition)$/.test(kind);
  return {
    kind: 'infra.destroy',
    because: `a patch deletes ${name === '' ? 'its targets' : name} from what is rendered`,
    remedy: 'leave the object in, or take it out of service first',
    line,
    name,
    type: kind || 'Kustomization',
    weight: { stateful: stateful || (kind === '' ? 'unknown' : false), critical: true, reversible: !stateful },
  };
}
