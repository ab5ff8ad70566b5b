import type { YamlNode } from '../../model/syntax.ts';
import { isDangerousPort } from '../access/ports.ts';
import { childOf, itemsOf, textAt, textsOf } from '../pipelines/yaml-view.ts';
import { type Effect, unprotects } from './effect.ts';
import { worldEffect } from './services.ts';
import { argument, isOn, type Task } from './task.ts';

function closed(text: string): boolean {
  return text !== '' && !/^(any|0\.0\.0\.0\/0|::\/0|all)$/i.test(text);
}

/** To a shell an opening is how one comes in at all; a database is never reached by everybody. */
function port(task: Task, given: string): readonly Effect[] {
  const [from = '', to = from] = given.replace(/\/\w+$/, '').split(/[-:]/);
  const ports = { from: Number(from), to: Number(to) };
  const service = Number.isInteger(ports.from)
    ? isDangerousPort(ports)
    : /mysql|postgres|redis|mongo|elastic|docker|telnet|vnc|rdp|smb|nfs/i.test(given)
      ? given
      : null;
  if (service === null) return [];
  const certainty = service === 'ssh' || service === 'kubernetes' ? 'possible' : 'likely';
  return [
    worldEffect(
      { type: task.module, name: given, certainty, because: `${service} (${given}) is open to every address` },
      given,
      true,
    ),
  ];
}

export function ufw(task: Task): readonly Effect[] {
  const said = { type: 'ufw', name: 'ufw' };
  const state = argument(task, 'state');
  if (/^(disabled|reset)$/.test(state))
    return [
      unprotects(
        { ...said, certainty: 'likely', because: `the firewall is ${state}`, remedy: 'state: enabled' },
        'isolation',
      ),
    ];
  const rule = argument(task, 'rule');
  const policy = argument(task, 'policy', 'default');
  const inward = argument(task, 'direction') || 'incoming';
  if (policy === 'allow' && inward.startsWith('in'))
    return [worldEffect({ ...said, certainty: 'likely', because: 'what no rule forbids is let in' }, 'all', true)];
  if (
    rule !== 'allow' ||
    closed(argument(task, 'from_ip', 'src', 'from')) ||
    inward.startsWith('out') ||
    isOn(task, 'delete')
  )
    return [];
  return port(task, argument(task, 'to_port', 'port') || argument(task, 'name', 'app'));
}

export function firewalld(task: Task): readonly Effect[] {
  if (!/^(enabled|present)$/.test(argument(task, 'state'))) return [];
  const zone = argument(task, 'zone') || 'public';
  const target = argument(task, 'target');
  if (target === 'ACCEPT' || (zone === 'trusted' && !closed(argument(task, 'source'))))
    return [
      worldEffect(
        { type: 'firewalld', name: zone, certainty: 'likely', because: `the zone ${zone} lets everything in` },
        'all',
        true,
      ),
    ];
  if (/^(internal|trusted|home|work|drop|block)$/.test(zone)) return [];
  return [...port(task, argument(task, 'port')), ...port(task, argument(task, 'service'))];
}

export function iptables(task: Task): readonly Effect[] {
  const chain = argument(task, 'chain') || 'INPUT';
  const said = { type: 'iptables', name: chain };
  if (argument(task, 'policy') === 'ACCEPT' && /^(INPUT|FORWARD)$/.test(chain))
    return [
      worldEffect({ ...said, certainty: 'likely', because: `what no rule forbids passes ${chain}` }, 'all', true),
    ];
  if (isOn(task, 'flush'))
    return [unprotects({ ...said, certainty: 'likely', because: 'all rules are deleted' }, 'isolation')];
  if (argument(task, 'jump') !== 'ACCEPT' || chain !== 'INPUT' || argument(task, 'state') === 'absent') return [];
  return closed(argument(task, 'source')) || argument(task, 'in_interface') !== ''
    ? []
    : port(task, argument(task, 'destination_port'));
}

export function securityGroup(task: Task): readonly Effect[] {
  return itemsOf(childOf(task.given, 'rules')).flatMap((rule) => {
    const cidrs = [...textsOf(childOf(rule, 'cidr_ip')), ...textsOf(childOf(rule, 'cidr_ipv6'))];
    if (!cidrs.some((one) => /^(0\.0\.0\.0|::)\/0$/.test(one))) return [];
    return portsOf(rule).flatMap((given) => (given === 'all' ? [everything(task)] : port(task, given)).map(sure));
  });
}

function portsOf(rule: YamlNode): readonly string[] {
  if (/^(all|-1)$/.test(textAt(rule, 'proto') ?? '')) return ['all'];
  const from = textAt(rule, 'from_port');
  const to = textAt(rule, 'to_port') ?? from;
  return [...textsOf(childOf(rule, 'ports')), ...(from === null ? [] : [from === to ? from : `${from}-${to}`])];
}

function everything(task: Task): Effect {
  return worldEffect(
    {
      type: task.module,
      name: argument(task, 'name') || 'unknown',
      certainty: 'likely',
      because: 'every port is open to every address',
    },
    'all',
    true,
  );
}

/** In a cloud there are other ways to a shell. */
function sure(effect: Effect): Effect {
  return { ...effect, certainty: 'likely' };
}
