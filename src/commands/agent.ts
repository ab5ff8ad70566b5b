import { agents } from '../agents/index.ts';
import type { Agent } from '../agents/agent.ts';
import type { Host, HostEvent, Reply } from '../agents/host.ts';
import { answerEvent } from '../gate/call/answer-event.ts';
import type { Io } from '../system/io.ts';
import { UsageError } from '../system/usage.ts';
import type { Arguments, Command, Exit } from './command.ts';

export const command: Command = {
  name: 'agent',
  summary: "Answer an agent's hook: called by the hooks in its settings",
  takes: 'AGENT [EVENT]',
  examples: [['guardrail agent claude-code PreToolUse', 'reads the payload from standard input']],
  hidden: true,
  flags: [],
  run: async (args, io) => {
    const { agent, host } = hostOf(args.words[0] ?? '');
    const reply = await replyTo(agent, host, args, io);
    if (reply.stdout !== '') await io.out(reply.stdout);
    if (reply.stderr !== '') await io.err(reply.stderr);
    return exitOf(reply);
  },
};

/** INVARIANT: whatever goes wrong from here on is said in the agent's own language, and blocks. */
async function replyTo(agent: Agent, host: Host, args: Arguments, io: Io): Promise<Reply> {
  let event: HostEvent;
  try {
    event = host.read(parse(await io.stdin()), args.words[1] ?? null);
  } catch (error) {
    return host.fail(`the payload of ${agent.title} could not be read: ${reasonOf(error)}`);
  }
  try {
    const said = await answerEvent(agent, event, io);
    return host.answer(event, said);
  } catch (error) {
    return event.kind === 'before-tool' ? host.fail(reasonOf(error)) : host.answer(event, SILENT);
  }
}

const SILENT = { level: 'allow', text: '', short: '' } as const;

/** A stray byte in a command must not decide how it is judged: what is no UTF-8 becomes U+FFFD and the rest is looked at. */
function parse(bytes: Buffer): unknown {
  return JSON.parse(bytes.toString('utf8'));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function hostOf(id: string): { readonly agent: Agent; readonly host: Host } {
  const agent = agents.find((one) => one.id === id);
  if (agent?.host !== undefined) return { agent, host: agent.host };
  const known = agents.flatMap((one) => (one.host === undefined ? [] : [one.id]));
  throw new UsageError(`agent "${id}": guardrail answers ${known.join(', ')}`, 'guardrail doctor');
}

function exitOf({ exit }: Reply): Exit {
  return exit === 0 || exit === 1 || exit === 3 ? exit : 2;
}
