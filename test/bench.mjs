// What the gate costs, each figure beside what it is compared with in the same run: npm run bench [-- commit push]
// It measures and does not judge: a busy machine says "over target" and still exits 0.
import { sections } from './bench/index.mjs';
import { heading } from './bench/report.mjs';
import { openWorld } from './bench/world.mjs';

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(sections, name));
if (unknown.length > 0) {
  console.error(`bench: no figures called ${unknown.join(', ')}; there are: ${Object.keys(sections).join(', ')}`);
  process.exit(2);
}

const world = openWorld();
try {
  for (const [name, measure] of Object.entries(sections)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const started = performance.now();
    heading(name);
    await measure(world);
    console.log(`  (${((performance.now() - started) / 1000).toFixed(0)} s)`);
  }
} finally {
  world.remove();
}
