import type { Edit } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import type { ConfigMap, ConfigValue, Weight } from '../resource.ts';
import { isMap, showValue } from '../resource.ts';
import { evaluateBody } from './body-of.ts';
import { environmentOf, environmentOfPath } from '../environment.ts';
import { stated } from './finding.ts';
import type { Declared } from './module.ts';
import { type Root, placeOf, subjectOf } from './root.ts';
import { NO_BINDINGS, type Scope } from './scope.ts';
import { type Block, blocksOf } from './syntax.ts';
import { isSettled, render } from './value.ts';

/** What says where the state lies. How it is reached, locked and encrypted may change. */
const PLACE = new Set([
  'bucket',
  'key',
  'prefix',
  'path',
  'workspace_dir',
  'workspace_key_prefix',
  'container_name',
  'storage_account_name',
  'organization',
  'hostname',
  'workspaces',
  'address',
  'schema_name',
  'conn_str',
  'secret_suffix',
  'namespace',
  'region_id',
  'state_id',
  'tablestore_table',
]);

type Backend = { readonly type: string; readonly place: ReadonlyMap<string, ConfigValue>; readonly declared: Declared };

const STATE: Weight = { stateful: true, critical: true, reversible: true };

/** A state that is looked for elsewhere describes nothing of what runs: the next plan creates everything a second time. */
export function backendIn(root: Root, cause: Edit): readonly Observation[] {
  const was = backendOf(root.beforeScope);
  const is = backendOf(root.afterScope);
  if (!was || !root.afterScope) return [];
  const because = is
    ? moved(was, is)
    : `the backend ${was.type} is gone: the state is looked for in a file beside the code`;
  if (because === null) return [];
  const { edit, range } = is
    ? placeOf(root, is.declared, 'after', cause)
    : placeOf(root, was.declared, 'before', cause);
  const hint = environmentOf(...[...was.place.values()].map(render));
  return [
    stated({
      kind: 'infra.replace',
      subject: subjectOf(root, 'terraform.backend'),
      type: 'backend',
      name: was.type,
      edit,
      range,
      weight: STATE,
      environment: hint === 'unknown' ? environmentOfPath(root.folder) : hint,
      landed: edit.landed,
      dependents: root.before.groups.size,
      because: `${because}; without its state everything is created a second time`,
      remedy: 'Move the state first: terraform init -migrate-state, then see that terraform plan wants no change',
      certainty: 'likely',
    }),
  ];
}

function moved(was: Backend, is: Backend): string | null {
  if (was.type !== is.type) return `the backend goes from ${was.type} to ${is.type}`;
  const keys = [...new Set([...was.place.keys(), ...is.place.keys()])];
  for (const key of keys) {
    const from: ConfigValue | undefined = was.place.get(key);
    const to: ConfigValue | undefined = is.place.get(key);
    // left to -backend-config on one side: nobody can tell
    if (from === undefined || to === undefined || !isSettled(from) || !isSettled(to)) continue;
    if (render(from) !== render(to))
      return `the backend's ${key} goes from ${showValue('path', from)} to ${showValue('path', to)}`;
  }
  return null;
}

function backendOf(scope: Scope | null): Backend | null {
  for (const declared of scope?.module.terraform ?? []) {
    const block = declared.block.body.blocks.find(({ type }) => type === 'backend' || type === 'cloud');
    if (block && scope) return read(block, declared, scope);
  }
  return null;
}

function read(block: Block, { path }: Declared, scope: Scope): Backend {
  const body = evaluateBody(block.body, scope, NO_BINDINGS, false);
  const place = new Map<string, ConfigValue>(Object.entries(body).filter(([name]) => PLACE.has(name)));
  const [workspaces] = blocksOf(block.body, 'workspaces');
  if (workspaces) {
    place.delete('workspaces');
    const inner: ConfigMap = evaluateBody(workspaces.body, scope, NO_BINDINGS, false);
    for (const [name, value] of Object.entries(isMap(inner) ? inner : {})) place.set(`workspaces.${name}`, value);
  }
  const name = block.labels[0] ?? 'cloud';
  return { type: name === 'remote' ? 'cloud' : name, place, declared: { path, block } };
}
