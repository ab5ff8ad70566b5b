import { ENVIRONMENT, type Kind, REASON } from './kind.ts';

/** What a file operation of a command reaches, from what nobody gets back to what is made again by the next build. */
const ZONE = [
  'device',
  'root',
  'system',
  'home',
  'outside',
  'repository',
  'project',
  'inside',
  'generated',
  'temporary',
] as const;
const FILES = { ...REASON, zone: ZONE, recursive: 'truth', forced: 'truth', reversible: 'truth' } as const;
const RUN = { ...REASON, how: 'text' } as const;

/** What a tool call of an agent does that no edit of a file does. */
export const callKinds: Readonly<Record<string, Kind>> = {
  'git.discard': {
    title: 'work that is committed nowhere, or commits that nothing names any more, are thrown away',
    scope: 'net',
    attributes: {
      ...REASON,
      what: ['changes', 'untracked', 'stash', 'commits', 'branch', 'tag', 'reflog', 'worktree', 'repository'],
      /** Only for paths that were named one by one. */
      narrow: 'truth',
    },
  },
  'git.hook-bypass': {
    title: 'hooks are told to look away',
    scope: 'net',
    attributes: { ...REASON, how: ['no-verify', 'hooks-path', 'variable', 'config', 'plumbing', 'address'] },
  },
  'fs.delete': { title: 'files are deleted by a command', scope: 'net', attributes: FILES },
  'fs.overwrite': {
    title: 'files, a disk or their rights are overwritten by a command',
    scope: 'net',
    attributes: { ...FILES, how: ['contents', 'move', 'mode', 'owner', 'link', 'format', 'partition'] },
  },
  'exec.remote': { title: 'what somebody else serves is run unseen', scope: 'net', attributes: RUN },
  'exec.decoded': { title: 'what is run cannot be read beforehand', scope: 'net', attributes: RUN },
  'exec.agent-script': {
    title: 'a script that an agent wrote, or that is not here, is run unseen',
    scope: 'net',
    attributes: { ...RUN, written: 'truth', readable: 'truth' },
  },
  'exec.privileged': {
    title: 'something is run with the rights of another user, or loaded into other programs',
    scope: 'net',
    attributes: RUN,
  },
  'exfil.upload': {
    title: 'local data is sent elsewhere',
    scope: 'net',
    attributes: { ...REASON, what: 'text', to: 'text', sensitive: 'truth' },
  },
  'exfil.listen': {
    title: 'a way in is opened from outside: a tunnel, a reverse shell, a listener',
    scope: 'net',
    attributes: { ...REASON, what: 'text', to: 'text' },
  },
  'secret.read': {
    title: 'a secret is read',
    scope: 'net',
    attributes: {
      ...REASON,
      how: ['file', 'environment', 'store', 'history', 'memory'],
      /** Private keys and credentials that open doors by themselves, not a file that may hold some. */
      strong: 'truth',
      /** What a tool is for, or a file that most often holds none. */
      usual: 'truth',
    },
  },
  'system.change': {
    title: 'the machine itself is changed: power, services, accounts, packages, processes, firewall, schedules',
    scope: 'net',
    attributes: {
      ...REASON,
      how: [
        'power',
        'service',
        'process',
        'account',
        'package',
        'kernel',
        'network',
        'schedule',
        'shell',
        'settings',
        'other',
      ],
      environment: ENVIRONMENT,
      /** Others stand on it: a way in, a firewall, everything that runs. */
      critical: 'truth',
      /** The opposite command brings back all that was there. */
      reversible: 'truth',
    },
  },
  'release.publish': {
    title: 'something is published, or taken back, where others already use it',
    scope: 'net',
    attributes: {
      ...REASON,
      ecosystem: 'text',
      action: ['publish', 'unpublish', 'deprecate', 'owner', 'deploy'],
      /** It can be taken back as if it had not been; a number of a version that is used up cannot. */
      reversible: 'truth',
    },
  },
  'command.run': {
    title: 'a command is run',
    scope: 'net',
    attributes: { tool: 'text', verb: 'text', target: 'text', context: 'text', environment: ENVIRONMENT },
  },
  'tool.call': {
    title: 'a tool of a server is called',
    scope: 'net',
    attributes: { ...REASON, server: 'text', tool: 'text', effect: ['reads', 'writes', 'destroys'], target: 'text' },
  },
};
