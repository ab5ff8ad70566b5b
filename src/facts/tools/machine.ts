import { environmentOf } from '../environment.ts';
import type { Invocation } from '../shell/invocation.ts';
import { type Said, type Table, saidBy, tableOf } from './deeds.ts';
import type { Family } from './family.ts';
import { accounts } from './system/accounts.ts';
import { kernel } from './system/kernel.ts';
import { power } from './system/power.ts';
import { type SystemDeed, systemEffects } from './system/rows.ts';
import { services } from './system/services.ts';
import { windows } from './system/windows.ts';

const table: Table<SystemDeed> = tableOf([...power, ...services, ...accounts, ...kernel, ...windows]);

/** The machine a command runs on: power, services, accounts, schedules, network, kernel. Where it is one's own container, nothing of that lasts. */
export const machine: Family = {
  id: 'machine',
  tools: [...table.keys()],
  read: (run) => {
    if (isThrownAway(run)) return [];
    const said = saidBy(run, { takes: SECRETS, clusters: false });
    if (said === null || isQuestion(said)) return [];
    return systemEffects(table, said, environmentOf(...run.through.map(({ at }) => at)));
  },
};

/** `docker run --rm debian useradd app`: what happens in a container that is thrown away is nobody's loss. */
export function isThrownAway({ through }: Invocation): boolean {
  return (
    through.some(({ kind, by }) => kind === 'container' && !/^(?:kubectl|oc)$/.test(by)) &&
    !through.some(({ kind }) => kind === 'remote')
  );
}

/** What no subject may show. */
const SECRETS = ['-p', '--password', '-password', '-newPassword', '-oldPassword', '-adminPassword', '-P', '-pw'];

/** `mount`, `crontab -l`, `hostname`: without a word these only tell. */
function isQuestion({ run, options, line }: Said): boolean {
  if (/^(?:-h|-\?|\/\?|-V|-v|--usage)$/.test(line) && !/^(?:shutdown|halt)$/.test(run.tool)) return true;
  return TELLS.test(run.tool) && options.words.length === 0 && line === '';
}

const TELLS =
  /^(?:mount|crontab|hostname|date|at|sysctl|route|ifconfig|ip|iptables|swapon|trust|update-alternatives|visudo\?)$/;
