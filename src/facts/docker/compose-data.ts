import type { Observation } from '../analyzer.ts';
import type { ComposeFile, Service } from './compose-file.ts';
import { lineOf } from './compose-file.ts';
import { resource } from './compose-states.ts';
import type { Mount } from './compose-values.ts';
import { type Keeper, keeperOf, majorOf, nameOf, tagOf } from './databases.ts';

export type Files = { readonly before: ComposeFile; readonly after: ComposeFile };

/** What of a service's data is no longer where it looks for it. */
export function lostData(files: Files, old: Service, service: Service): readonly Observation[] {
  const lost = old.mounts
    .filter((mount) => holdsData(old, mount))
    .flatMap((mount) => lostMount(files, old, service, mount));
  return [...lost, ...otherMajor(old, service)];
}

const DISPOSABLE =
  /node_modules|cache|tmp|temp|venv|\bbuild\b|dist|\.next|bundle|gems|target$|\bgo\/pkg|\.cargo|\.m2|\.gradle|coverage|socket|\.sock/i;
const DATA =
  /^\/(var\/lib|data|bitnami|srv|var\/(opt|www)|opt\/[^/]+\/data|usr\/share\/[^/]+\/data|home)(\/|$)|data$|\/(db|database|storage|uploads|backups?|media)$/i;

export function holdsData(service: Service, mount: Mount): boolean {
  if (mount.readOnly || mount.kind === 'tmpfs' || DISPOSABLE.test(`${mount.source} ${mount.target}`)) return false;
  if (mount.kind === 'volume') return true;
  const isKept = DATA.test(mount.target) && !/\.\w+$/.test(mount.source);
  return mount.kind === 'bind' ? isKept : keeperOf(service.image) !== null && isKept;
}

function lostMount(files: Files, old: Service, service: Service, mount: Mount): readonly Observation[] {
  const now = service.mounts.find(({ target }) => target === mount.target);
  const source = outsideName(files.before, mount);
  if (now && now.kind !== 'tmpfs' && outsideName(files.after, now) === source) return [];
  // anonymous volumes have no name to be found again by, and a name given to one starts empty all the same
  if (mount.kind === 'anonymous' && now) return [];
  const elsewhere = service.mounts.find((one) => outsideName(files.after, one) === source && one.kind === mount.kind);
  const told = { type: 'volume', name: mount.source || mount.target, line: now?.line ?? lineOf(service, 'volumes') };
  const remedy = `Keep the volume at ${mount.target}, or copy its data to the new one first and stop ${service.name} meanwhile`;
  if (now) {
    const because = `${service.name} finds ${shown(now)} at ${mount.target} and no longer ${shown(mount)}: it starts without its data`;
    const certainty = isGivenItsName(files, mount, now) ? 'possible' : 'certain';
    return [resource('infra.replace', service, { ...told, remedy, certainty, because }, true)];
  }
  if (elsewhere) {
    const because = `${service.name} finds ${shown(mount)} at ${elsewhere.target} and no longer at ${mount.target}, where it looks for its data`;
    const certainty = old.image === service.image ? 'likely' : 'possible';
    return [resource('infra.replace', service, { ...told, line: elsewhere.line, remedy, certainty, because }, true)];
  }
  const because = `${service.name} no longer keeps ${mount.target} in ${shown(mount)}: it starts without its data`;
  return [
    resource(
      'infra.destroy',
      service,
      { ...told, remedy, certainty: service.extends ? 'possible' : 'certain', because },
      true,
    ),
  ];
}

/** `name: shop_pgdata` for what the project `shop` called so anyway. */
function isGivenItsName({ before, after }: Files, old: Mount, now: Mount): boolean {
  const name = after.volumes.get(now.source)?.name ?? '';
  const isUnnamed = (before.volumes.get(old.source)?.name ?? null) === null;
  return old.kind === 'volume' && isUnnamed && name.endsWith(`_${old.source}`);
}

function shown({ kind, source }: Mount): string {
  if (kind === 'tmpfs') return 'memory';
  return kind === 'anonymous'
    ? 'a volume without a name'
    : kind === 'bind'
      ? `the folder ${source}`
      : `the volume ${source}`;
}

/** Two keys may mean one volume, and one key another volume than before. */
function outsideName(file: ComposeFile, { kind, source }: Mount): string {
  if (kind !== 'volume') return `${kind} ${source}`;
  return `volume ${file.volumes.get(source)?.name ?? `project ${source}`}`;
}

/** A database that cannot read what another major version wrote. */
function otherMajor(old: Service, service: Service): readonly Observation[] {
  const then = keeperOf(old.image);
  const now = keeperOf(service.image);
  if (!then || then.family === '' || then.reads === 'any' || old.image === service.image) return [];
  const told = { type: 'service', name: service.name, line: lineOf(service, 'image') };
  const remedy = `Dump the data with ${old.image}, restore it with the new image into another volume, then switch`;
  if (!now || now.family !== then.family) {
    if (service.image === '' && service.builds) return [];
    const because = `${nameOf(old.image)} becomes ${nameOf(service.image) || 'another image'}, which does not read its data`;
    return [
      resource('infra.replace', service, { ...told, remedy, certainty: now ? 'certain' : 'likely', because }, true),
    ];
  }
  return otherVersion(old.image, service.image, then.reads).map(({ certainty, because }) =>
    resource('infra.replace', service, { ...told, remedy, certainty, because }, true),
  );
}

type Version = { readonly certainty: 'certain' | 'likely'; readonly because: string };

function otherVersion(old: string, image: string, reads: Keeper['reads']): readonly Version[] {
  const [from, to] = [majorOf(old), majorOf(image)];
  if (from === null || from === to) return [];
  if (to === null) {
    if (!/^(latest|)$/.test(tagOf(image)) || image.includes('@')) return [];
    return [{ certainty: 'likely', because: `${image} is any version, and not each reads the data of ${tagOf(old)}` }];
  }
  if (reads === 'same-major' || to < from)
    return [{ certainty: 'certain', because: `${nameOf(image)} ${to} does not read the data directory of ${from}` }];
  return [
    { certainty: 'likely', because: `${nameOf(image)} ${to} rewrites the data of ${from}, and there is no way back` },
  ];
}

/** Volumes with another driver, or in a project by another name, are others than before. */
export function otherVolumes({ before, after }: Files): readonly Observation[] {
  const isRenamed = before.name !== null && after.name !== null && before.name !== after.name;
  return [...before.volumes].flatMap(([key, old]) => {
    const now = after.volumes.get(key);
    const users = after.services.filter((one) =>
      one.mounts.some(({ kind, source }) => kind === 'volume' && source === key),
    );
    const names = users.map(({ name }) => name).join(', ');
    if (!now || users.length === 0 || DISPOSABLE.test(key)) return [];
    const remedy = `Create the new volume and copy ${key} into it first`;
    const told = { type: 'volume', name: key, line: now.line, certainty: 'certain', remedy } as const;
    if (old.driver !== now.driver) {
      const because = `the driver or its options are others: ${names} finds another volume`;
      return [resource('infra.replace', after, { ...told, because }, true)];
    }
    if (!isRenamed || old.name !== null || now.name !== null) return [];
    const because = `the project is called ${after.name ?? ''} now, so ${names} finds a new and empty volume`;
    return [resource('infra.replace', after, { ...told, because }, true)];
  });
}
