import { onDisk, writtenAt } from './files.ts';
import { INTERPRETERS } from './interpreter-rows.ts';
import { pathOf, programIn, startProgram } from './programs.ts';
import { runScript } from './shells.ts';
import { type Calling, start } from './start.ts';
import { type Field, type Printed, type Stream, textOf } from './state.ts';

/** Folders of what is installed, which nobody wrote for this. */
const INSTALLED =
  /^\/(usr|bin|sbin|opt|nix|snap|lib|System|Applications)\/|(^|\/)(node_modules|\.venv|venv|vendor|\.bin)\/|^[A-Z]:/;

/** `./x.sh`: a file that is run by its own name, in the language its first line names. */
export function runFile(calling: Calling): Printed | null {
  const { program, args, place } = calling;
  if (!program.known || !program.text.includes('/')) return null;
  const written = writtenAt(program, place.state);
  if (written !== null) return runWritten(calling, written);
  if (INSTALLED.test(program.text) || place.state.cwd === null) return null;
  const content = onDisk(program, place.state)?.content ?? null;
  if (content?.kind === 'text') return inLanguage(calling, content.text, program, args);
  if (content?.kind === 'binary') return start(calling);
  const path = pathOf(program, place.state);
  return start(calling, [{ language: 'other', text: '', known: false, from: 'file', path }]);
}

function runWritten(calling: Calling, written: Stream): Printed {
  const { program, args, place } = calling;
  const { input } = written;
  // a copy of an installed program under another name
  if (input.kind === 'file' && INSTALLED.test(input.path.text))
    return place.state.session.engine.run([{ ...program, text: input.path.text }, ...args], place);
  return inLanguage(calling, textOf(written) ?? '', program, args);
}

function inLanguage(calling: Calling, text: string, file: Field, args: readonly Field[]): Printed {
  const named =
    /^#![^\n]*?(?:\/|env\s+(?:-S\s+)?)(?!env\s)([A-Za-z]+)[\d.]*(?:\s|$)/.exec(text.slice(0, 200))?.[1] ?? 'sh';
  const row = INTERPRETERS[named];
  if (row === undefined) return runScript(calling, file, args);
  return startProgram(calling, [programIn(file, row.language, calling.place.state)], args);
}
