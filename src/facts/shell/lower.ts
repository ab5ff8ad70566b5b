import type { Shell } from '../../model/call.ts';
import { runPrompt } from './command-prompt.ts';
import { dialectOf } from './dialect.ts';
import type { Invocation, Surroundings } from './invocation.ts';
import { parseShell } from './parse.ts';
import { runPowershell } from './powershell.ts';
import { recover } from './recover.ts';
import { run } from './run.ts';
import { runNode, runScript } from './statements.ts';
import {
  type Engine,
  mayRead,
  NO_OUTPUT,
  NOTHING,
  type Printed,
  type Session,
  sourceOf,
  type State,
  subshell,
} from './state.ts';

/** Every program that a command line would start: behind `sudo`, in `$(…)`, in `bash -c`, in a script it names. */
export function invocationsOf(text: string, around: Surroundings, shell: Shell = 'sh'): readonly Invocation[] {
  const session: Session = {
    around,
    found: [],
    files: new Map(),
    engine,
    runs: 0,
    steps: 300_000,
    // the text itself, however long (a payload ends at 8 MiB), and what is read of it again
    letters: 4_000_000 + Math.min(text.length, 10_000_000),
    spent: false,
  };
  runText(text, shellOf(session, shell === 'sh' ? dialectOf(text) : shell), null);
  return session.spent ? [...session.found, tooMuch(around)] : session.found;
}

const engine: Engine = { script: runScript, node: runNode, text: runText, run };

function shellOf(session: Session, shell: Shell): State {
  const { scene } = session.around;
  return {
    session,
    shell,
    source: sourceOf('', 1),
    vars: { own: new Map(), above: null },
    functions: new Map(),
    aliases: new Map(),
    cwd: scene.cwd,
    stack: [],
    parameters: null,
    through: [],
    certainty: 'certain',
    depth: 0,
    loops: 0,
    isPart: false,
    stdin: NOTHING,
    env: scene.variables,
    ended: 'no',
  };
}

/** A text as a script of its own; `line` where it stands in another one. */
function runText(text: string, state: State, line: number | null): Printed {
  if (!mayRead(state.session, text.length)) return NO_OUTPUT;
  if (state.shell === 'powershell') return runPowershell(text, state, line);
  if (state.shell === 'cmd') return runPrompt(text, state, line);
  const script = parseShell(text);
  const printed = runScript(script, state, sourceOf(text, line));
  recover(script, text, state, line);
  if (!state.isPart) runUncalled(state);
  return printed;
}

/** What a function would do that nobody calls here. */
function runUncalled(state: State): void {
  for (const body of state.functions.values()) {
    if (body.called) continue;
    body.called = true;
    runNode(body.node, subshell(state, { source: body.source, certainty: 'possible', ended: 'no' }));
  }
}

/** The rest was not looked at. */
function tooMuch({ scene }: Surroundings): Invocation {
  return {
    tool: '',
    program: { text: '', known: false, source: '', glob: false },
    args: [],
    line: 1,
    shell: 'sh',
    cwd: scene.cwd,
    env: scene.variables,
    assigned: {},
    redirects: [],
    input: { kind: 'none' },
    pipedTo: null,
    through: [],
    programs: [],
    certainty: 'possible',
  };
}
