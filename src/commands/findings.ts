import { openGate } from '../gate/open.ts';
import { rememberedLoop } from '../gate/review/remembered.ts';
import { OPEN_STATES } from '../model/finding.ts';
import type { LedgerEntry, Round } from '../model/review.ts';
import { masked } from '../speak/masked.ts';
import { sayJson } from '../speak/escape.ts';
import { howRead, tellFinding } from '../speak/review.ts';
import { styleFor, type Style } from '../speak/style.ts';
import { count } from '../speak/words.ts';
import type { Command } from './command.ts';

export const command: Command = {
  name: 'findings',
  summary: 'What the review of this branch holds against it',
  takes: '[l-LOOP | v-REVIEW | f-FINDING]',
  examples: [
    ['guardrail findings', 'what is open on this branch'],
    ['guardrail findings --all', 'with what was fixed, denied or waived'],
    ['guardrail findings f-7f3k2mq', 'one of them, wherever it was found'],
  ],
  flags: [
    { name: 'all', type: 'boolean', says: 'also what no longer stands' },
    { name: 'json', type: 'boolean', says: 'the same as JSON' },
  ],
  run: async (args, io) => {
    const [id = null] = args.words;
    const { rounds } = await rememberedLoop(await openGate(io), id);
    const last = rounds.at(-1) ?? null;
    const entries = (last?.ledger ?? []).filter(
      ({ state, finding }) =>
        (args.has('all') || OPEN_STATES.includes(state) || id === finding.id) && (!isFinding(id) || id === finding.id),
    );
    if (args.has('json'))
      await io.out(
        `${sayJson(masked({ v: 1, review: last?.id ?? null, loop: last?.loop ?? null, findings: entries }))}\n`,
      );
    else await io.out(screen(last, entries, styleFor(io.env, io.isTerminal)));
    return entries.some(({ finding, state }) => finding.blocking && OPEN_STATES.includes(state)) ? 1 : 0;
  },
};

function isFinding(id: string | null): boolean {
  return id?.startsWith('f-') === true;
}

function screen(last: Round | null, entries: readonly LedgerEntry[], style: Style): string {
  if (last === null) return 'No review of this branch is remembered. Begin one: guardrail review\n';
  const head = `Review ${last.id} of ${last.branch ?? last.tree.slice(0, 9)}, round ${last.round} (${last.loop}): ${last.outcome}`;
  const lines = [
    head,
    `read by ${howRead(last)}`,
    '',
    ...entries.flatMap((entry) => [...tellFinding(entry, style), '']),
    entries.length === 0 ? 'Nothing is open.' : `${count(entries.length, 'finding')}.`,
  ];
  return `${lines.join('\n')}\n`;
}
