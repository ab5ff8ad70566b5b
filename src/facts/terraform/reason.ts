import { baseName, folderOf } from '../path.ts';
import { parseAddress, printAddress, shapeOf } from './address.ts';
import type { Loss } from './difference.ts';
import type { Group } from './expand.ts';
import { successorOf } from './rename.ts';
import { removalOf } from './removed.ts';
import type { Root } from './root.ts';
import type { Expansion } from './scope.ts';
import { moduleAt, sourceOf } from './world.ts';

export type Reason = {
  readonly because: string;
  readonly remedy: string;
  readonly certainty: 'certain' | 'likely' | 'possible';
  /** The block itself is no longer there. */
  readonly isGone: boolean;
};

/** Why these instances are destroyed, and what would keep them; null where the configuration lets them go unharmed. */
export function reasonFor(root: Root, group: Group, losses: readonly Loss[]): Reason | null {
  const [first] = losses;
  if (!first) return null;
  const removal = removalOf(root, group.address);
  if (removal === 'forget' || isOutOfSight(root, first)) return null;
  const isUnsure = losses.every((loss) => loss.isUnsure);
  const module = lostModule(root, group, first);
  const isCalled = module !== null && root.after.groups.has(group.address);
  if (module)
    return {
      ...module,
      certainty: isUnsure ? (isCalled ? 'possible' : 'likely') : 'certain',
      isGone: !root.after.groups.has(group.address),
    };
  const now = root.after.groups.get(shapeIn(first.destination));
  if (now)
    return { ...shrunk(root, group, now, losses), certainty: isUnsure ? unsure(group, now) : 'certain', isGone: false };
  return {
    ...gone(root, group, first, removal === 'destroy'),
    certainty: isUnsure ? 'likely' : 'certain',
    isGone: true,
  };
}

/** A module around it is fetched from elsewhere now, and may well declare the same: calls.ts says that its source changed. */
function isOutOfSight(root: Root, { destination }: Loss): boolean {
  const { modules } = parseAddress(shapeOf(destination));
  return modules.some((_, at) => {
    const call = root.after.calls.get(printAddress({ modules: modules.slice(0, at + 1), resource: null }));
    const source = sourceOf(call?.declared.block.body.attributes.get('source')?.expression);
    return source !== null && !source.startsWith('.') && call?.isLocal === false;
  });
}

/** The group an instance belongs to: its address without its own key. */
function shapeIn(address: string): string {
  const { modules, resource } = parseAddress(address);
  return printAddress({ modules, resource: resource ? { name: resource.name, key: null } : null });
}

/** From count to for_each every instance gets another address, however many there are. */
function unsure(group: Group, now: Group): Reason['certainty'] {
  const how = ({ expansion }: Group): string =>
    expansion.kind === 'unknown' ? expansion.by : expansion.kind === 'keys' ? 'for_each' : expansion.kind;
  const isZero = now.expansion.kind === 'count' && now.expansion.count === 0;
  const isSwitch = how(group) !== how(now) && how(group) !== 'single' && how(now) !== 'single';
  return isZero || isSwitch ? 'likely' : 'possible';
}

function gone(root: Root, group: Group, loss: Loss, isAsked: boolean): Pick<Reason, 'because' | 'remedy'> {
  if (isAsked) return { because: 'a removed block says destroy = true', remedy: forget(group.address) };
  if (loss.destination !== loss.instance.address)
    return {
      because: `a moved block takes it to ${loss.destination}, which is not declared`,
      remedy: `Declare ${loss.destination}, or correct the moved block`,
    };
  const successor = successorOf(root, group);
  if (successor !== null)
    return {
      because: `${group.address} is now called ${successor}, and no moved block says so`,
      remedy: moved(group.address, successor),
    };
  const disabled = disabledAs(root, group);
  if (disabled !== null)
    return {
      because: `${baseName(group.declared.path)} became ${baseName(disabled)}, which is not read`,
      remedy: forget(group.address),
    };
  const elsewhere = elsewhereOf(root, group);
  if (elsewhere !== null)
    return {
      because: `${group.address} is declared in ${elsewhere} now, and its state does not follow`,
      remedy: `Hand it over: in ${root.folder || 'the old folder'} put\n${forgotten(group.address)}\nand in ${elsewhere}\nimport {\n  to = ${group.address}\n  id = "…"\n}`,
    };
  return { because: `${group.address} is no longer declared`, remedy: forget(group.address) };
}

/** Another folder of this change that declares the same from now on. */
function elsewhereOf({ folder, worlds, edits }: Root, { declared }: Group): string | null {
  const name = declared.block.labels.join('.');
  const others = new Set(edits.all.filter(({ after }) => after !== null).map(({ path }) => folderOf(path)));
  for (const other of others) {
    const [was, is] = [moduleAt(worlds.before, other), moduleAt(worlds.after, other)];
    if (other !== folder && is?.resources.has(name) === true && was?.resources.has(name) !== true)
      return other || 'the top folder';
  }
  return null;
}

