import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { interleave } from './measure.mjs';
import { figure, ms, ratio, table } from './report.mjs';
import { DAY_MS, verdictAt } from './verdicts.mjs';
import { CLI } from './world.mjs';

const BASE = 10_000;
const ROUNDS = 5;

/** `guardrail stats` over a year of verdicts, beside a command that reads nothing. */
export async function measureStats(world) {
  const engine = await world.load('test/bench/entry-log.ts');
  const here = world.repository('.');
  const sizes = [1, 10, 100];
  for (const times of sizes) await fill(world, engine, times);
  const ask = (times, ...args) => ({
    name: `${times}`,
    run: () => here.run(process.execPath, [CLI, ...args], { more: { XDG_STATE_HOME: stateOf(world, times) } }),
  });
  const found = interleave(ROUNDS, [
    ask(0, '--version'),
    ...sizes.map((times) => ask(times, 'stats', '--since', '400d')),
  ]);
  table([
    ['events', 'guardrail stats', 'to guardrail --version'],
    ...sizes.map((times) => [(times * BASE).toLocaleString('en'), ms(found[times]), ratio(found[times], found[0])]),
  ]);
  figure('stats at 1,000,000 events', found[100], 500, ' ms');
}

/**
 * 10,000 verdicts through the log's own writer; more of them by SQL, since writing a million with their hashes takes minutes.
 * What stats reads (roll-ups, refusals, the highest seq) is then what it would be; bodies and hashes are not.
 */
async function fill(world, { openDriver, openLog, verdictEvent }, times) {
  const state = stateOf(world, times);
  mkdirSync(state, { recursive: true });
  const log = await openLog({ env: { ...world.env, XDG_STATE_HOME: state } });
  const end = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  for (let at = 0; at < BASE; at += 1_000) {
    log.append(Array.from({ length: 1_000 }, (_, i) => verdictAt(verdictEvent, at + i, BASE, end)));
  }
  const { path } = log;
  log.close();
  if (times === 1) return;
  const driver = openDriver(path);
  const more = `(WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < ${times - 1}) SELECT k FROM n)`;
  driver.exec(`BEGIN;
    INSERT INTO event SELECT seq + k * ${BASE}, id || '-' || k, v, ts, repo, checkout, actor, kind, subject, '{}', prev, hash FROM ${more}, event;
    INSERT INTO refusal SELECT seq + k * ${BASE}, repo, branch || '-' || k, inlet, rule, subject, ruling, level, actor_kind, agent, role,
      first_ts, last_ts, tries, outcome, closed_ts FROM ${more}, refusal;
    UPDATE daily SET n = n * ${times}, rulings = rulings * ${times}, ms = ms * ${times};
    UPDATE daily_count SET n = n * ${times};
    UPDATE latency SET n = n * ${times};
    UPDATE projected SET seq = (SELECT max(seq) FROM event);
    COMMIT; PRAGMA wal_checkpoint(TRUNCATE);`);
  driver.close();
}

function stateOf(world, times) {
  return join(world.folder, `stats-${times}`);
}
