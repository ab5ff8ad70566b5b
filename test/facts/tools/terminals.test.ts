import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

const typed = (command: string): readonly string[] =>
  effectsOf(command).filter((said) => said.startsWith('guard.change'));

test.each([
  ['expect -c "spawn guardrail approve r-1"', 'expect'],
  ['tmux send-keys -t main "y" Enter', 'tmux'],
  ['screen -S main -X stuff "y\\n"', 'screen'],
  ['xdotool type yes', 'xdotool'],
  [`osascript -e 'tell app "System Events" to keystroke "y"'`, 'osascript'],
  ['script -qc "guardrail approve r-1" /dev/null', 'script'],
])('%s', (command, tool) => {
  expect(typed(command)).toContain(`guard.change ${tool} typing into another terminal`);
});

test.each([
  'echo expect',
  'tmux new -d -s web "npm start"',
  'tmux ls',
  'screen -ls',
  'script -qec "npm test" log',
  `osascript -e 'display notification "done"'`,
])('%s types nowhere', (command) => {
  expect(typed(command)).toEqual([]);
});
