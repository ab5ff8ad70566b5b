import { streamOfFile, writeFile } from './files.ts';
import type { Redirect } from './invocation.ts';
import type { Redirection } from './parse.ts';
import { type Field, said, SILENT, type State, type Stream, textOf, wordOf } from './state.ts';
import { expandOne, expandParts } from './words.ts';

/** A redirection with the field it goes to, which knows more than its word. */
export type Target = Redirect & { readonly field: Field };
export type Redirected = { readonly stdin: Stream; readonly redirects: readonly Target[] };

/** Where a command's input comes from and its output goes. */
export function redirected(nodes: readonly Redirection[], state: State, from: Stream): Redirected {
  let stdin = from;
  const redirects: Target[] = [];
  for (const node of nodes) {
    const fd = node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : null;
    if (node.type === 'HereDoc') {
      if (fd === null || fd === 0) stdin = bodyOf(node, state);
      continue;
    }
    if (node.target === undefined) continue;
    const field = expandOne(node.target, state);
    if (node.type === 'HereString') {
      if (fd === null || fd === 0) stdin = spoken(field);
      continue;
    }
    redirects.push({ operator: node.operator, fd, target: wordOf(field), field });
    if (node.operator === '<' && (fd === null || fd === 0)) stdin = streamOfFile(field, state);
  }
  return { stdin, redirects };
}

function spoken(field: Field): Stream {
  if (field.stream !== null && !field.known) return field.stream;
  return { input: { kind: 'text', text: `${field.text}\n`, known: field.known }, decoded: field.decoded };
}

function bodyOf({ pos, body, operator }: Extract<Redirection, { type: 'HereDoc' }>, state: State): Stream {
  // the text ends before what is fed begins: it comes from somewhere else
  if (body.text === '' && state.source.line === null && !state.source.text.includes('\n', pos))
    return { input: { kind: 'text', text: '', known: false }, decoded: '' };
  const strip = (text: string): string => (operator === '<<-' ? text.replace(/^\t+/gm, '') : text);
  if (body.parts === undefined) return said(strip(body.text));
  const { text, known, decoded } = expandParts(body.parts, body.text, state);
  return { input: { kind: 'text', text: strip(text), known }, decoded };
}

const WRITES = /^(>|>>|>\||&>|&>>|<>)$/;

/** Keeps what is written into files, and says what still goes on to the pipe. */
export function writeTo(redirects: readonly Target[], printed: Stream, state: State): Stream {
  let left = printed;
  for (const { operator, fd, field } of redirects) {
    if (!WRITES.test(operator) || (fd !== null && fd !== 1)) continue;
    if (!field.text.startsWith('/dev/'))
      writeFile(field, operator.endsWith('>>') ? added(field, printed, state) : printed, state);
    left = /^\/dev\/(stdout|stderr|tty|fd\/\d)$/.test(field.text) ? left : SILENT;
  }
  return left;
}

/** `>>` goes on where an earlier one stopped. */
function added(field: Field, printed: Stream, state: State): Stream {
  const before = streamOfFile(field, state);
  const [old, more] = [textOf(before), textOf(printed)];
  if (before.input.kind === 'file' || old === null || more === null)
    return before.input.kind === 'output' ? before : printed;
  if (old.length + more.length > 1_000_000) return printed;
  return said(`${old}${more}`, before.decoded === '' ? printed.decoded : before.decoded);
}
