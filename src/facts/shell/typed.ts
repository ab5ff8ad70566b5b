import { textOfFile } from './files.ts';
import { runGiven, together } from './given.ts';
import type { Carrier } from './invocation.ts';
import { readLead } from './lead.ts';
import { all } from './many.ts';
import type { Calling, Handler } from './start.ts';
import { type Field, type Printed, said, textOf } from './state.ts';
import { plainWords, runBehind } from './wrappers.ts';

/** Programs that are told a script in a way of their own: typed into a terminal, kept for later, named by an option. */
export const typed: Readonly<Record<string, Handler>> = {
  tmux,
  screen,
  zellij: (calling) => afterDashes(calling, /^(run|action)$/),
  at: later,
  batch: later,
  crontab,
  concurrently: (calling) =>
    all(
      calling,
      plainOf(calling, ['-n', '-c', '--names', '--prefix', '--kill-others-on-fail', '-p']),
      wrapping(calling),
    ),
  hyperfine: (calling) =>
    all(
      calling,
      plainOf(calling, ['-w', '-r', '-p', '-n', '-m', '-M', '--warmup', '--runs', '--prepare']),
      wrapping(calling),
    ),
  tar: (calling) =>
    options(calling, /^(--checkpoint-action=exec=|--to-command=|--use-compress-program=|--rsh-command=)(.+)$/s, []),
  bsdtar: (calling) => options(calling, /^(--use-compress-program=)(.+)$/s, []),
  rsync: (calling) => options(calling, /^(--rsh=|--rsync-path=)(.+)$/s, ['-e']),
  zip: (calling) => options(calling, /^(--unzip-command=)(.+)$/s, ['-TT']),
  man: (calling) => options(calling, /^(--pager=)(.+)$/s, ['-P', '-H']),
  ansible: (calling) => (moduleOf(calling) ? remote(calling, ['-a', '--args']) : null),
  salt: (calling) => (calling.args.some(({ text }) => text === 'cmd.run') ? remoteText(calling) : null),
  vim: editor,
  vi: editor,
  nvim: editor,
  ex: editor,
  ed: fedEditor,
};

function wrapping(calling: Calling): Carrier {
  return { kind: 'wrapper', by: calling.tool, at: '' };
}

function plainOf(calling: Calling, takes: readonly string[]): readonly Field[] {
  return plainWords(calling.args, takes, 32).flatMap((at) => calling.args[at] ?? []);
}

const STARTS =
  /^(new|new-session|new-window|neww|split-window|splitw|respawn-pane|respawnp|respawn-window|display-popup|popup)$/;
const KEYS = /^(Enter|C-[a-z]|KPEnter|Escape|Tab|Space|BSpace|M-.|\^[A-Z])$/i;
const TMUX = ['-t', '-s', '-n', '-c', '-x', '-y', '-F', '-e', '-L', '-S', '-f', '-l', '-p', '-d', '-h', '-w', '-N'];

/** What is typed into a terminal runs there; the typing itself stays visible. */
function tmux(calling: Calling): Printed | null {
  const [verbAt = -1] = plainWords(calling.args, ['-L', '-S', '-f'], 1);
  const verb = calling.args[verbAt]?.text ?? '';
  const lead = readLead(
    calling.args,
    { takes: TMUX.filter((one) => one !== '-d' && one !== '-h' && one !== '-l') },
    verbAt + 1,
  );
  if (/^send(-keys)?$/.test(verb)) return keyed(calling, lead.words, lead.values.get('-t')?.text ?? '');
  if (/^(run|run-shell|pipe-pane|pipep|if|if-shell)$/.test(verb)) return given(calling, lead.words);
  return STARTS.test(verb) ? given(calling, lead.words) : null;
}

function given(calling: Calling, words: readonly Field[]): Printed | null {
  return words.length === 0 ? null : runGiven(calling, together(words), { carrier: wrapping(calling) });
}

function keyed(calling: Calling, words: readonly Field[], at: string): Printed | null {
  const text = words.filter((word) => !KEYS.test(word.text));
  return text.length === 0
    ? null
    : runGiven(calling, together(text), { carrier: { kind: 'shell', by: calling.tool, at }, cwd: null });
}

function screen(calling: Calling): Printed | null {
  const stuff = calling.args.findIndex(({ text }) => text === 'stuff');
  const typedText = calling.args[stuff + 1];
  if (stuff !== -1 && typedText !== undefined) {
    const text = typedText.text.replace(/(\\n|\\r|\^M|\\015|\\012|[\r\n])+$/, '');
    return runGiven(calling, { ...typedText, text }, { carrier: { kind: 'shell', by: 'screen', at: '' }, cwd: null });
  }
  const lead = readLead(calling.args, {
    takes: ['-S', '-t', '-c', '-h', '-s', '-T', '-p', '-L', '-Logfile'],
    not: /^-(X|r|x|ls|list|wipe|D|R|RR|Q)$/,
  });
  return lead.isIdle || lead.words.length === 0
    ? null
    : runBehind(calling, lead.words, { carrier: wrapping(calling), stays: true });
}

