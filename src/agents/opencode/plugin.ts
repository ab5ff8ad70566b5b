import type { Shim } from '../host.ts';

const FIRST = '// guardrail asks here before opencode runs a tool.';

/**
 * INVARIANT: whatever goes wrong in it throws, which is opencode's way to refuse: no program, another exit than 0, an answer that
 * is none, or none in half a minute. What only tells us something (after, session) never disturbs.
 */
export function plugin(shim: Shim): string {
  return `${FIRST}
// Written by: guardrail init --agents opencode. Taken away by: guardrail uninstall --agents
import { spawn } from 'node:child_process';

const SHIM = ${JSON.stringify(shim.path)};
const PATIENCE = 30_000;

function tell(event, payload) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error('guardrail could not judge this, so it does not run: ' + why + '\\n  next: guardrail doctor'));
    const child = spawn(SHIM, ['opencode', event], { stdio: ['pipe', 'pipe', 'pipe'] });
    const timer = setTimeout(() => { child.kill('SIGKILL'); fail('no answer in ' + PATIENCE / 1000 + ' s'); }, PATIENCE);
    let out = '', err = '';
    child.stdout.on('data', (chunk) => { out += chunk; });
    child.stderr.on('data', (chunk) => { err += chunk; });
    child.stdin.on('error', () => {});
    child.on('error', (error) => { clearTimeout(timer); fail(String(error)); });
    child.on('close', (code) => {
      clearTimeout(timer);
      if (code !== 0) return fail(err.trim() || 'exit ' + code);
      try { resolve(JSON.parse(out)); } catch { fail('the answer is no JSON'); }
    });
    child.stdin.end(JSON.stringify(payload));
  });
}

export const Guardrail = async ({ directory }) => ({
  'tool.execute.before': async ({ tool, sessionID, callID }, { args }) => {
    const answer = await tell('tool.execute.before', { tool, sessionID, callID, args, cwd: directory });
    if (answer?.decision !== 'allow') throw new Error(answer?.reason || 'guardrail refused this\\n  next: guardrail doctor');
  },
  'tool.execute.after': async ({ tool, sessionID, callID, args }) => {
    await tell('tool.execute.after', { tool, sessionID, callID, args, cwd: directory }).catch(() => {});
  },
  event: async ({ event }) => {
    if (event.type !== 'session.created' && event.type !== 'session.deleted') return;
    const sessionID = event.properties?.sessionID ?? event.properties?.info?.id;
    await tell(event.type, { sessionID, cwd: directory }).catch(() => {});
  },
});
`;
}

export function isOurPlugin(text: string): boolean {
  return text.startsWith(FIRST);
}
