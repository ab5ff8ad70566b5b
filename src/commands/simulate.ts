import { readFile } from 'node:fs/promises';
import { type SimulatedUse, type Simulation, simulate } from '../gate/call/simulate.ts';
import { type Level, isRefusal, levels } from '../model/level.ts';
import { escapeText, sayJson } from '../speak/escape.ts';
import { masked } from '../speak/masked.ts';
import { type Style, styleFor } from '../speak/style.ts';
import { count } from '../speak/words.ts';
import { UsageError } from '../system/usage.ts';
import type { Command } from './command.ts';

export const command: Command = {
  name: 'simulate',
  summary: "Replay a recorded session of an agent against today's rules: what would have been refused",
  takes: 'TRANSCRIPT',
  examples: [
    ['guardrail simulate ~/.claude/projects/shop/session.jsonl', 'a session of Claude Code'],
    ['guardrail simulate rollout.jsonl --json', 'every use of a tool with its verdict, as JSON'],
  ],
  flags: [
    { name: 'all', type: 'boolean', says: 'also what would have passed' },
    { name: 'json', type: 'boolean', says: 'every use of a tool with its verdict' },
  ],
  run: async (args, io) => {
    const [file] = args.words;
    if (file === undefined) throw new UsageError('simulate: which transcript?', 'guardrail help simulate');
    const text = file === '-' ? (await io.stdin()).toString('utf8') : await readFile(file, 'utf8');
    const simulation = await simulate(text, io);
    if (simulation.judged.length + simulation.onlyLooked === 0)
      throw new UsageError(
        `simulate ${file}: no use of a tool was found in ${count(simulation.lines, 'line')}`,
        'guardrail help simulate',
      );
    if (args.has('json')) await io.out(`${sayJson(masked({ v: 1, ...simulation }))}\n`);
    else await io.out(tellSimulation(simulation, args.has('all'), styleFor(io.env, io.isTerminal)));
    return 0;
  },
};

function tellSimulation({ judged, onlyLooked, unread, lines }: Simulation, all: boolean, style: Style): string {
  const shown = judged.filter(({ level }) => all || level !== 'allow');
  const counts = levels.map((level) => `${judged.filter((one) => one.level === level).length} ${WORDS[level]}`);
  return [
    `${count(judged.length, 'use')} of tools that change or reveal something (${onlyLooked} that only look) in ${count(lines, 'line')}: ${counts.join(', ')}`,
    ...(unread === 0 ? [] : [`${unread} could not be read and ${unread === 1 ? 'was' : 'were'} not judged`]),
    '',
    ...shown.flatMap((use) => tellUse(use, style)),
    'Edits were held against the files as they are today.',
    '',
  ].join('\n');
}

const WORDS: Readonly<Record<Level, string>> = {
  allow: 'would pass',
  warn: 'would be warned about',
  ask: 'would need a person',
  deny: 'would be refused',
};

function tellUse({ line, level, tool, what, rules, say }: SimulatedUse, style: Style): readonly string[] {
  const paint = isRefusal(level) ? style.red : level === 'warn' ? style.yellow : style.dim;
  const text = escapeText(what).slice(0, 160);
  return [
    `${paint(level.padEnd(5))} line ${line}  ${escapeText(tool)}: ${text}`,
    ...(rules.length === 0 ? [] : [style.dim(`      ${rules.join(', ')}: ${escapeText(say)}`)]),
  ];
}
