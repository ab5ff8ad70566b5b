import type { Edit } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import { type ConfigMap, type ConfigValue, isMap } from '../resource.ts';
import { environmentOfPath } from '../environment.ts';
import { evaluateBody } from './body-of.ts';
import { stated } from './finding.ts';
import type { Declared } from './module.ts';
import { type Root, placeOf, subjectOf } from './root.ts';
import { NO_BINDINGS, type Scope } from './scope.ts';

/** What a provider does more thoroughly than it must when something goes: `features {}` of azurerm. */
const DANGEROUS =
  /(^|\.)(purge_|permanently_delete|force_delete|skip_shutdown_and_force_delete|delete_data_disks|delete_os_disk|delete_nested_items)/;
/** What it refuses to do. */
const CAREFUL = /(^|\.)(prevent_deletion_if_contains_resources|recover_soft_deleted)/;

export function featuresIn(root: Root, cause: Edit): readonly Observation[] {
  const { beforeScope, afterScope } = root;
  if (!beforeScope || !afterScope) return [];
  return [...beforeScope.module.providers].flatMap(([key, was]) => {
    const is = afterScope.module.providers.get(key);
    return is ? compared(root, key, flagsOf(was, beforeScope), flagsOf(is, afterScope), is, cause) : [];
  });
}

type Flags = ReadonlyMap<string, ConfigValue>;

function compared(
  root: Root,
  key: string,
  was: Flags,
  is: Flags,
  declared: Declared,
  cause: Edit,
): readonly Observation[] {
  return [...is].flatMap(([flag, value]) => {
    const isWorse = (DANGEROUS.test(flag) && value === true) || (CAREFUL.test(flag) && value === false);
    if (!isWorse || was.get(flag) === value) return [];
    const { edit, range } = placeOf(root, declared, 'after', cause);
    return [
      stated({
        kind: 'infra.unprotect',
        subject: subjectOf(root, `provider.${key}:${flag}`),
        type: 'provider',
        name: `provider.${key}`,
        edit,
        range,
        weight: { stateful: 'unknown', critical: true, reversible: true },
        environment: environmentOfPath(root.folder),
        landed: edit.landed,
        dependents: root.before.groups.size,
        because: `${flag} becomes ${String(value)}: what is destroyed cannot be brought back`,
        remedy: `Leave ${flag} as it was`,
        certainty: 'certain',
        extra: { protection: 'deletion' },
      }),
    ];
  });
}

function flagsOf({ block }: Declared, scope: Scope): Flags {
  const body = evaluateBody(block.body, scope, NO_BINDINGS, false);
  return new Map(leavesOf(body['features'] ?? null, 'features'));
}

function leavesOf(value: ConfigValue, path: string): readonly (readonly [string, ConfigValue])[] {
  if (Array.isArray(value)) return value.flatMap((item: ConfigValue) => leavesOf(item, path));
  const map: ConfigMap | null = isMap(value) ? value : null;
  if (!map) return [[path, value]];
  return Object.entries(map).flatMap(([key, inner]) => leavesOf(inner, `${path}.${key}`));
}
