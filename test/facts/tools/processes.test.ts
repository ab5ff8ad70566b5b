import { expect, test } from 'vitest';
import { effectsOf, factsOfCommand } from './rows.ts';

test.each([
  ['kill 4711', []],
  ['kill -9 4711', []],
  ['kill -s TERM 4711', []],
  ['kill -0 4711', []],
  ['kill -l', []],
  ['kill %1', []],
  ['kill -9 -1', ['system.change every process']],
  ['kill -1', ['system.change every process']],
  ['kill -KILL 1', ['system.change process 1']],
  ['kill -- -4711', []],
  ['killall node', ['system.change node']],
  ['killall -l', []],
  ['pkill -9 postgres', ['system.change postgres']],
  ['pkill -P 4711', []],
  ['pkill -f "vite --port 3000"', ['system.change vite --port 3000']],
  ['pgrep node', []],
  ['taskkill /F /IM node.exe', ['system.change taskkill']],
  ['taskkill /PID 4711', []],
  ['fuser -k 3000/tcp', ['system.change fuser']],
  ['fuser 3000/tcp', []],
])('%s', (command, effects) => {
  // other families may know more of the same command; of what is harmless nobody says anything
  expect(effectsOf(command)).toEqual(effects.length === 0 ? [] : expect.arrayContaining(effects));
});

test('a pattern with words of its own finds one’s own processes', () => {
  const weight = (command: string) =>
    factsOfCommand(command).find(({ kind }) => kind === 'system.change')?.attributes['critical'];
  expect(weight('pkill -f "vite --port 3000"')).toBe(false);
  expect(weight('pkill -f node')).toBe(true);
});
