import type { Invocation, Word } from '../../shell/invocation.ts';
import { readFind } from './find.ts';
import type { Touch } from './touch.ts';

type Named = Pick<Touch, 'word' | 'filter'>;

const SIEVES = new Set(
  'where-object where ? select-object select foreach-object sort-object grep egrep fgrep rg sort uniq head tail awk sed tr cut xargs cat tee shuf fzf rev tac column'.split(
    ' ',
  ),
);
/** A pipe of more programs than this is no list of files. */
const STEPS = 8;

/** The paths that a program behind a pipe will be given. */
export function piped(run: Invocation): readonly Named[] {
  let source: Invocation | null = null;
  let isSifted = false;
  let at: Invocation = run;
  for (let step = 0; step < STEPS && at.input.kind === 'output'; step++) {
    at = at.input.of;
    source = at;
    if (!SIEVES.has(at.tool) || (isSource(at) && at.input.kind !== 'output')) break;
    isSifted ||= /grep|rg|head|tail|where|select|^\?$/.test(at.tool);
  }
  if (run.input.kind === 'text' && run.input.known) return texts(run.input.text, run.program);
  return source === null ? [unknown(run.program)] : sift(printed(source), isSifted);
}

function sift(found: readonly Named[], isSifted: boolean): readonly Named[] {
  return isSifted ? found.map((one) => ({ ...one, filter: one.filter === 'generated' ? 'generated' : 'some' })) : found;
}

function isSource({ tool }: Invocation): boolean {
  return tool === 'grep' || tool === 'rg' || tool === 'cat';
}

const LISTS = /^(?:ls|dir|get-childitem|gci|get-item|gi)$/;
/** They name files of the folder one is in, as far as they match something. */
const PICKS = /^(?:git|rg|grep|ag|ack)$/;

function printed(run: Invocation): readonly Named[] {
  const { program, tool, args } = run;
  const plain = args.filter(({ text }) => !text.startsWith('-'));
  if (/^(?:find|fd|fdfind)$/.test(tool)) {
    const { roots, filter } = readFind(run);
    return roots.map((word) => ({ word, filter }));
  }
  if (tool === 'echo' || tool === 'printf')
    return plain.flatMap((word) => (/%[sqb]/.test(word.text) ? [] : texts(word.text, word)));
  if (LISTS.test(tool)) return (plain.length === 0 ? [made('.', program)] : plain).map((word) => ({ word }));
  return PICKS.test(tool) ? [{ word: made('.', program), filter: 'some' }] : [unknown(program)];
}

function texts(text: string, like: Word): readonly Named[] {
  const words = text.split(/\s+/).filter((one) => one !== '');
  return words.slice(0, 50).map((one) => ({ word: one === like.text ? like : made(one, like) }));
}

function made(text: string, like: Word): Word {
  return { ...like, text, source: text, known: true, glob: false };
}

function unknown(like: Word): Named {
  return { word: { ...like, text: '$@', source: '$@', known: false, glob: false } };
}
