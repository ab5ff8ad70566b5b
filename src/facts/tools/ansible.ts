import type { Family } from './family.ts';
import { familyOf, textOf } from './service/read.ts';
import { again, gone, held, stopped, type Act, type Service, listed } from './service/service.ts';

/** Ansible by hand: one module on many machines. What a playbook does is for those who read playbooks. */
const adhoc: Service = {
  technology: 'ansible',
  tools: ['ansible'],
  takes: listed(
    '-i --inventory -m --module-name -a --args -u --user -l --limit -f --forks -e --extra-vars -M -T -P -B ' +
      '--become-user --private-key --vault-password-file --become-method -c',
  ),
  places: ['-i', '--inventory', '-l', '--limit'],
  rehearses: ['-C', '--check'],
  closed: true,
  rows: [],
  more: (_run, { words, value }) => {
    const module = (value('-m', '--module-name') ?? 'command').replace(/^.*\./, '');
    const told = value('-a', '--args') ?? '';
    const name = words[0] ?? 'all';
    return [
      ...said(module, told).map((deed) => ({ deed, name })),
      ...(/^(raw|shell|command|script)$/.test(module) ? commanded(told, name) : []),
    ];
  },
};

const STATEFUL_MODULE =
  /db|database|mysql|postgres|mongo|s3|bucket|volume|ec2|rds|lvol|filesystem|parted|zfs|k8s|vm|instance|docker_volume|snapshot|dynamo|redis|gcp|azure/;

function said(module: string, told: string): readonly Act['deed'][] {
  if (/(^|\s)state=(absent|deleted|terminated|wiped)\b/.test(told)) {
    const because = `is absent afterwards, wherever the pattern reaches (${module})`;
    if (/^(file|win_file)$/.test(module) || STATEFUL_MODULE.test(module)) return [held('hosts', { because })];
    return [gone('hosts', { because })];
  }
  if (/^(reboot|win_reboot)$/.test(module)) return [stopped('hosts', { because: 'are restarted' })];
  if (/^(service|systemd|systemd_service|win_service)$/.test(module) && /(^|\s)state=stopped\b/.test(told))
    return [stopped('hosts', { because: 'stop a service' })];
  if (/^(filesystem|parted)$/.test(module) && /force=(yes|true)/.test(told))
    return [again('hosts', { stateful: true, because: 'get a new file system' })];
  return [];
}

/** Only what is plain; a shell on many machines is read by whoever lowers it. */
function commanded(told: string, name: string): readonly Act[] {
  if (/(^|[;&|]\s*|sudo\s+)(rm\s+-\w*[rf]|mkfs|dd\s+\S*of=\/dev|wipefs|shred)\b/.test(told))
    return [{ deed: held('hosts', { because: 'lose files on every one of them' }), name }];
  return /(^|[;&|]\s*|sudo\s+)(reboot|shutdown|poweroff|halt|init\s+0)\b/.test(told)
    ? [{ deed: stopped('hosts', { because: 'are switched off' }), name }]
    : [];
}

const galaxy: Service = {
  technology: 'ansible',
  tools: ['ansible-playbook', 'ansible-pull', 'ansible-navigator'],
  takes: listed(
    '-i --inventory -l --limit -e --extra-vars -t --tags --skip-tags -u --user -f --forks ' +
      '--vault-password-file --vault-id --start-at-task --private-key -c',
  ),
  places: ['-i', '--inventory', '-l', '--limit'],
  rehearses: ['-C', '--check', '--syntax-check', '--list-hosts', '--list-tasks', '--list-tags'],
  closed: true,
  rows: [],
  more: (run, { words, values }) => {
    const files = words.map((word) => word.replace(/^.*\//, ''));
    const name = files.find((file) => DESTROYS.test(file)) ?? '';
    const extra = [...values('-e', '--extra-vars', '-t', '--tags')].some(
      (one) => DESTROYS.test(one) || /(state|ensure)=absent/.test(one),
    );
    if (name === '' && !extra) return [];
    return [
      {
        deed: held('playbook', {
          stateful: 'unknown',
          certainty: 'likely',
          because: 'says that it destroys, on every host it reaches',
        }),
        name: name || textOf(run).slice(0, 40),
      },
    ];
  },
};
const DESTROYS =
  /(^|[-_./=,])(destroy|teardown|tear-down|wipe|purge|delete|remove|uninstall|decommission|terminate|reset|nuke|cleanup)([-_.,]|$)/i;

export const ansible: Family = familyOf('ansible', [adhoc, galaxy]);
