import { inletOf } from '../gate/inlet.ts';
import { prepare } from '../gate/judge.ts';
import { explainCommand } from '../gate/call/explain-command.ts';
import { openGate } from '../gate/open.ts';
import { readFacts, decideAll } from '../guard.ts';
import { explain } from '../speak/explanation.ts';
import { tellStarted } from '../speak/started.ts';
import { masked } from '../speak/masked.ts';
import { tellRisks } from '../speak/risk.ts';
import { styleFor } from '../speak/style.ts';
import type { Io } from '../system/io.ts';
import type { Arguments, Command } from './command.ts';
import { sayJson } from '../speak/escape.ts';

export const command: Command = {
  name: 'explain',
  summary: 'Say which rule, from which line of which policy, met what, and what would allow it',
  takes: '[r-ID | RULE | PATH] [BASE..HEAD]',
  examples: [
    ['guardrail explain', 'everything the rules say of what is staged'],
    ['guardrail explain origin/main..HEAD', 'a range: also how risky it is, and what it needs before it lands'],
    ['guardrail explain r-7f3k2m4', 'one reason of a refusal'],
    ['guardrail explain infra/main.tf', 'what is said of one file, and which rules were near'],
    ['guardrail explain --command "rm -rf ~"', 'what a command would start and do, and what the rules say of it'],
    ['guardrail explain secrets.file origin/main..HEAD', 'one rule over a range'],
  ],
  flags: [
    { name: 'command', type: 'text', hint: 'TEXT', says: 'explain a command line as an agent would run it here' },
    { name: 'agent', type: 'text', hint: 'ID', says: 'which agent would run it (claude-code, codex, …)' },
    { name: 'patch', type: 'text', hint: 'FILE', says: 'explain a unified diff; - reads standard input' },
    { name: 'all', type: 'boolean', says: 'also rules that came near and did not meet the fact' },
    { name: 'json', type: 'boolean', says: 'facts, rulings, near misses and risks as JSON' },
  ],
  run: async (args, io) => {
    const line = args.text('command');
    if (line !== null) return await explainOne(line, args, io);
    const range = args.words.find((word) => word.includes('..'));
    const about = args.words.filter((word) => word !== range);
    const gate = await openGate(io);
    const { change, deps } = await prepare(
      gate,
      await inletOf(range === undefined ? [] : [range], args.text('patch'), io),
      false,
      true,
    );
    const facts = await readFacts(change, deps);
    const decision = await decideAll(change, facts, { ...deps, options: { trace: true } });
    if (args.has('json')) {
      await io.out(`${sayJson(masked({ v: 1, facts, ...decision }))}\n`);
      return 0;
    }
    const style = styleFor(io.env, io.isTerminal);
    const isFull = args.has('all') || about.length > 0;
    const risks = about.length === 0 ? tellRisks(decision.risks ?? [], style) : '';
    const isAsked = risks === '' || decision.rulings.some(({ fact }) => fact.kind === 'change.risk');
    const unasked = isAsked ? '' : '\nNo rule asks for this of the change; the pack sign-off would.\n';
    await io.out(`${explain({ change, facts, decision, about, isFull, style })}${risks}${unasked}`);
    return 0;
  },
};

/** What would be started, what that does, and which rule says what: nothing is run and nothing remembered. */
async function explainOne(text: string, args: Arguments, io: Io): Promise<0> {
  const { started, change, facts, decision } = await explainCommand(text, args.text('agent'), io);
  if (args.has('json')) {
    await io.out(`${sayJson(masked({ v: 1, started, facts, ...decision }))}\n`);
    return 0;
  }
  const style = styleFor(io.env, io.isTerminal);
  const shown = facts.filter(({ kind }) => kind !== 'command.run');
  const told = { change, facts: shown, decision, about: args.words, isFull: args.has('all'), style };
  await io.out(`${tellStarted(started, shown, style)}\n${explain(told)}`);
  return 0;
}
