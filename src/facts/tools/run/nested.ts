import type { Invocation, Surroundings, Word } from '../../shell/invocation.ts';
import { invocationsOf } from '../../shell/lower.ts';

const LONGEST = 4_000;

/** What runs inside of a word to make it: `$(curl …)`, `<(curl …)`. */
export function nestedIn(word: Word, around: Surroundings): readonly Invocation[] {
  return nestedInText(word.source === '' ? word.text : word.source, around);
}

export function nestedInText(text: string, around: Surroundings): readonly Invocation[] {
  if (text.length > LONGEST || !/\$\(|`|<\(|>\(/.test(text)) return [];
  // as the word of a command that does nothing, so that the text is read as a word and not as a script
  return invocationsOf(`: ${text}`, around).filter(({ tool }) => tool !== ':');
}

/** What stands before it in a pipe, nearest first. */
export function upstream(run: Invocation): readonly Invocation[] {
  const found: Invocation[] = [];
  let { input } = run;
  while (input.kind === 'output' && found.length < DEEPEST) {
    found.push(input.of);
    input = input.of.input;
  }
  return found;
}

const DEEPEST = 40;
