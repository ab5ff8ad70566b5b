import type { Invocation, Surroundings } from '../shell/invocation.ts';
import type { Effect, Family } from './family.ts';
import { bypass } from './git/bypass.ts';
import { type Git, readGit } from './git/command.ts';
import { config, ofSetting, ofVariables, remote } from './git/config.ts';
import { discarders } from './git/discard.ts';
import { ofOthers, tools } from './git/others.ts';
import { patched } from './git/patch.ts';
import { push } from './git/push.ts';
import { loads } from './git/told.ts';
import { unnamers } from './git/unname.ts';

/** git and other systems that keep versions: what is thrown away, rewritten for others, or done past the hooks. */
export const git: Family = {
  id: 'git',
  tools: ['git', 'g', 'hub', 'yadm', ...tools],
  read: (run, around) => (tools.includes(run.tool) ? ofOthers(run) : ofGit(readGit(run), run, around)),
  names: (run) => {
    const { verb, args } = readGit(run);
    return { verb, target: args.find(({ text }) => !text.startsWith('-'))?.text ?? '', context: '' };
  },
};

const readers = new Map(Object.entries({ ...discarders, ...unnamers }));

function ofGit(told: Git, run: Invocation, around: Surroundings): readonly Effect[] {
  if (told.isHelp) return [];
  const { scene } = around;
  return [
    ...told.config.filter(({ key }) => !key.startsWith('alias.')).flatMap((one) => ofSetting(one, false, told.verb)),
    ...told.config
      .filter(({ key, value }) => key === `alias.${told.verb}` && value.startsWith('!'))
      .flatMap((one) => ofSetting(one, false, told.verb)),
    ...ofVariables(told, run),
    ...bypass(told, run, scene),
    ...transports(told),
    ...(told.verb === 'push' ? push(told, scene) : []),
    ...(told.verb === 'config' ? config(told) : []),
    ...(told.verb === 'remote' ? remote(told, scene) : []),
    ...(told.verb === 'apply' || told.verb === 'am' ? patched(told, run, around) : []),
    ...(readers.get(told.verb)?.(told, run, around) ?? []),
  ];
}

/** `ext::sh -c …` and `--upload-pack=…` start what they say in place of a connection, `-O` what is to show files. */
function transports({ verb, args, flags }: Git): readonly Effect[] {
  const address = args.some(({ text }) => /^(?:ext|fd)::/.test(text));
  const program =
    flags.some((flag) => /^--(?:upload-pack|receive-pack|exec)(?:=|$)/.test(flag)) &&
    !flags.some((flag) => /=(?:\S*\/)?git-(?:upload|receive)-pack$/.test(flag));
  const isNetwork = /^(?:fetch|pull|push|clone|ls-remote|archive|fetch-pack|send-pack)$/.test(verb);
  const pager = verb === 'grep' && flags.some((flag) => /^(?:-O|--open-files-in-pager=)\S*[\s/]/.test(flag));
  return address || pager || (program && isNetwork)
    ? [loads(`git ${verb}`, 'git starts a command that stands in its own words')]
    : [];
}
