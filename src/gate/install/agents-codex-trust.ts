import { isRecord } from '../../model/json.ts';
import { askLines } from '../../system/ask-lines.ts';
import { findProgram } from '../../system/find-program.ts';
import type { Environment } from '../../system/git.ts';

/** What Codex itself says of our hooks; null where it cannot be asked. */
export type Trust = { readonly event: string; readonly status: string; readonly enabled: boolean };

const HELLO = {
  id: 0,
  method: 'initialize',
  params: { clientInfo: { name: 'guardrail', title: 'guardrail', version: '1' } },
};

/** `codex app-server` lists every hook with its trust: `untrusted`, `trusted`, `modified`, `managed`. It reads and runs nothing. */
export async function codexTrust(env: Environment, cwd: string, shim: string): Promise<readonly Trust[] | null> {
  const program = findProgram('codex', env);
  if (program === null) return null;
  const say = [HELLO, { method: 'initialized' }, { id: 1, method: 'hooks/list', params: { cwds: [cwd] } }];
  const line = await askLines(program, ['app-server'], {
    env,
    cwd,
    say: say.map((one) => JSON.stringify(one)),
    until: (said) => said.startsWith('{"id":1,'),
    milliseconds: 10_000,
  });
  const found = line === null ? [] : hooksIn(JSON.parse(line)).filter(({ command }) => String(command).includes(shim));
  if (found.length === 0) return null;
  return found.map(({ eventName, trustStatus, enabled }) => ({
    event: String(eventName),
    status: String(trustStatus),
    enabled: enabled === true,
  }));
}

function hooksIn(answer: unknown): readonly Readonly<Record<string, unknown>>[] {
  const result = isRecord(answer) ? answer['result'] : null;
  const data: unknown = isRecord(result) ? result['data'] : null;
  const lists = (Array.isArray(data) ? data : []).filter(isRecord).map(({ hooks }) => hooks);
  return lists.flatMap((hooks) => (Array.isArray(hooks) ? hooks.filter(isRecord) : []));
}
