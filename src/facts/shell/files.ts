import type { Content } from '../../model/content.ts';
import { resolvePath } from './place.ts';
import { type Field, said, type State, type Stream, wordOf } from './state.ts';

/** What is in a file that a command names: what the text wrote into it before, or the name of it. */
export function streamOfFile(path: Field, state: State): Stream {
  if (path.stream !== null) return path.stream;
  const written = writtenAt(path, state);
  const at = path.known ? resolvePath(path.text, state.cwd) : null;
  return written ?? { input: { kind: 'file', path: wordOf(path) }, decoded: '', ...(at === null ? {} : { path: at }) };
}

export function writtenAt({ text, known, glob }: Field, state: State): Stream | null {
  if (!known || glob) return null;
  return state.session.files.get(resolvePath(text, state.cwd) ?? text) ?? null;
}

export function writeFile({ text, known }: Field, stream: Stream, state: State): void {
  if (!known || text.startsWith('/dev/')) return;
  state.session.files.set(resolvePath(text, state.cwd) ?? text, stream);
}

/** A file on disk: absolute, and asked for where nobody has read it yet. */
export function onDisk(
  { text, known, glob }: Field,
  state: State,
): { readonly path: string; readonly content: Content | null } | null {
  if (!known || glob || text === '') return null;
  const path = resolvePath(text, state.cwd);
  return path === null ? null : { path, content: state.session.around.file(path) };
}

/** The text of a script, from wherever it is; null where it cannot be told. */
export function textOfFile(field: Field, state: State): Stream | null {
  const stream = streamOfFile(field, state);
  if (stream.input.kind !== 'file') return stream;
  // a copy that the text made holds what the file it was made of holds
  const { path = stream.input.path.text } = stream;
  const content = onDisk({ ...field, text: path }, state)?.content ?? null;
  return content?.kind === 'text' ? said(content.text) : null;
}

/** What a shell is fed: where it comes from a file, what is in it. */
export function scriptOf(stdin: Stream, state: State): Stream | null {
  if (stdin.input.kind !== 'file') return stdin;
  const { path = stdin.input.path.text } = stdin;
  return textOfFile({ ...stdin.input.path, text: path, decoded: '', stream: null }, state);
}
