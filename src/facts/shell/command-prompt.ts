import {
  type Field,
  type Draft,
  lineOf,
  mayGoOn,
  NO_OUTPUT,
  type Printed,
  sourceOf,
  type State,
  subshell,
  unknownField,
} from './state.ts';

/** A text for cmd.exe: `&`, `&&`, `|`, `^`, `%NAME%`, `for … do`, `if … (`. */
export function runPrompt(text: string, state: State, line: number | null): Printed {
  const source = sourceOf(text, line);
  const writers: Draft[] = [];
  let before: Printed = NO_OUTPUT;
  let isSet = false;
  for (const { words, at, isPiped } of commandsOf(text)) {
    if (!mayGoOn(state)) break;
    // `for %i in (a b) do …`
    const skip = isSet;
    isSet = /^for$/i.test(words[0] ?? '') && /^in$/i.test(words.at(-1) ?? '');
    if (skip) continue;
    const inner = isPiped ? subshell(state, { stdin: before.stream }) : state;
    const printed = runWords(
      words.map((word) => fieldFor(word, inner)),
      inner,
      lineOf(source, at),
    );
    if (isPiped && printed.head !== null) for (const writer of before.writers) writer.pipedTo ??= printed.head;
    writers.push(...printed.writers);
    before = printed;
  }
  return { stream: before.stream, writers, head: writers[0]?.tool ?? null };
}

type Command = { readonly words: readonly string[]; readonly at: number; readonly isPiped: boolean };

/** Cut at what no quote covers. */
function commandsOf(text: string): readonly Command[] {
  const commands: Command[] = [];
  let words: string[] = [];
  let word = '';
  let begun = 0;
  let quoted = false;
  let isPiped = false;
  const closeWord = (): void => {
    if (word !== '') words.push(word);
    word = '';
  };
  const close = (at: number, pipe: boolean): void => {
    closeWord();
    if (words.length > 0) commands.push({ words, at: begun, isPiped });
    words = [];
    isPiped = pipe;
    begun = at + 1;
  };
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (letter === '"') quoted = !quoted;
    if (letter === '\n') {
      quoted = false;
      close(at, false);
    } else if (quoted) word += letter;
    else if (letter === '^') word += text[++at] === '\n' ? '' : (text[at] ?? '');
    else if (/[&|()]/.test(letter)) {
      close(at, letter === '|' && text[at + 1] !== '|' && text[at - 1] !== '|');
    } else if (/\s/.test(letter)) closeWord();
    else word += letter;
  }
  close(text.length, false);
  return commands;
}

function fieldFor(word: string, state: State): Field {
  const { home } = state.session.around.scene;
  const bare = word.replace(/^@(?=\w)/, '').replaceAll('"', '');
  const text = home === null ? bare : bare.replace(/%(USERPROFILE|HOMEDRIVE%%HOMEPATH)%/gi, () => home);
  const known = !/%[^%\s]+%|%%?[A-Za-z]\b|![A-Za-z_]+!/.test(text);
  const glob = /[*?]/.test(text);
  return { ...unknownField(word), text, known: known && !glob, glob };
}

const BEFORE = /^(call|@?echo\s+off|else|do)$/i;

/** Past `if exist x`, `for %i in (…) do`, `call` and `start`. */
function runWords(fields: readonly Field[], state: State, line: number): Printed {
  const [first] = fields;
  if (first === undefined) return NO_OUTPUT;
  const name = first.text.toLowerCase();
  if (BEFORE.test(name)) return runWords(fields.slice(1), state, line);
  if (name === 'if')
    return runWords(fields.slice(conditionLength(fields)), subshell(state, { certainty: 'likely' }), line);
  if (name === 'for') {
    const at = fields.findIndex(({ text }) => /^do$/i.test(text));
    return at === -1 ? NO_OUTPUT : runWords(fields.slice(at + 1), state, line);
  }
  if (name === 'rem' || name.startsWith('::') || name === 'in') return NO_OUTPUT;
  if (name === 'start')
    return runWords(
      fields.slice(1).filter(({ text, source }, at) => !(/^\/\w/.test(text) || (at === 0 && source.startsWith('"')))),
      state,
      line,
    );
  return state.session.engine.run(fields, { state, stdin: state.stdin, assigned: {}, redirects: [], line });
}

function conditionLength(fields: readonly Field[]): number {
  let at = 1;
  while (/^(\/i|not)$/i.test(fields[at]?.text ?? '')) at++;
  if (/^(exist|defined|errorlevel)$/i.test(fields[at]?.text ?? '')) return at + 2;
  return /^(==|equ|neq|lss|leq|gtr|geq)$/i.test(fields[at + 1]?.text ?? '') ? at + 3 : at + 1;
}
