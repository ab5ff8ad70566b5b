import { openGate, type Gate } from '../gate/open.ts';
import { confirm, findPerson } from '../gate/person.ts';
import { remember } from '../gate/record.ts';
import { type Remembered, rememberedLoop } from '../gate/review/remembered.ts';
import { waiverEvent, type Waiver } from '../log/review-event.ts';
import { actorName } from '../log/verdict-event.ts';
import { OPEN_STATES } from '../model/finding.ts';
import type { LedgerEntry } from '../model/review.ts';
import { parseDuration } from '../speak/duration.ts';
import { escapeText } from '../speak/escape.ts';
import { placeOf } from '../speak/review.ts';
import type { Io } from '../system/io.ts';
import { UsageError } from '../system/usage.ts';
import type { Command } from './command.ts';

const LONGEST_DAYS = 365;

export const command: Command = {
  name: 'waive',
  summary: 'Live with a finding, or answer for a whole review: a person, at a terminal, with a reason',
  takes: 'f-FINDING... | l-LOOP',
  examples: [
    ['guardrail waive f-7f3k2mq --because "the caller checks it"', 'one finding, for as long as it says the same'],
    ['guardrail waive f-7f3k2mq --for 7d --because "until the release"', 'for a week'],
    [
      'guardrail waive l-2m9x4tc --because "read by me, line by line"',
      'a review that came to no end: as it stands now, and no later',
    ],
  ],
  flags: [
    { name: 'because', type: 'text', hint: 'TEXT', says: 'why; it is kept and shown' },
    {
      name: 'for',
      type: 'text',
      hint: 'TIME',
      says: 'how long it counts: 8h, 7d (default: as long as the finding is the same)',
    },
  ],
  run: async (args, io) => {
    const because = args.text('because')?.trim() ?? '';
    if (args.words.length === 0)
      throw new UsageError('waive: name a finding or a loop by its id', 'guardrail findings');
    if (because === '')
      throw new UsageError('waive: say why', `guardrail waive ${args.words.join(' ')} --because "..."`);
    const gate = await openGate(io);
    const person = findPerson(gate.operator);
    if (person.kind === 'nobody') {
      await io.err(
        `guardrail: a finding is waived by a person at a terminal: ${escapeText(person.why)}\n  next: ask the person you work for\n`,
      );
      return 1;
    }
    const found = await Promise.all(args.words.map(async (id) => ({ id, ...(await rememberedLoop(gate, id)) })));
    const lasts = args.text('for');
    const expires = lasts === null ? null : io.now() + parseDuration(lasts, LONGEST_DAYS);
    const waivers = found.map(({ id, rounds }) => ({
      target: id,
      key: rounds.at(-1)?.key ?? '',
      name: person.name,
      email: person.email,
      because,
      expires,
    }));
    const question = [
      `${person.name} <${person.email}> answers for this, because "${escapeText(because)}":`,
      ...found.map(describe),
    ];
    if (!(await confirm(io, question.join('\n'), 'waive'))) {
      await io.err('guardrail: not waived\n');
      return 1;
    }
    await keep(gate, io, waivers, found[0]?.repo ?? '');
    await io.err(`guardrail: waived ${args.words.map(escapeText).join(', ')}; push again\n`);
    return 0;
  },
};

async function keep(gate: Gate, io: Io, waivers: readonly Waiver[], repo: string): Promise<void> {
  const where = {
    repo,
    checkout: gate.repository.root ?? gate.repository.gitDir,
    actor: actorName(gate.operator),
    ts: io.now(),
  };
  await remember(
    gate,
    waivers.map((waiver) => waiverEvent(where, waiver)),
  );
}

function describe({ id, rounds }: Remembered & { readonly id: string }): string {
  const last = rounds.at(-1);
  const open = (last?.ledger ?? []).filter(({ state }) => OPEN_STATES.includes(state));
  const entry = last?.ledger.find(({ finding }) => finding.id === id);
  return entry === undefined
    ? [
        `  ${id}  the review of ${escapeText(last?.branch ?? '')} after ${rounds.length} rounds, ${open.length} open:`,
        ...open.map(line),
      ].join('\n')
    : line(entry);
}

function line({ finding }: LedgerEntry): string {
  return `  ${finding.id}  ${escapeText(finding.failureModel)}  ${placeOf(finding)}\n             ${escapeText(finding.title)}`;
}
