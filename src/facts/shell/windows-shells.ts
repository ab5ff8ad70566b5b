import { base64Wide } from './decoders.ts';
import { runGiven, together } from './given.ts';
import { textOfFile } from './files.ts';
import { pathOf } from './programs.ts';
import type { Calling, Handler } from './start.ts';
import { type Field, fieldOf, type Printed } from './state.ts';
import { runBehind } from './wrappers.ts';

/** The shells of Windows, and the commands of PowerShell that run a text or another program. */
export const windowsShells: Readonly<Record<string, Handler>> = {
  powershell,
  pwsh: powershell,
  cmd: prompt,
  'invoke-expression': expression,
  iex: expression,
  'start-process': started,
  saps: started,
};

const TAKES =
  /^-(ex|executionpolicy|ep|w|windowstyle|v|version|configurationname|outputformat|inputformat|of|if|wd|workingdirectory|settingsfile|custompipename)$/i;

function powershell(calling: Calling): Printed | null {
  const { args, place } = calling;
  const carrier = { kind: 'shell', by: calling.tool, at: '' } as const;
  for (const [at, { text }] of args.entries()) {
    const rest = args.slice(at + 1);
    if (TAKES.test(args[at - 1]?.text ?? '')) continue;
    if (/^[-/](c|command|cwa|commandwithargs)$/i.test(text))
      return runGiven(calling, together(rest), { carrier, shell: 'powershell' });
    if (/^[-/](e|en|enc|enco\w*|ec)$/i.test(text)) return encoded(calling, rest[0]);
    if (/^[-/](f|file)$/i.test(text)) return rest[0] === undefined ? null : scripted(calling, rest[0]);
    if (/^[-/]/.test(text)) continue;
    return /\.ps1$/i.test(text)
      ? scripted(calling, args[at] ?? fieldOf(''))
      : runGiven(calling, together(args.slice(at)), { carrier, shell: 'powershell' });
  }
  if (place.stdin.input.kind === 'none') return null;
  return runGiven(calling, null, { carrier, shell: 'powershell', stream: place.stdin });
}

function encoded(calling: Calling, word: Field | undefined): Printed | null {
  const text = word === undefined ? null : base64Wide(word.text);
  if (word === undefined || text === null) return null;
  const carrier = { kind: 'shell', by: calling.tool, at: '' } as const;
  return runGiven(calling, { ...word, text, decoded: 'base64' }, { carrier, shell: 'powershell' });
}

function scripted(calling: Calling, file: Field): Printed {
  const { state } = calling.place;
  const carrier = { kind: 'script', by: file.text.replace(/^.*[/\\]/, ''), at: pathOf(file, state) } as const;
  return runGiven(calling, null, { carrier, file, stream: textOfFile(file, state), shell: 'powershell' });
}

/** `cmd /c del x`. */
function prompt(calling: Calling): Printed | null {
  const at = calling.args.findIndex(({ text }) => /^\/\/?[ckr]/i.test(text));
  const flag = calling.args[at];
  if (flag === undefined) return null;
  const glued = flag.text.replace(/^\/+[ckr]/i, '');
  const rest = [...(glued === '' ? [] : [{ ...flag, text: glued }]), ...calling.args.slice(at + 1)];
  return rest.length === 0
    ? null
    : runGiven(calling, together(rest), { carrier: { kind: 'shell', by: 'cmd', at: '' }, shell: 'cmd' });
}

function expression(calling: Calling): Printed | null {
  const words = calling.args.filter(({ text }) => !/^-command$/i.test(text));
  const piped = words.length === 0 && calling.place.stdin.input.kind !== 'none';
  if (piped) return runGiven(calling, null, { same: true, shell: 'powershell', stream: calling.place.stdin });
  return words.length === 0 ? null : runGiven(calling, together(words), { same: true, shell: 'powershell' });
}

/** `Start-Process rm -ArgumentList '-rf','/' -Verb RunAs`. */
function started(calling: Calling): Printed | null {
  const { args } = calling;
  const words: Field[] = [];
  let isPrivileged = false;
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (word === undefined) break;
    const { text } = word;
    if (/^-verb$/i.test(text)) {
      isPrivileged = /^runas$/i.test(args[++at]?.text ?? '');
    } else if (/^-(workingdirectory|windowstyle|redirect\w+|credential)$/i.test(text)) at++;
    else if (/^-(filepath|argumentlist|args|wait|nonewwindow|passthru|loaduserprofile)$/i.test(text)) continue;
    else
      words.push(
        ...(words.length > 0 && /\s/.test(text) && !/["']/.test(text)
          ? text.split(/\s+/).map((one) => ({ ...word, text: one }))
          : [word]),
      );
  }
  if (words.length === 0) return null;
  return runBehind(calling, words, {
    carrier: { kind: isPrivileged ? 'privilege' : 'wrapper', by: calling.tool, at: '' },
    stays: true,
  });
}