function disabledAs(root: Root, { declared }: Group): string | null {
  const edit = root.edits.before.get(declared.path);
  if (!edit) return null;
  if (edit.after !== null)
    return edit.path === declared.path || /\.(tf|tofu)(\.json)?$/.test(edit.path) ? null : edit.path;
  return root.edits.all.find(({ path }) => path.startsWith(`${declared.path}.`))?.path ?? null;
}

export function moved(from: string, to: string): string {
  return `moved {\n  from = ${from}\n  to   = ${to}\n}`;
}

function forget(address: string): string {
  return `To let it run on without Terraform:\n${forgotten(address)}`;
}

function forgotten(address: string): string {
  return `removed {\n  from = ${shapeOf(address)}\n  lifecycle {\n    destroy = false\n  }\n}`;
}

function shrunk(root: Root, group: Group, now: Group, losses: readonly Loss[]): Pick<Reason, 'because' | 'remedy'> {
  const [was, is] = [counted(group.expansion), counted(now.expansion)];
  const what = was === is ? 'how many there are is worked out otherwise' : `${was} becomes ${is}`;
  const addresses = losses.map(({ instance }) => instance.address);
  const names =
    addresses.length > 3
      ? `${addresses.slice(0, 3).join(', ')} and ${addresses.length - 3} more`
      : addresses.join(', ');
  const verb = addresses.length === 1 ? 'is' : 'are';
  return { because: `${names} ${verb} destroyed: ${what}`, remedy: rekeyed(root, now, losses) };
}

/** Where each lost instance has exactly one new address, the moved blocks can be written down. */
function rekeyed(root: Root, now: Group, losses: readonly Loss[]): string {
  const before = losses.map(({ instance }) => instance.address);
  const after = root.difference.gained.filter(({ group }) => group === now).map(({ address }) => address);
  if (before.length !== after.length || before.length > 5 || before.some((address) => address.includes('[*]')))
    return '';
  return before.map((address, at) => moved(address, after[at] ?? '')).join('\n');
}

export function counted(expansion: Expansion): string {
  switch (expansion.kind) {
    case 'single':
      return 'a single instance';
    case 'count':
      return `count = ${expansion.count}`;
    case 'keys':
      return `for_each over ${listed([...expansion.values.keys()])}`;
    case 'unknown':
      return `${expansion.by} = ${expansion.text.length > 60 ? `${expansion.text.slice(0, 57)}…` : expansion.text}`;
  }
}

function listed(keys: readonly string[]): string {
  const shown = keys
    .slice(0, 5)
    .map((key) => JSON.stringify(key))
    .join(', ');
  return keys.length > 5 ? `${shown} and ${keys.length - 5} more` : keys.length === 0 ? 'nothing' : shown;
}

/** The innermost module around it that lost this instance: gone, renamed, counted. */
function lostModule(root: Root, group: Group, loss: Loss): Pick<Reason, 'because' | 'remedy'> | null {
  const { modules } = parseAddress(loss.destination);
  for (let depth = 1; depth <= modules.length; depth++) {
    const path = modules.slice(0, depth);
    const last = path.at(-1);
    if (!last) continue;
    const address = printAddress({ modules: [...path.slice(0, -1), { name: last.name, key: null }], resource: null });
    const call = root.after.calls.get(address);
    const instance = printAddress({ modules: path, resource: null });
    if (!call) return removedModule(root, group, instance, address);
    const was = root.before.calls.get(address)?.expansion;
    const isHere = has(call.expansion, last.key);
    if (!isHere)
      return {
        because: `goes with ${instance}: ${was ? `${counted(was)} becomes ` : ''}${counted(call.expansion)}`,
        remedy: was?.kind === 'single' ? moved(address, oneOf(address, call.expansion)) : '',
      };
  }
  return null;
}

function oneOf(address: string, expansion: Expansion): string {
  const key = expansion.kind === 'keys' ? JSON.stringify([...expansion.values.keys()][0] ?? 'key') : '0';
  return `${address}[${key}]`;
}

function has(expansion: Expansion, key: string | null): boolean {
  switch (expansion.kind) {
    case 'single':
      return key === null;
    case 'count':
      return key !== null && /^\d+$/.test(key) && Number(key) < expansion.count;
    case 'keys':
      return key !== null && [...expansion.values.keys()].some((one) => JSON.stringify(one) === key);
    case 'unknown':
      return key === '*';
  }
}

function removedModule(
  root: Root,
  group: Group,
  instance: string,
  address: string,
): Pick<Reason, 'because' | 'remedy'> {
  const successor = successorOf(root, group);
  const prefix = group.address.slice(address.length);
  if (successor?.endsWith(prefix) === true && successor.startsWith('module.'))
    return {
      because: `goes with ${instance}, which is now called ${successor.slice(0, -prefix.length)}, and no moved block says so`,
      remedy: moved(address, successor.slice(0, -prefix.length)),
    };
  if (successor !== null)
    return {
      because: `goes with ${instance}; ${successor} is like it, and no moved block says so`,
      remedy: moved(group.address, successor),
    };
  return { because: `goes with ${instance}, which is no longer called`, remedy: forget(address) };
}
