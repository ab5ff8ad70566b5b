import type { Invocation, Word } from '../shell/invocation.ts';
import type { Family } from './family.ts';
import { changesSystem } from './system/change.ts';

/** What tells afterwards what was typed and what happened, taken away. */
export const traces: Family = {
  id: 'traces',
  tools: ['*'],
  read: (run) => {
    const what = takenAway(run);
    if (what === null) return [];
    const because = 'what was typed here can no longer be looked up';
    const remedy = 'leave the history as it is';
    return [changesSystem({ technology: 'shell', subject: what, how: 'shell', because, remedy, reversible: false })];
  },
};

const FILE =
  /(?:^|\/)(?:\.(?:bash|zsh|sh|ksh|python|psql|mysql|node_repl|lesshst)_?history|\.zhistory|fish_history|ConsoleHost_history\.txt)$/;

function takenAway(run: Invocation): string | null {
  const emptied = run.redirects.find(({ operator, target }) => /^(?:>|>\||&>)$/.test(operator) && isHistory(target));
  if (emptied) return emptied.target.text;
  const words = run.args.map(({ text }) => text);
  if (REMOVES.has(run.tool)) return run.args.find(isHistory)?.text ?? null;
  if (run.tool === 'history') return words.some((word) => /^-[a-z]*[cd]/.test(word)) ? 'history' : null;
  if (run.tool === 'clear-history') return 'history';
  return isSwitchedOff(run.tool, words) ? 'the history of this shell' : null;
}

const REMOVES: ReadonlySet<string> = new Set(['rm', 'shred', 'truncate', 'ln', 'unlink', 'wipe', 'srm', 'remove-item']);

function isHistory({ text }: Word): boolean {
  return FILE.test(text);
}

function isSwitchedOff(tool: string, words: readonly string[]): boolean {
  if (tool === 'unset') return words.includes('HISTFILE');
  if (tool === 'set') return words[0] === '+o' && words[1] === 'history';
  return /^(?:export|declare|typeset)$/.test(tool) && words.some((word) => OFF.test(word));
}

const OFF = /^(?:HISTFILE=(?:\/dev\/null)?|HIST(?:FILE)?SIZE=0|HISTCONTROL=\S*ignoreall)$/;
