import type { Truth } from '../../model/change.ts';
import type { AnalyzerInput, Observation } from '../analyzer.ts';
import { accessOf } from '../access/resources.ts';
import { type Environment, environmentOf, environmentOfPath } from '../environment.ts';
import {
  type ConfigValue,
  type ResourceChange,
  type ResourceState,
  type Weight,
  isMap,
  sameValue,
} from '../resource.ts';
import { destroyed } from './destruction.ts';
import { canonical } from './difference.ts';
import { eventsRemoved } from './events.ts';
import { type Finding, atMost } from './finding.ts';
import type { TemplatePair } from './pairs.ts';
import { replaced } from './replacement.ts';
import { scaledToZero } from './scaling.ts';
import { type Scene, type Seen, sceneOf } from './scene.ts';
import type { Spec } from './spec-table.ts';
import { type Template, lineIn, looksLikeTemplate, readTemplate } from './template.ts';
import { unprotected } from './unprotection.ts';
import { weightOf } from './weight.ts';
import { worldsOf } from './worlds.ts';

/** All that one changed template says, under every assumption about its parameters, each thing once. */
export function observationsOf(pair: TemplatePair, input: AnalyzerInput, spec: Spec): readonly Observation[] {
  const before = pair.before ?? emptyOf(pair.edit.path);
  const after = pair.after ?? emptyOf(pair.edit.path);
  const scenes = different(worldsOf(before, after, pair.given).map(sceneOf));
  const about: About = { pair, dependents: dependentsIn(scenes[0]), landed: landedIn(pair, input) };
  const isGone = pair.after === null;
  const findings = scenes.flatMap((scene) => findingsIn(scene, spec, isGone));
  const stated = surest(findings).map((finding) => stateOf(finding, about, spec));
  const told = new Set(stated.map(topicOf));
  // both tables know some of the walls around a resource; what is said here knows what the resource is worth
  return [...stated, ...once(scenes, about).filter((one) => one.kind !== 'infra.unprotect' || !told.has(topicOf(one)))];
}

type About = {
  readonly pair: TemplatePair;
  readonly dependents: ReadonlyMap<string, readonly string[]>;
  readonly landed: (id: string) => Truth;
};

/** Most assumptions change nothing about what changes: those are looked at once. */
function different(scenes: readonly Scene[]): readonly Scene[] {
  const seen = new Set<string>();
  return scenes.filter((scene, index) => {
    const signature = JSON.stringify(
      changedIn(scene).map((id) => [id, shapeOf(scene.before.get(id)), shapeOf(scene.after.get(id))]),
    );
    const isNew = !seen.has(signature);
    seen.add(signature);
    return isNew || index === 0;
  });
}

function shapeOf(seen: Seen | undefined): readonly unknown[] {
  return seen ? [seen.exists, seen.deletionPolicy, seen.updateReplacePolicy, canonical(seen.body)] : [];
}

function changedIn({ before, after }: Scene): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((id) => !isSame(before.get(id), after.get(id)));
}

function isSame(then: Seen | undefined, now: Seen | undefined): boolean {
  if (!then || !now || then.exists !== now.exists || then.declared.type !== now.declared.type) return false;
  if (then.deletionPolicy !== now.deletionPolicy || then.updateReplacePolicy !== now.updateReplacePolicy) return false;
  return sameValue(then.body, now.body) === true;
}

function emptyOf(path: string): Template {
  const none = new Map();
  return { path, parameters: none, mappings: {}, conditions: none, resources: none, problems: [] };
}

function findingsIn(scene: Scene, spec: Spec, isGone: boolean): readonly Finding[] {
  const all = [
    ...destroyed(scene),
    ...replaced(scene, spec),
    ...unprotected(scene),
    ...scaledToZero(scene),
    ...eventsRemoved(scene),
  ];
  // a template that is deleted takes its stack along where somebody deletes the stack, too
  const limit = scene.isDefault && !isGone ? 'certain' : 'likely';
  return all.map((one) => ({ ...one, certainty: atMost(one.certainty, limit) }));
}

/** One fact for each thing that happens to a resource; what replaces it anyway need not be told as a maybe. */
function surest(findings: readonly Finding[]): readonly Finding[] {
  const best = new Map<string, Finding>();
  for (const one of findings) {
    const key = [
      one.kind,
      one.seen.declared.id,
      one.protection ?? '',
      one.kind === 'infra.destroy' || one.kind === 'infra.unprotect' ? (one.property[0] ?? '') : '',
    ].join(' ');
    const known = best.get(key);
    if (!known || (known.certainty !== one.certainty && atMost(known.certainty, one.certainty) === known.certainty))
      best.set(key, one);
  }
  return [...best.values()];
}

function stateOf(finding: Finding, about: About, spec: Spec): Observation {
  const { seen, kind, certainty, because, remedy, protection } = finding;
  const { id, type } = seen.declared;
  const weight = heavier(weightOf(type, spec), finding.becomes === undefined ? null : weightOf(finding.becomes, spec));
  const line = finding.property.length === 0 ? null : lineOf(seen, finding.property);
  const range = line === null ? seen.declared.range : { from: line, to: line };
  const { path, isElsewhere } = placeOf(about.pair);
  return {
    kind,
    subject: `${path}:${id}`,
    edit: about.pair.edit,
    range: isElsewhere ? null : range,
    radius: (about.dependents.get(id) ?? []).map((name) => ({ name: `${path}:${name}`, of: `${path}:${id}` })),
    attributes: {
      landed: about.landed(id),
      technology: 'cloudformation',
      certainty,
      because,
      remedy,
      type,
      name: id,
      stateful: finding.stateful ?? weight.stateful,
      critical: weight.critical,
      environment: environmentIn(about.pair, seen),
      reversible:
        finding.reversible ?? (kind === 'infra.unprotect' || kind === 'infra.scale-zero' ? true : weight.reversible),
      dependents: about.dependents.get(id)?.length ?? 0,
      ...(protection === undefined ? {} : { protection }),
    },
  };
}

