import { revokeApproval } from '../gate/approvals.ts';
import { protectedTip, readReadings } from '../gate/readings.ts';
import { believedApprovals, type Trusted } from '../gate/signed.ts';
import { openGate, type Gate } from '../gate/open.ts';
import { confirm, findPerson } from '../gate/person.ts';
import { remember } from '../gate/record.ts';
import { revocationEvent } from '../log/approval-event.ts';
import type { Approval } from '../model/approval.ts';
import { escapeText, sayJson, showPath } from '../speak/escape.ts';
import { UsageError } from '../system/usage.ts';
import type { Command } from './command.ts';

export const command: Command = {
  name: 'approvals',
  summary: 'List what people have approved here, or take an approval back',
  takes: '[revoke ID]',
  examples: [
    ['guardrail approvals', 'those that still count'],
    ['guardrail approvals --all', 'also those that have ended'],
    ['guardrail approvals revoke 01J9... --because "wrong bucket"', 'take one back'],
  ],
  flags: [
    { name: 'all', type: 'boolean', says: 'also those that have ended' },
    { name: 'because', type: 'text', hint: 'TEXT', says: 'why it is taken back' },
    { name: 'json', type: 'boolean', says: 'as JSON' },
  ],
  run: async (args, io) => {
    const gate = await openGate(io);
    const { approvals, notes } = await believedApprovals(gate, await protectedBranch(gate));
    for (const note of notes) await io.err(`guardrail: ${escapeText(note)}\n`);
    const [verb, id] = args.words;
    if (verb === undefined) {
      const shown = approvals.filter((approval) => args.has('all') || approval.expires > io.now());
      if (args.has('json')) await io.out(`${sayJson({ v: 1, approvals: shown })}\n`);
      else
        await io.out(
          shown.length === 0 ? 'No approval counts here now.\n' : shown.map((one) => line(one, io.now())).join(''),
        );
      return 0;
    }
    const found = approvals.find((approval) => approval.id === id);
    if (verb !== 'revoke' || found === undefined)
      throw new UsageError(`approvals: there is no approval ${id ?? verb}`, 'guardrail approvals');
    const person = findPerson(gate.operator);
    if (person.kind === 'nobody') {
      await io.err(`guardrail: an approval is taken back by a person at a terminal: ${escapeText(person.why)}\n`);
      return 1;
    }
    if (!(await confirm(io, `Take back ${found.rule} for ${showPath(found.subject)}?`, 'revoke'))) return 1;
    const because = args.text('because') ?? '';
    await revokeApproval(gate.git, found.id, { name: person.name, email: person.email }, because);
    const checkout = gate.repository.root ?? gate.repository.gitDir;
    await remember(gate, [revocationEvent(found, because, io.now(), { checkout, operator: gate.operator })]);
    await io.out(`taken back: ${found.rule} for ${showPath(found.subject)}\n`);
    return 0;
  },
};

/** As the rules at HEAD name it: what is shown here is believed by this clone, and CI asks its own. */
async function protectedBranch(gate: Gate): Promise<Trusted | null> {
  const { head } = gate.repository;
  const readings = await readReadings(gate, head === null ? [] : [{ name: 'HEAD', tree: head }]);
  const tip = await protectedTip(gate, readings.protected);
  return tip === null ? null : { name: tip.branch, commit: tip.oid };
}

function line(approval: Approval, now: number): string {
  const hours = Math.round((approval.expires - now) / 3_600_000);
  const ends = hours > 0 ? `ends in ${hours}h` : approval.expires > now ? 'ends within the hour' : 'has ended';
  return `${approval.id}  ${approval.assurance}  ${approval.rule}  ${showPath(approval.subject)}\n  by ${escapeText(approval.by.email)}, ${ends}: ${escapeText(approval.because)}\n`;
}
