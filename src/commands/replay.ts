import { openGate } from '../gate/open.ts';
import { replay } from '../gate/replay.ts';
import { nearest } from '../policy/nearest.ts';
import { parseDuration } from '../speak/duration.ts';
import { masked } from '../speak/masked.ts';
import { tellReplay } from '../speak/replay.ts';
import { styleFor } from '../speak/style.ts';
import { reportReplay } from '../stats/replay-report.ts';
import type { Io } from '../system/io.ts';
import { UsageError } from '../system/usage.ts';
import type { Command } from './command.ts';
import { sayJson } from '../speak/escape.ts';

const DEFAULT = '90d';
const LONGEST_DAYS = 3650;

export const command: Command = {
  name: 'replay',
  summary: "What today's rules would have stopped in this history: proof before enforcement",
  takes: '',
  examples: [
    ['guardrail replay', `the last ${DEFAULT}, rule by rule, with what was later reverted`],
    ['guardrail replay --since 30d --rule files.symlink', 'one rule: how often would it have cried?'],
    ['guardrail promote files.symlink', 'then enforce the one that was right'],
  ],
  flags: [
    { name: 'since', type: 'text', hint: 'TIME', says: `how far back: 30d, 26w (default ${DEFAULT})` },
    { name: 'rule', type: 'text', hint: 'ID', says: 'only this rule' },
    { name: 'json', type: 'boolean', says: 'the same as JSON' },
  ],
  run: async (args, io) => {
    if (args.words.length > 0) throw new UsageError('replay: takes no words, only flags', 'guardrail replay --help');
    const since = io.now() - parseDuration(args.text('since') ?? DEFAULT, LONGEST_DAYS);
    const gate = await openGate(io);
    const replayed = await replay(gate, since, progressOn(io));
    const rule = args.text('rule');
    const spoke = replayed.verdicts.flatMap(({ rulings }) => rulings.map((ruling) => ruling.rule));
    if (rule !== null)
      requireKnown(rule, [...replayed.readings.flatMap(({ rules }) => rules.map(({ id }) => id)), ...spoke]);
    const verdicts = replayed.verdicts.map((verdict) => ({
      ...verdict,
      rulings: verdict.rulings.filter((ruling) => rule === null || ruling.rule === rule),
    }));
    const report = reportReplay(verdicts, { from: replayed.from, now: io.now() });
    if (args.has('json')) await io.out(`${sayJson(masked({ v: 1, ...report, notes: replayed.notes }))}\n`);
    else await io.out(tellReplay(report, replayed.notes, styleFor(io.env, io.isTerminal)));
    return 0;
  },
};

function requireKnown(rule: string, known: readonly string[]): void {
  if (known.includes(rule)) return;
  const near = nearest(rule, known);
  const hint = near === null ? '' : `; did you mean "${near}"?`;
  throw new UsageError(`replay: no rule in force is called "${rule}"${hint}`, 'guardrail policy show');
}

/** Nothing within the first second, then one line that is written over. */
function progressOn(io: Io): (done: number, of: number) => void {
  const started = performance.now();
  let told = started;
  return (done, of) => {
    const now = performance.now();
    if (!io.isTerminal || now - started < 1000) return;
    if (done === of) void io.err('\r\u001b[K');
    else if (now - told > 200) {
      told = now;
      void io.err(`\rguardrail: ${done} of ${of} commits`);
    }
  };
}