function heavier(one: Weight, other: Weight | null): Weight {
  if (other === null) return one;
  return one.stateful === true || other.stateful !== true ? { ...one, critical: true } : other;
}

/** A file of values causes what happens in a template: its lines are not those of the template. */
function placeOf({ edit, before, after }: TemplatePair): { readonly path: string; readonly isElsewhere: boolean } {
  const isElsewhere = after !== null && after === before;
  return { path: isElsewhere ? after.path : edit.path, isElsewhere };
}

function lineOf({ declared }: Seen, property: readonly string[]): number | null {
  const [first = ''] = property;
  return lineIn(declared, property) ?? (property.length === 1 ? (declared.lines.get(first) ?? null) : null);
}

/** Tags as they are written: one that a parameter fills says only what holds where nobody says otherwise. */
function environmentIn({ edit, before, after }: TemplatePair, seen: Seen): Environment {
  const { Tags: tags } = seen.declared.properties;
  const hints = tagsIn(tags).flatMap(([key, value]) => (/^(env|environment|stage)$/i.test(key) ? [value] : []));
  const path = environmentOf(...hints);
  if (path !== 'unknown') return path;
  const ofPath = environmentOfPath(edit.path);
  return ofPath === 'unknown' ? environmentOfParameters(after ?? before) : ofPath;
}

function tagsIn(tags: ConfigValue | undefined): readonly (readonly [string, string])[] {
  if (Array.isArray(tags))
    return tags.flatMap((tag: ConfigValue) =>
      isMap(tag) && typeof tag['Key'] === 'string' && typeof tag['Value'] === 'string'
        ? [[tag['Key'], tag['Value']]]
        : [],
    );
  if (!isMap(tags)) return [];
  return Object.entries(tags).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : []));
}

/** A default is overridden where it matters: `dev` says nothing, `prod` says something. */
function environmentOfParameters(template: Template | null): Environment {
  for (const [name, { value }] of template?.parameters ?? []) {
    if (typeof value !== 'string' || !/^(env|environment|stage)(name|type)?$/i.test(name)) continue;
    const found = environmentOf(value);
    if (found === 'prod' || found === 'staging') return found;
  }
  return 'unknown';
}

/** Which other resources name it, by Ref, GetAtt, Sub or DependsOn. */
function dependentsIn(scene: Scene | undefined): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const [id, { body, declared }] of scene?.before ?? []) {
    const named = new Set(declared.dependsOn);
    for (const [, name] of canonical(body).matchAll(/\$\{([A-Za-z0-9]+)(?:\.[^}]*)?\}/g)) if (name) named.add(name);
    named.delete(id);
    for (const name of named) users.set(name, [...(users.get(name) ?? []), id]);
  }
  return users;
}

/** What only this branch has cannot be lost; the whole file having landed does not say that each resource has. */
function landedIn({ edit }: TemplatePair, input: AnalyzerInput): (id: string) => Truth {
  const sides = input.files.get(edit.path);
  if (sides?.landed.kind !== 'text' || sides.before.kind !== 'text') return () => edit.landed;
  const text = sides.landed.text;
  if (text === sides.before.text || !looksLikeTemplate(text)) return () => edit.landed;
  const landed = readTemplate(edit.path, text, input.grammars);
  if (!landed || landed.problems.length > 0) return () => edit.landed;
  return (id) => landed.resources.has(id);
}

function changesOf(scene: Scene, { pair, dependents, landed }: About): readonly ResourceChange[] {
  return changedIn(scene).flatMap((id): readonly ResourceChange[] => {
    const [then, now] = [scene.before.get(id), scene.after.get(id)];
    const any = now ?? then;
    if (!any) return [];
    return [
      {
        technology: 'cloudformation',
        type: any.declared.type,
        subject: `${placeOf(pair).path}:${id}`,
        name: id,
        before: stateIn(pair.before, then),
        after: stateIn(pair.after, now),
        edit: pair.edit,
        environment: environmentIn(pair, any),
        landed: then ? landed(id) : false,
        dependents: dependents.get(id)?.length ?? 0,
      },
    ];
  });
}

function stateIn(template: Template | null, seen: Seen | undefined): ResourceState | null {
  if (!template || !seen || seen.exists === false) return null;
  return {
    path: template.path,
    range: seen.declared.range,
    body: seen.body,
    lineOf: (property) => lineIn(seen.declared, property),
  };
}

function topicOf({ kind, subject, attributes }: Observation): string {
  return JSON.stringify([kind, subject, attributes['protection']]);
}

/** The same under several assumptions is one thing; what holds only under one of them is no more than likely. */
function once(scenes: readonly Scene[], about: About): readonly Observation[] {
  const seen = new Map<string, Observation>();
  for (const scene of scenes) {
    for (const one of accessOf(changesOf(scene, about))) {
      const { how, ports, protection, because, certainty } = one.attributes;
      const key = JSON.stringify([one.kind, one.subject, how, ports, protection, because]);
      const isSure = scene.isDefault || certainty !== 'certain';
      if (!seen.has(key))
        seen.set(key, isSure ? one : { ...one, attributes: { ...one.attributes, certainty: 'likely' } });
    }
  }
  return [...seen.values()];
}
