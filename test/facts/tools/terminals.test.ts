import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

test.each([
  ['expect -c "spawn guardrail approve r-1"', ['guard.change expect typing into another terminal']],
  ['echo expect', []],
])('%s', (command, effects) => {
  expect(effectsOf(command)).toEqual(effects);
});
