import type { Edit } from '../../model/change.ts';
import { settle } from '../programs/settle.ts';
import { type ConfigMap, type ConfigValue, isMap, showValue } from '../resource.ts';
import { protectionsOf } from '../terraform/protection.ts';
import type { Setting, Unit } from './read.ts';

export type Told = {
  readonly kind: 'infra.destroy' | 'infra.replace' | 'infra.unprotect' | 'infra.scale-zero';
  readonly certainty: 'certain' | 'likely' | 'possible';
  readonly because: string;
  readonly remedy: string;
  readonly line: number;
  readonly protection?: string;
  readonly isWhole?: boolean;
};

/** What a change of one file of Terragrunt comes to. */
export function judge(before: Unit, after: Unit, edit: Edit): readonly Told[] {
  const keys = [...new Set([...before.settings.keys(), ...after.settings.keys()])];
  return [
    ...keys.flatMap((key) => settingChange(key, before.settings.get(key), after.settings.get(key), after)),
    ...inputChanges(before, after, edit),
  ];
}

function settingChange(key: string, was: Setting | undefined, is: Setting | undefined, after: Unit): readonly Told[] {
  if (was === undefined || JSON.stringify(was.value) === JSON.stringify(is?.value)) return [];
  const line = is?.line ?? 1;
  if (key === 'prevent_destroy')
    return was.value === true ? [{ ...deletion(is ? 'is turned off' : 'is removed'), line }] : [];
  if (key === 'terraform.source') return sourceChange(was.value, is?.value, line);
  if (key.startsWith('remote_state.')) return stateChange(key, was, is, line);
  return is !== undefined && after.brokenAt === null ? placeChange(key, was.value, is.value, line) : [];
}

function placeChange(key: string, was: ConfigValue, is: ConfigValue, line: number): readonly Told[] {
  if (!PLACE.test(key) || !isLiteral(was) || !isLiteral(is)) return [];
  const because = `everything is made anew in another place: ${shown(key, was, is)}`;
  const remedy = `keep ${key}, and add a unit of its own for the other place`;
  return [{ kind: 'infra.replace', certainty: 'likely', because, remedy, line, isWhole: true }];
}

const PLACE =
  /^(locals|inputs)\.(aws_|gcp_|azure_)?(region|location|account_id|aws_account_id|project|project_id|subscription_id)$/;

function deletion(what: string): Omit<Told, 'line'> {
  return {
    kind: 'infra.unprotect',
    certainty: 'certain',
    because: `prevent_destroy ${what}: the unit may be destroyed`,
    remedy: 'prevent_destroy = true',
    protection: 'deletion',
  };
}

function isLiteral(value: ConfigValue): boolean {
  return typeof value === 'string' && !value.includes('${');
}

function shown(key: string, was: ConfigValue, is: ConfigValue | undefined): string {
  const name = key.slice(key.lastIndexOf('.') + 1);
  return `${name} changes from ${showValue(name, was)} to ${showValue(name, is)}`;
}

/** Another version is daily work, another module has nothing of what the first one made. */
function sourceChange(was: ConfigValue, is: ConfigValue | undefined, line: number): readonly Told[] {
  const [then, now] = [moduleOf(was), moduleOf(is)];
  if (then === now || is === undefined) return [];
  const isMoved = lastStep(then) === lastStep(now);
  const isSure = isLiteral(was) && isLiteral(is);
  const because = `another module is applied to the same state, and what the former one made is destroyed: ${shown('source', was, is)}`;
  return [
    {
      kind: 'infra.replace',
      certainty: isMoved || !isSure ? 'possible' : 'likely',
      because,
      remedy: 'keep the source, or move the state first',
      line,
    },
  ];
}

function moduleOf(source: ConfigValue | undefined): string {
  const text = typeof source === 'string' ? source : JSON.stringify(source ?? null);
  return text
    .replace(/\?.*$/s, '')
    .replace(/^git::/, '')
    .replace(/\.git\b/, '');
}

function lastStep(source: string): string {
  return (
    source
      .split('/')
      .filter((step) => step !== '')
      .at(-1) ?? ''
  );
}

