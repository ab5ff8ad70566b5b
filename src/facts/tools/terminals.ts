import type { Invocation } from '../shell/invocation.ts';
import type { Family } from './family.ts';
import { upstream } from './run/nested.ts';

/** Programs that type into another terminal: what is typed there passes no hook, and could answer a question meant for a person. */
export const terminals: Family = {
  id: 'terminals',
  tools: [
    'expect',
    'xdotool',
    'ydotool',
    'wtype',
    'dotool',
    'autoexpect',
    'tmux',
    'screen',
    'zellij',
    'kitty',
    'wezterm',
    'osascript',
    'script',
    'reptyr',
    'ttyecho',
    'unbuffer',
    'empty',
    'cliclick',
    'yes',
  ],
  read: (run) => {
    if (!types(run)) return [];
    // guard.change says nothing of why: its subject must
    const subject = `${run.tool} typing into another terminal`;
    return [{ kind: 'guard.change', subject, attributes: { direction: 'weaken', part: 'terminal' } }];
  },
};

function types(run: Invocation): boolean {
  const said = [...run.args, ...run.programs]
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 4_000);
  if (/^(--?help|-v|--version|-V)$/.test(said)) return false;
  if (run.tool === 'yes') return run.pipedTo === 'guardrail';
  // a terminal of its own makes a question that is meant for a person answerable
  if (FAKES.test(run.tool) && upstream(run).some(({ tool }) => /^(yes|echo|printf)$/.test(tool))) return true;
  const row = ROWS.find(([tools]) => tools.test(run.tool));
  return row === undefined || row[1].test(said);
}

const FAKES = /^(script|unbuffer)$/;
const ROWS: readonly (readonly [tools: RegExp, words: RegExp])[] = [
  [/^tmux$/, /\b(send-keys|send|paste-buffer|pasteb|pipe-pane|set-buffer .*paste)\b/],
  [/^screen$/, /(^| )-\w*X (stuff|paste|readbuf|exec)\b/],
  [/^zellij$/, /\baction (write|write-chars)\b/],
  [/^kitty$/, /@ ?(--\S+ )*send-(text|key)/],
  [/^wezterm$/, /\bcli send-text\b/],
  [/^osascript$/, /keystroke|key code|do script|write text/i],
  [/^(script|unbuffer)$/, /guardrail|approve/i],
  [/^(xdotool|ydotool|dotool)$/, /\b(type|key|keydown)\b/],
  [/^cliclick$/, /\b(t|kp):/],
];
