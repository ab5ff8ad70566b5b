import type { Edit, Path } from '../../model/change.ts';
import type { YamlEntry, YamlNode } from '../../model/syntax.ts';
import { childOf, entriesOf, entryOf, itemsOf, textAt, textOf, textsOf } from '../pipelines/yaml-view.ts';
import { type Mount, mountOf, type Port, portOf } from './compose-values.ts';

/** One compose file on one side of a change. */
export type ComposeFile = {
  readonly path: Path;
  readonly edit: Edit;
  /** The project's own name: the volumes that have none begin with it. */
  readonly name: string | null;
  readonly services: readonly Service[];
  readonly volumes: ReadonlyMap<string, Volume>;
};

export type Service = {
  readonly path: Path;
  readonly edit: Edit;
  readonly name: string;
  readonly line: number;
  readonly node: YamlNode;
  readonly image: string;
  readonly builds: boolean;
  /** Something of it may stand in another file. */
  readonly extends: boolean;
  readonly mounts: readonly Mount[];
  readonly ports: readonly Port[];
  readonly environment: ReadonlyMap<string, { readonly value: string; readonly line: number }>;
};

export type Volume = {
  readonly line: number;
  /** Its name outside of the project, or null where the project names it. */
  readonly name: string | null;
  readonly external: boolean;
  readonly driver: string;
};

export function composeFileOf(path: Path, edit: Edit, root: YamlNode): ComposeFile | null {
  const services = childOf(root, 'services');
  if (services?.kind !== 'map' && childOf(root, 'volumes') === null) return null;
  const volumes = entriesOf(childOf(root, 'volumes')).map((entry): [string, Volume] => [entry.key, volumeOf(entry)]);
  return {
    path,
    edit,
    name: textAt(root, 'name'),
    services: entriesOf(services).map((entry) => serviceOf(path, edit, entry)),
    volumes: new Map(volumes),
  };
}

function volumeOf({ key, line, value }: YamlEntry): Volume {
  const external = childOf(value, 'external');
  const isExternal = textOf(external) === 'true' || external?.kind === 'map';
  const name = textAt(value, 'name') ?? textAt(external, 'name') ?? (isExternal ? key : null);
  const options = entriesOf(childOf(value, 'driver_opts')).map((one) => `${one.key}=${textOf(one.value) ?? ''}`);
  return {
    line,
    name: name === null ? null : filled(name),
    external: isExternal,
    driver: [textAt(value, 'driver') ?? 'local', ...options.sort()].join(' '),
  };
}

function serviceOf(path: Path, edit: Edit, { key, line, value }: YamlEntry): Service {
  return {
    path,
    edit,
    name: key,
    line,
    node: value,
    image: filled(textAt(value, 'image') ?? ''),
    builds: childOf(value, 'build') !== null,
    extends: childOf(value, 'extends') !== null,
    mounts: [
      ...itemsOf(childOf(value, 'volumes')).flatMap((node) => mountOf(node, filled) ?? []),
      ...textsOf(childOf(value, 'tmpfs')).map((target) => ({
        kind: 'tmpfs' as const,
        source: '',
        target: target.split(':')[0] ?? '',
        readOnly: false,
        line,
      })),
    ],
    ports: itemsOf(childOf(value, 'ports')).flatMap((node) => portOf(node, filled) ?? []),
    environment: environmentOfService(childOf(value, 'environment')),
  };
}

function environmentOfService(node: YamlNode | null): Service['environment'] {
  if (node?.kind === 'map')
    return new Map(node.entries.map(({ key, line, value }) => [key, { value: textOf(value) ?? '', line }]));
  return new Map(
    itemsOf(node).map((item) => {
      const [key = '', ...value] = (textOf(item) ?? '').split('=');
      return [key, { value: value.join('='), line: item.from }];
    }),
  );
}

/** `${TAG:-16}` is 16 unless somebody says otherwise; `${TAG}` is not known here. */
export function filled(text: string): string {
  return text.replace(/\$\{[A-Za-z_]\w*:?-([^${}]*)\}/g, '$1');
}

export function lineOf(service: Service, key: string): number {
  return entryOf(service.node, key)?.line ?? service.line;
}
