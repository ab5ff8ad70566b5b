import { showEdit } from '../gate/install/show-edit.ts';
import { openGate, type Gate } from '../gate/open.ts';
import { parseLevel, planPromotion, type Promotion } from '../gate/promotion.ts';
import { remember } from '../gate/record.ts';
import { replay } from '../gate/replay.ts';
import { repositoryId } from '../gate/repository-id.ts';
import { actorName } from '../log/verdict-event.ts';
import { sayLevels } from '../model/level.ts';
import { escapeText, sayJson } from '../speak/escape.ts';
import { writeState } from '../system/files.ts';
import { UsageError } from '../system/usage.ts';
import type { Command } from './command.ts';

const WEEKS = 13;
const WINDOW = WEEKS * 7 * 86_400_000;
/** Some milliseconds each: what a person waits for without wondering. */
const MOST_REPLAYED = 500;

export const command: Command = {
  name: 'promote',
  summary: 'Enforce a rule that only warned: one override in the config, for you to commit',
  takes: 'RULE',
  examples: [
    ['guardrail replay', 'first see what it would have stopped'],
    ['guardrail promote files.symlink', 'to what the rule itself says: agents denied, people asked'],
    ['guardrail promote files.symlink --to ask --dry-run', 'only show the change'],
    ['guardrail promote files.symlink --to warn', 'and back'],
  ],
  flags: [
    { name: 'to', type: 'text', hint: 'LEVEL', says: 'warn, ask or deny (a person is then asked)' },
    { name: 'dry-run', type: 'boolean', says: 'show the change and write nothing' },
    { name: 'json', type: 'boolean', says: 'the same as JSON' },
  ],
  run: async (args, io) => {
    const [id, ...rest] = args.words;
    if (id === undefined || rest.length > 0) throw new UsageError('promote: name one rule', 'guardrail replay');
    const to = args.text('to');
    const gate = await openGate(io);
    const plan = await planPromotion(gate, id, to === null ? null : parseLevel(to));
    const isChanged = plan.wanted !== plan.current;
    const perWeek = isChanged ? await alarmsPerWeek(gate, id) : null;
    const isWritten = isChanged && !args.has('dry-run');
    if (isWritten) {
      await writeState(plan.path, plan.wanted);
      await remember(gate, [await promotionEvent(gate, id, plan, io.now())]);
    }
    if (args.has('json')) {
      await io.out(`${sayJson({ v: 1, rule: id, from: plan.from, to: plan.to, perWeek, isWritten })}\n`);
    } else if (isChanged) {
      const diff = showEdit(plan, gate.repository.root ?? io.cwd).replaceAll(/\t\(\d+\)/g, '');
      await io.out(`${diff.split('\n').map(escapeText).join('\n')}${tell(id, plan, perWeek, isWritten)}`);
    } else await io.out(`${id} is at ${sayLevels(plan.to)} already: nothing to change\n`);
    return 0;
  },
};

/** On how many commits of the last quarter it spoke, a week; null where that would take long. */
async function alarmsPerWeek(gate: Gate, rule: string): Promise<number | null> {
  if (gate.repository.head === null) return null;
  const since = gate.now() - WINDOW;
  const count = await gate.git.text(['rev-list', '--count', `--since=${Math.floor(since / 1000)}`, 'HEAD']);
  if (Number(count) > MOST_REPLAYED) return null;
  const { verdicts } = await replay(gate, since, () => undefined);
  const spoke = verdicts.filter(({ rulings }) => rulings.some((ruling) => ruling.rule === rule));
  return Math.round((spoke.length / WEEKS) * 10) / 10;
}

async function promotionEvent(
  gate: Gate,
  rule: string,
  { from, to, rules }: Promotion,
  ts: number,
): Promise<Parameters<typeof remember>[1][number]> {
  return {
    ts,
    repo: await repositoryId(gate, [rules]),
    checkout: gate.repository.root ?? gate.repository.gitDir,
    actor: actorName(gate.operator),
    kind: 'promotion',
    subject: rule,
    payload: { rule, from: { ...from }, to: { ...to } },
  };
}

function tell(rule: string, { from, to }: Promotion, perWeek: number | null, isWritten: boolean): string {
  const expected =
    perWeek === null
      ? `how often it would speak: guardrail replay --rule ${rule}`
      : `it spoke on ${perWeek} commits a week in the last ${WEEKS} weeks`;
  const next = isWritten
    ? `next: git add .guardrail/config.yaml && git commit -m "Enforce ${rule}"\n`
    : 'nothing was written (--dry-run)\n';
  return `\n${rule}: ${sayLevels(from)}, then ${sayLevels(to)}\n${expected}\n${next}`;
}
