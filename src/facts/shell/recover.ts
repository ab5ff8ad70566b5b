import { parseShell, type Script } from './parse.ts';
import { runScript } from './statements.ts';
import { type Draft, mayGoOn, mayRead, sourceOf, lineOf, type State, subshell } from './state.ts';

const MOST_ERRORS = 50;
const MOST_LINES = 2000;

/** What no shell would take as it stands may still be pasted line by line: behind each mistake, what is left of it is read again. */
export function recover(script: Script, text: string, state: State, line: number | null): void {
  const { session } = state;
  const errors = (script.errors ?? []).slice(0, MOST_ERRORS);
  if (errors.length === 0) return;
  const source = sourceOf(text, line);
  const before = new Set(session.found.map(keyOf));
  const kept = session.found.length;
  for (const [at, { pos, message }] of errors.entries()) {
    let from = pos;
    const certainty = message.startsWith('unexpected') ? 'likely' : 'possible';
    for (const piece of text.slice(pos, errors[at + 1]?.pos ?? text.length).split('\n', MOST_LINES)) {
      const rest = piece.replace(JUNK, '');
      const inner = subshell(state, { certainty, depth: state.depth + 1, ended: 'no' });
      if (rest !== '' && mayGoOn(state) && mayRead(session, rest.length))
        runScript(parseShell(rest), inner, sourceOf(rest, lineOf(source, from)));
      from += piece.length + 1;
    }
  }
  const added = session.found.splice(kept);
  session.found.push(...added.filter((one) => !before.has(keyOf(one))));
}

/** Operators, brackets, quotes and words that only close something. */
const JUNK = /^(?:[\s;&|(){}\]"'`<>]|\$\(|\$\{|(?:then|do|done|fi|else|esac|elif|in)\b)+/;

function keyOf({ tool, args }: Draft): string {
  return `${tool} ${args.map(({ text }) => text).join(' ')}`.replaceAll(/[)"'`}]+$/g, '');
}
