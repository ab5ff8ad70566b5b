/**
 * What the statistics promise, held to simulations with fixed seeds: `npm run bench:stats`.
 * Each line: the figure, what it may be, whether it is, and what is commonly done instead. It ends with 0 whenever it ran through.
 * The shipped prior of a change's risk is held against a history: this one, or `npm run bench:stats -- --history PATH`.
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { judgedHistory } from './bench/history.mjs';
import { openWorld } from './bench/world.mjs';

const { values } = parseArgs({
  options: { history: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) } },
});
const world = openWorld();
try {
  const { SIMULATIONS, keeps, riskPrior, short, ...doors } = await world.load('test/bench/entry-stats.ts');
  let over = 0;
  const print = (figures) => {
    over += figures.filter((figure) => !keeps(figure)).length;
    for (const figure of figures) console.log(lineOf(figure, keeps, short));
  };
  for (const { title, run } of SIMULATIONS) {
    const began = performance.now();
    const figures = run();
    console.log(`\n${title} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
    print(figures);
  }
  const path = resolve(values.history);
  console.log(`\nRisk, on the history of ${path}`);
  const figures = riskPrior(await judgedHistory(world, path, doors));
  if (typeof figures === 'string') console.log(`  –    ${figures}; another one: npm run bench:stats -- --history PATH`);
  else print(figures);
  console.log(over === 0 ? '\nEvery figure keeps to its bar.' : `\n${over} over their bar.`);
} finally {
  world.remove();
}

function lineOf(figure, keeps, short) {
  const { name, ours, others, bar, noise } = figure;
  const value = ours >= 10 ? ours.toFixed(0) : short(ours);
  const allowed = bar === null ? '' : `${barOf(bar, short)}${noise === undefined ? '' : ` ± ${short(2 * noise)}`}`;
  const verdict = bar === null ? '–' : keeps(figure) ? 'ok' : 'OVER';
  return `  ${verdict.padEnd(5)}${value.padStart(6)}  ${allowed.padEnd(21)} ${name}${others === '' ? '' : `\n${' '.repeat(37)}else: ${others}`}`;
}

function barOf([from, to], short) {
  if (from === 0) return `at most ${to >= 10 ? to : short(to)}`;
  if (to === 1 || to >= 1000) return `at least ${from >= 10 ? from : short(from)}`;
  return `${short(from)} to ${short(to)}`;
}
