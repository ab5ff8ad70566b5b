import { type Act, acts } from './disks/acts.ts';
import { effect } from './effects.ts';
import type { Effect, Family } from './family.ts';
import { type Options, readOptions } from './options.ts';
import type { Invocation } from '../shell/invocation.ts';

/** Programs that make, wipe and take away disks, volumes and file systems. */
export const disks: Family = {
  id: 'disks',
  tools: [...new Set(acts.flatMap(({ tools }) => tools))],
  read: (run) => {
    const options = readOptions(run.args, { takes: TAKES });
    if (options.isHelp || options.has('-h', '-V', '-?') || isTrial(run)) return [];
    const act = acts.find((one) => one.tools.includes(run.tool) && isMeant(one, run));
    return act === undefined ? [] : [told(act, run, options)];
  },
};

const TAKES = ['-L', '-t', '-U', '-b', '-N', '-T', '-E', '-O', '-q', '--label', '--type', '--uuid'];

function isMeant({ says, not }: Act, { args }: Invocation): boolean {
  const line = args
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 2000);
  return says.test(line) && !(not?.test(line) ?? false);
}

const ACTS_NOT = /^(?:mkfs\.(?:ext[234]|ntfs)|mke2fs|mkntfs|sfdisk|wipefs|zfs|zpool)$/;

function isTrial({ args, tool }: Invocation): boolean {
  // -n is a label for mkfs.vfat, and "do nothing" for these
  const isNot = ACTS_NOT.test(tool);
  return args.some(
    ({ text }) =>
      /^(?:--no-act|--dry-run|--test|-whatif|-wi)$/i.test(text) || (isNot && /^-[a-zA-Z]*n[a-z]*$/.test(text)),
  );
}

function told({ does, how, because, remedy = '', mild = false }: Act, run: Invocation, options: Options): Effect {
  const target = options.plain.findLast(({ text }) => /^\/|:|^\w+\/\w|disk/i.test(text)) ?? options.plain.at(-1);
  const subject = target?.text ?? run.tool;
  const known = isImage(subject);
  const why = { technology: run.tool, subject, because, remedy } as const;
  const zone = known ? 'inside' : mild ? 'system' : 'device';
  const more = { zone, recursive: !mild, forced: options.has('-f', '--force', '-F', '-y', '--yes'), reversible: known };
  return does === 'delete' ? effect('fs.delete', why, more) : effect('fs.overwrite', why, { ...more, how });
}

/** `mkfs.ext4 disk.img` makes a file system in a file. */
function isImage(subject: string): boolean {
  return (
    /\.(?:img|iso|raw|qcow2|vmdk|vdi|ext[234]|squashfs|fs|bin|dmg)$/i.test(subject) &&
    !/^\/(?:dev|etc|boot)\//.test(subject)
  );
}
