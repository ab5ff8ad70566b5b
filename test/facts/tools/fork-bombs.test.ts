import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

test.each([
  ['perl -e "fork while fork"', 'system.change fork bomb'],
  ['python3 -c "import os\nwhile True: os.fork()"', 'system.change fork bomb'],
])('%s', (command, effect) => {
  expect(effectsOf(command)).toContain(effect);
});

test.each(['cat | cat', 'echo ":(){ :|:& };:"', 'git log | grep fork', 'f() { echo a; }; f | f'])(
  '%s is none',
  (command) => {
    expect(effectsOf(command)).toEqual([]);
  },
);

test.each(['bomb(){ bomb|bomb& };bomb', ':(){ :|:& };:'])('%s does not pass', (command) => {
  expect(effectsOf(command)).not.toEqual([]);
});
