import type { Observation } from '../analyzer.ts';
import { untrustedRun } from '../pipelines/states.ts';
import { textAt } from '../pipelines/yaml-view.ts';
import { holdsData } from './compose-data.ts';
import { lineOf, type Service } from './compose-file.ts';
import { resource } from './compose-states.ts';
import { keeperOf, nameOf } from './databases.ts';

/** A service that no file of the change has any more. */
export function removedService(old: Service, after: readonly Service[]): readonly Observation[] {
  if (after.some((one) => isHeir(old, one))) return [];
  const volumes = old.mounts.filter((mount) => holdsData(old, mount)).map(({ source, target }) => source || target);
  const keeper = keeperOf(old.image);
  const keeps = (keeper !== null && keeper.family !== '') || volumes.length > 0;
  const told = { type: 'service', name: old.name, line: old.line, certainty: 'certain' } as const;
  if (/backup|pg_?dump|restic|wal-?g|barman|velero|duplicity/i.test(`${old.name} ${old.image}`)) {
    const because = `the service ${old.name} that makes backups is gone`;
    return [resource('infra.unprotect', old, { ...told, because }, true, { protection: 'backup' })];
  }
  const because = keeps
    ? `the service ${old.name} is gone${volumes.length > 0 ? `, and nothing uses its data in ${volumes.join(', ')}` : ' with the data it holds'}`
    : `the service ${old.name} is gone`;
  const remedy = keeps ? 'Stop it first, take a copy of its volumes, and remove it when nothing misses it' : '';
  return [resource('infra.destroy', old, { ...told, because, remedy }, keeps)];
}

/** A service by another name that has its image and, where it keeps data, its volumes. */
function isHeir(old: Service, service: Service): boolean {
  const sources = old.mounts.filter((mount) => holdsData(old, mount)).map(({ source }) => source);
  const has = sources.every((source) => service.mounts.some((mount) => mount.source === source));
  if (!has) return false;
  const sameImage = old.image !== '' && nameOf(old.image) === nameOf(service.image);
  const sameBuild =
    old.builds &&
    service.builds &&
    textAt(old.node, 'build') === textAt(service.node, 'build') &&
    textAt(old.node, 'build', 'context') === textAt(service.node, 'build', 'context');
  return sameImage || sameBuild;
}

export function stoppedService(old: Service, service: Service): readonly Observation[] {
  const then = textAt(old.node, 'deploy', 'replicas') ?? textAt(old.node, 'scale');
  const now = textAt(service.node, 'deploy', 'replicas') ?? textAt(service.node, 'scale');
  if (now !== '0' || then === '0') return [];
  const told = { type: 'service', name: service.name, line: lineOf(service, 'deploy'), certainty: 'certain' } as const;
  const because = `the service ${service.name} goes from ${then ?? '1'} to 0 replicas`;
  return [resource('infra.scale-zero', service, { ...told, because }, keeperOf(service.image) !== null)];
}

/** An image that anybody who may push to its tag can now replace, or that comes from somebody else. */
export function looserImage(old: Service, service: Service): readonly Observation[] {
  if (!old.image.includes('@sha256:') || service.image.includes('@sha256:') || service.image === '') return [];
  const said = {
    technology: 'compose',
    edit: service.edit,
    line: lineOf(service, 'image'),
    subject: `${service.path}:service/${service.name}: ${service.image}`,
    name: service.image,
    certainty: 'likely',
    because: `${nameOf(service.image)} was pinned by its digest and is now whatever the tag names at that moment`,
    remedy: `image: ${service.image}@sha256:<digest>`,
  } as const;
  return [untrustedRun(said, 'image')];
}
