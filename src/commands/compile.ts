import { compilable, compileFor } from '../gate/install/agents-compile.ts';
import { openGate } from '../gate/open.ts';
import { readReadings } from '../gate/readings.ts';
import type { Role } from '../policy/role.ts';
import { rolesOf } from '../policy/role.ts';
import { sayJson } from '../speak/escape.ts';
import type { Io } from '../system/io.ts';
import { UsageError } from '../system/usage.ts';
import type { Command } from './command.ts';

export const command: Command = {
  name: 'compile',
  summary: "Say the roles of .guardrail/config.yaml in an agent's own rules, as a second fence",
  takes: '',
  examples: [
    ['guardrail compile --for claude-code', 'permissions.deny for the roles this agent has'],
    ['guardrail compile --for codex --role marketing > ~/.codex/rules/guardrail.rules', 'one role, as rules of Codex'],
  ],
  flags: [
    { name: 'for', type: 'text', hint: 'AGENT', says: compilable().join(', ') },
    { name: 'role', type: 'text', hint: 'NAME', multiple: true, says: 'these roles, whoever has them' },
    { name: 'json', type: 'boolean', says: 'the text and what it leaves out, as JSON' },
  ],
  run: async (args, io) => {
    const agent = args.text('for') ?? '';
    const roles = await rolesFor(agent, args.all('role'), io);
    const compiled = compileFor(agent, roles);
    if (compiled === null)
      throw new UsageError(
        `compile --for ${agent}: it is one of ${compilable().join(', ')}`,
        'guardrail compile --help',
      );
    if (args.has('json')) {
      await io.out(`${sayJson({ v: 1, agent, roles: roles.map(({ name }) => name), ...compiled })}\n`);
      return 0;
    }
    await io.out(compiled.text);
    const names = roles.length === 0 ? 'no role' : `role ${roles.map(({ name }) => name).join(', ')}`;
    const left = compiled.left.map((one) => `  not said  ${one}\n`).join('');
    const holds =
      left === '' ? '' : '  what is not said there, guardrail holds at the tool call, at commit and at push\n';
    await io.err(`guardrail: ${names}, for ${compiled.file}\n${left}${holds}  next: guardrail doctor\n`);
    return 0;
  },
};

async function rolesFor(agent: string, names: readonly string[], io: Io): Promise<readonly Role[]> {
  const gate = await openGate(io);
  const { head } = gate.repository;
  const { usable, broken } = await readReadings(gate, head === null ? [] : [{ name: 'HEAD', tree: head }]);
  const [error] = broken;
  if (error !== undefined) throw error;
  const roles = usable.flatMap((reading) => reading.rules.roles);
  const missing = names.find((name) => !roles.some((role) => role.name === name));
  if (missing !== undefined)
    throw new UsageError(`--role ${missing}: the committed config has no such role`, 'guardrail status');
  const own =
    names.length > 0
      ? roles.filter((role) => names.includes(role.name))
      : rolesOf(roles, { ...gate.operator, kind: 'agent', agent }, gate.repository.branch);
  // two readings usually say the same
  return own.filter(
    (role, i) =>
      own.findIndex(
        (other) =>
          JSON.stringify([other.name, other.may.words, other.mayNot.words]) ===
          JSON.stringify([role.name, role.may.words, role.mayNot.words]),
      ) === i,
  );
}