function afterDashes(calling: Calling, verb: RegExp): Printed | null {
  const dashes = calling.args.findIndex(({ text }) => text === '--');
  if (dashes === -1 || !verb.test(calling.args[0]?.text ?? '')) return null;
  return runBehind(calling, calling.args.slice(dashes + 1), { carrier: wrapping(calling), stays: true });
}

function later(calling: Calling): Printed | null {
  const { args, place } = calling;
  if (args.some(({ text }) => /^-[lrdcbV]$/.test(text))) return null;
  const file = args[args.findIndex(({ text }) => text === '-f') + 1];
  const named = args.some(({ text }) => text === '-f') && file !== undefined;
  const stream = named ? textOfFile(file, place.state) : place.stdin;
  if (!named && place.stdin.input.kind === 'none') return null;
  return runGiven(calling, null, { carrier: wrapping(calling), stream, ...(named ? { file } : {}) });
}

/** `0 3 * * * command`, `@daily command`: what each line would run. */
function crontab(calling: Calling): Printed | null {
  const { args, place } = calling;
  const [fileAt] = plainWords(args, ['-u'], 1);
  const named = fileAt === undefined ? undefined : args[fileAt];
  const fed = args.some(({ text }) => text === '-');
  if (named === undefined && !fed) return null;
  const stream = named === undefined ? place.stdin : textOfFile(named, place.state);
  const text = stream === null ? null : (textOf(stream) ?? stream.beside ?? null);
  if (text === null || stream === null) return null;
  const lines = text.split('\n').map((line) => line.replace(SCHEDULE, '').replace(/^\s*#.*/, ''));
  return runGiven(calling, null, { carrier: wrapping(calling), stream: said(lines.join('\n'), stream.decoded) });
}

const SCHEDULE = /^\s*(@\w+|(?:[\d*,/A-Za-z-]+\s+){4}[\d*,/A-Za-z-]+)\s+/;

/** Options that name a command to run: `--to-command=rm`. */
function options(calling: Calling, joined: RegExp, apart: readonly string[]): Printed | null {
  const found = calling.args.flatMap((word, at) => {
    const text = joined.exec(word.text)?.[2];
    if (text !== undefined) return [{ ...word, text }];
    return apart.includes(calling.args[at - 1]?.text ?? '') ? [word] : [];
  });
  const commands = found.filter(({ text }) => /[\s;|&]/.test(text) && !/^ssh(\s|$)/.test(text));
  return commands.length === 0 ? null : all(calling, commands, wrapping(calling));
}

function moduleOf({ args }: Calling): boolean {
  const at = args.findIndex(({ text }) => /^(-m|--module-name)$/.test(text));
  return at === -1 || /^(ansible\.builtin\.)?(shell|command|raw|win_shell|win_command)$/.test(args[at + 1]?.text ?? '');
}

function remote(calling: Calling, flags: readonly string[]): Printed | null {
  const at = calling.args.findIndex(({ text }) => flags.includes(text));
  const script = at === -1 ? undefined : calling.args[at + 1];
  const host = calling.args.find(({ text }) => !text.startsWith('-'))?.text ?? '';
  return script === undefined
    ? null
    : runGiven(calling, script, { carrier: { kind: 'remote', by: calling.tool, at: host }, cwd: null });
}

function remoteText(calling: Calling): Printed | null {
  const at = calling.args.findIndex(({ text }) => text === 'cmd.run');
  const script = calling.args[at + 1];
  const host = calling.args[at - 1]?.text ?? '';
  return script === undefined
    ? null
    : runGiven(calling, script, { carrier: { kind: 'remote', by: calling.tool, at: host }, cwd: null });
}

/** `vim -c ':!rm x'`. */
function editor(calling: Calling): Printed | null {
  const told = calling.args.flatMap((word, at) => {
    const text =
      /^(?:\+|--cmd=)(.+)$/s.exec(word.text)?.[1] ??
      (/^(-c|--cmd)$/.test(calling.args[at - 1]?.text ?? '') ? word.text : null);
    const command =
      text === null
        ? null
        : (/^:?\s*(?:silent!?\s+)?(?:r\s*|%)?!(.+)$/s.exec(text)?.[1] ??
          /system\((['"])(.*)\1\)/s.exec(text)?.[2] ??
          null);
    return command === null ? [] : [{ ...word, text: command }];
  });
  return told.length === 0 ? null : all(calling, told, wrapping(calling));
}

/** `ed <<< '!rm x'`. */
function fedEditor(calling: Calling): Printed | null {
  const text = textOf(calling.place.stdin);
  const lines = (text ?? '').split('\n').flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
  if (lines.length === 0) return null;
  return runGiven(calling, null, { carrier: wrapping(calling), stream: said(lines.join('\n')) });
}