function stateChange(key: string, was: Setting, is: Setting | undefined, line: number): readonly Told[] {
  const name = key.slice(key.lastIndexOf('.') + 1);
  const lost = (protection: string, because: string, certainty: Told['certainty'] = 'likely'): readonly Told[] => [
    { kind: 'infra.unprotect', certainty, because, remedy: `keep ${name}`, protection, line },
  ];
  const change = is === undefined ? `${name} is removed` : shown(key, was.value, is.value);
  if (
    /^(backend|bucket|key|prefix|container_name|storage_account_name|resource_group_name|region|location|path|organization|hostname)$/.test(
      name,
    )
  )
    return lost(
      'state',
      `the state is looked for in another place: ${change}`,
      isLiteral(is?.value ?? '') ? 'likely' : 'possible',
    );
  if (/^(encrypt)$/.test(name) && was.value === true)
    return lost('encryption', `the state is no longer encrypted: ${change}`);
  if (/^(dynamodb_table|use_lockfile)$/.test(name))
    return is === undefined || is.value === false
      ? lost('state', `nothing keeps two from writing the state at once: ${change}`)
      : [];
  return [];
}

function inputChanges({ inputs: before }: Unit, { inputs: after, settings }: Unit, edit: Edit): readonly Told[] {
  const [then, now] = settle(before, after);
  const at = (property: string): number =>
    settings.get(`inputs.${property}`)?.line ?? settings.get('inputs')?.line ?? 1;
  const lost = protectionsOf(asResource(then, now, edit)).map(
    ({ property, protection, because, remedy, certainty }): Told => ({
      kind: 'infra.unprotect',
      certainty: certainty === 'certain' ? 'likely' : certainty,
      because,
      remedy,
      protection,
      line: at(property),
    }),
  );
  return [...lost, ...Object.keys(then).flatMap((name) => inputChange(name, then[name], now[name], at(name)))];
}

function asResource(before: ConfigMap, after: ConfigMap, edit: Edit): Parameters<typeof protectionsOf>[0] {
  const state = (body: ConfigMap) => ({ path: edit.path, range: { from: 1, to: 1 }, body, lineOf: () => null });
  return {
    technology: 'terraform',
    type: 'terragrunt_unit',
    subject: edit.path,
    name: edit.path,
    before: state(before),
    after: state(after),
    edit,
    environment: 'unknown',
    landed: edit.landed,
    dependents: 'unknown',
  };
}

type Value = ConfigValue | undefined;

function inputChange(name: string, was: Value, is: Value, line: number): readonly Told[] {
  const change = shown(name, was ?? null, is);
  if (was === true && is === false && SWITCH.test(name))
    return [
      {
        kind: 'infra.destroy',
        certainty: 'likely',
        because: `what it switches on goes: ${change}`,
        remedy: `keep ${name} = true`,
        line,
      },
    ];
  if (isSome(was) && is === 0 && COUNT.test(name))
    return [
      {
        kind: 'infra.scale-zero',
        certainty: 'likely',
        because: `${change}: nothing of it runs any more`,
        remedy: `keep ${name} at 1 or more`,
        line,
      },
    ];
  if (IDENTITY.test(name) && was !== is && isLiteral(was ?? null) && isLiteral(is ?? null))
    return [
      {
        kind: 'infra.replace',
        certainty: 'likely',
        because: `must be replaced: ${change}`,
        remedy: `keep ${name}`,
        line,
      },
    ];
  return shrunk(name, was, is, line);
}

function isSome(value: Value): boolean {
  return typeof value === 'number' && value > 0;
}

const SWITCH = /^(create|enabled?$|create_.*|deploy(_.*)?|provision(_.*)?)$/;
const COUNT =
  /(^|_)(replicas?|count|desired_(capacity|count|size)|max_(size|capacity)|instances|nodes|node_count|number_of_\w+)$/;
const IDENTITY =
  /^(engine|identifier|cluster_identifier|db_name|database_name|bucket|bucket_name|cluster_name|cidr|cidr_block|vpc_cidr|domain_name|availability_zone)$/;

/** A module makes one of something for each of these, as often as not. */
function shrunk(name: string, was: Value, is: Value, line: number): readonly Told[] {
  const [then, now] = [keysIn(was), keysIn(is)];
  const gone = then?.filter((one) => now?.includes(one) !== true) ?? [];
  if (!then || !now || gone.length === 0) return [];
  return [
    {
      kind: 'infra.destroy',
      certainty: 'possible',
      because: `${name} loses ${gone.slice(0, 3).join(', ')}`,
      remedy: `keep them in ${name}`,
      line,
    },
  ];
}

function keysIn(value: Value): readonly string[] | null {
  if (Array.isArray(value)) return value.map((one: ConfigValue) => JSON.stringify(one) ?? '');
  return isMap(value) && Object.values(value).some(isMap) ? Object.keys(value) : null;
}
