import { agents } from '../agents/index.ts';
import { briefFor } from '../gate/call/brief.ts';
import { actorOf } from '../gate/call/judge-call.ts';
import { UsageError } from '../system/usage.ts';
import type { Command } from './command.ts';

export const command: Command = {
  name: 'brief',
  summary: 'What an agent is told when its session begins: role, bounds, and what is refused here',
  takes: '',
  examples: [['guardrail brief --agent codex', 'as Codex is told, in at most 400 tokens']],
  flags: [{ name: 'agent', type: 'text', hint: 'ID', says: 'which agent (claude-code unless told)' }],
  run: async (args, io) => {
    const id = args.text('agent') ?? 'claude-code';
    const agent = agents.find((one) => one.id === id && one.kind === 'agent');
    if (agent === undefined)
      throw new UsageError(`--agent ${id}: no such agent`, 'guardrail brief --agent claude-code');
    const asked = { session: null, subagent: null, model: null };
    const caller = { cwd: io.cwd, env: io.env, now: io.now, tell: () => undefined, isGone: () => true };
    await io.out(`${await briefFor({ title: agent.title, actor: actorOf(agent, asked, io.env) }, caller)}\n`);
    return 0;
  },
};
