import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

test.each([
  ['LD_PRELOAD=/tmp/hook.so ls', ['exec.privileged LD_PRELOAD']],
  ['LD_PRELOAD=/usr/lib/libjemalloc.so ./bench', []],
  ['DYLD_INSERT_LIBRARIES=./hook.dylib ./app', ['exec.privileged DYLD_INSERT_LIBRARIES']],
  ['LD_DEBUG=libs ls', []],
  ['LDFLAGS=-s make', []],
  ['LD_LIBRARY_PATH=./lib ./app', []],
  ['LD_LIBRARY_PATH=/tmp/evil ls', ['exec.privileged LD_LIBRARY_PATH']],
  ['PATH=/tmp/evil:$PATH ls', ['exec.privileged PATH']],
  ['PATH=./node_modules/.bin:$PATH eslint .', []],
  ['BASH_ENV=/tmp/x.sh bash run.sh', ['exec.privileged BASH_ENV']],
  ['NODE_OPTIONS=--max-old-space-size=4096 npm test', []],
  ['NODE_OPTIONS="--require /tmp/hook.js" npm test', ['exec.privileged NODE_OPTIONS']],
  ['IFS=: read -r a b', []],
  ['su root', ['exec.privileged su root']],
  ['su', ['exec.privileged su']],
])('%s', (command, effects) => {
  expect(effectsOf(command).filter((one) => !one.startsWith('exec.agent-script'))).toEqual(effects);
});
