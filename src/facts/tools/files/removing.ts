import type { Invocation, Word } from '../../shell/invocation.ts';
import { type Options, readOptions } from '../options.ts';
import { piped } from './piped.ts';
import type { Touch } from './touch.ts';

export type Reader = (run: Invocation) => readonly Touch[];

const RM = { takes: ['--interactive', '--preserve-root'] };

function rm(run: Invocation): readonly Touch[] {
  const options = readOptions(run.args, RM);
  if (options.isHelp) return [];
  const recursive = options.has('-r', '-R') || abbreviated(run, '--recursive', 4);
  const forced = options.has('-f') || abbreviated(run, '--force', 3);
  return named(options.plain, run).map((one) => ({ ...one, does: 'delete', recursive, forced }));
}

/** GNU programs accept `--recurs` for `--recursive`. */
export function abbreviated({ args }: Invocation, option: string, atLeast: number): boolean {
  return args.some(({ text }) => text.length >= atLeast && text.startsWith('--') && option.startsWith(text));
}

/** The words a program was given, and what comes to it from `find`, `ls` and `echo` where it stands behind `xargs`. */
export function named(plain: readonly Word[], run: Invocation): readonly Pick<Touch, 'word' | 'filter'>[] {
  const own = plain.filter(({ text }) => !isGap(text)).map((word) => ({ word }));
  const many = run.through.findLast(({ kind }) => kind === 'many');
  if (many === undefined || (own.length > 0 && !plain.some(({ text }) => isGap(text)))) return own;
  // what find starts is judged by find, which knows where it looks
  return many.by === 'find' || many.by === 'fd' ? own : [...own, ...piped(run)];
}

function isGap(text: string): boolean {
  return /^(?:-\w*)?\{[\d+%/.]*\}$|^\{\}/.test(text);
}

const plainly =
  (does: Touch['does'], more: Partial<Touch> = {}, takes: readonly string[] = []): Reader =>
  (run) => {
    const options = readOptions(run.args, { takes });
    if (options.isHelp || isTrial(options)) return [];
    return named(options.plain, run).map((one) => ({ ...one, ...more, does }));
  };

function isTrial(options: Options): boolean {
  return options.has('--dry-run', '--dryrun', '-n', '--list-only');
}

/** PowerShell shortens parameters as far as they stay clear: `-wi` is `-WhatIf`, `-r` is `-Recurse`. */
function removeItem(run: Invocation): readonly Touch[] {
  const flags = run.args.map(({ text }) => text.toLowerCase()).filter((text) => text.startsWith('-'));
  const has = (name: string, least: number): boolean =>
    flags.some((flag) => flag.length > least && `-${name}`.startsWith(flag.replace(/:\$true$/, '')));
  if (has('whatif', 2) || flags.includes('-wi')) return [];
  const words = parameters(
    run,
    /^-(?:path|literalpath|lp|pspath)$/i,
    /^-(?:filter|include|exclude|credential|stream|erroraction|ea)$/i,
  );
  const recursive = has('recurse', 1);
  const fed = words.length === 0 && run.input.kind === 'output' ? piped(run) : [];
  return [...words.map((word) => ({ word })), ...fed].map((one) => ({
    ...one,
    does: 'delete',
    recursive,
    forced: has('force', 1),
  }));
}

/** Plain words and values of `-Path`, a list apart at its commas; other parameters take their value along. */
function parameters({ args }: Invocation, own: RegExp, other: RegExp): readonly Word[] {
  return args.flatMap((word, at) => {
    if (word.text.startsWith('-') && word.text !== '-') return [];
    const before = args[at - 1]?.text ?? '';
    if (other.test(before) && !own.test(before)) return [];
    return word.text.includes(',') ? pieces(word) : [word];
  });
}

/** A list apart at its commas, each with what stands for it in the source. */
function pieces(word: Word): readonly Word[] {
  const sources = word.source.split(',', LIST);
  return word.text.split(',', LIST).map((text, at) => ({ ...word, text, source: sources[at] ?? text }));
}

/** Nobody types a longer one. */
const LIST = 1000;

/** `rd /s /q build`, `del /f /s *.log`: switches begin with a slash. `rd` and `del` of PowerShell take its parameters. */
function cmdRemove(run: Invocation): readonly Touch[] {
  const isSwitch = ({ text }: Word): boolean => /^\/[a-z?](?::\S*)?$/i.test(text);
  if (!run.args.some(isSwitch) && (run.shell !== 'cmd' || run.args.some(({ text }) => /^-(?:r|fo)/i.test(text))))
    return removeItem(run);
  const has = (letter: string): boolean => run.args.some(({ text }) => text.toLowerCase() === `/${letter}`);
  if (has('?')) return [];
  const words = run.args.filter((word) => !isSwitch(word));
  return words.map((word) => ({ word, does: 'delete', recursive: has('s'), forced: has('q') || has('f') }));
}

/** `rmdir` of POSIX only takes what is empty. */
function rmdir(run: Invocation): readonly Touch[] {
  return run.args.some(({ text }) => /^\/[sq]$/i.test(text) || /^-(?:r|fo)/i.test(text)) ? cmdRemove(run) : [];
}

function shx(run: Invocation): readonly Touch[] {
  const [first, ...args] = run.args;
  if (first === undefined) return [];
  return removers[first.text]?.({ ...run, tool: first.text, program: first, args }) ?? [];
}

function gio(run: Invocation): readonly Touch[] {
  const [first, ...args] = run.args;
  if (first?.text === 'trash' && args.some(({ text }) => text === '--empty')) return emptied(run);
  if (first?.text === 'trash') return plainly('discard', { recursive: true })({ ...run, args });
  return first?.text === 'remove' ? plainly('delete', { recursive: true })({ ...run, args }) : [];
}

function emptied({ program }: Invocation): readonly Touch[] {
  const text = '~/.local/share/Trash';
  return [{ word: { ...program, text, source: text, known: true }, does: 'delete', recursive: true }];
}

/** shred takes `-n 3` for rounds, not for a trial. */
function shredding(run: Invocation): readonly Touch[] {
  const options = readOptions(run.args, { takes: ['-n', '-s', '--iterations', '--size', '--random-source'] });
  return options.isHelp ? [] : named(options.plain, run).map((one) => ({ ...one, does: 'shred' }));
}

export const removers: Readonly<Record<string, Reader>> = {
  rm,
  grm: rm,
  unlink: plainly('delete'),
  rmdir,
  shred: shredding,
  gshred: shredding,
  srm: plainly('shred', { recursive: true }),
  wipe: plainly('shred', { recursive: true }),
  rimraf: plainly('delete', { recursive: true, forced: true }),
  'del-cli': plainly('delete', { recursive: true, forced: true }),
  'rm-cli': plainly('delete', { recursive: true }),
  shx,
  trash: plainly('discard', { recursive: true }),
  'trash-put': plainly('discard', { recursive: true }),
  'trash-cli': plainly('discard', { recursive: true }),
  rmtrash: plainly('discard', { recursive: true }),
  'gvfs-trash': plainly('discard', { recursive: true }),
  'trash-empty': emptied,
  gio,
  'remove-item': removeItem,
  ri: removeItem,
  'clear-item': removeItem,
  rd: cmdRemove,
  del: cmdRemove,
  erase: cmdRemove,
  deltree: cmdRemove,
};
