import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fastest, interleave } from './measure.mjs';
import { figure, line, ms, ratio, show, table } from './report.mjs';
import { DAY_MS } from './verdicts.mjs';
import { CLI } from './world.mjs';
import { eventAt } from './year.mjs';

/** Through the log's own writer; more of them are these again under other numbers, since each write of ours waits for the disk. */
const BASE = 10_000;
const EVENTS = Number(process.env['GUARDRAIL_BENCH_EVENTS'] ?? 1_000_000);

/** A log of a million events of every kind, with its real chain and its real projections. */
export async function measureScale(world) {
  const engine = await world.load('test/bench/entry-scale.ts');
  const state = join(world.folder, 'scale');
  mkdirSync(state, { recursive: true });
  const env = { ...world.env, XDG_STATE_HOME: state };
  const path = await fill(engine, env);
  const log = await engine.openLog({ env });
  const rebuilt = timed(() => engine.rebuildProjections(log));
  line(`projections of ${EVENTS.toLocaleString('en')} events made anew: ${show(rebuilt / 1000)} s`);
  const migrated = timed(() => refill(log.driver(), engine));
  line(`what migration 006 does to them, within somebody's first command after the upgrade: ${ms(migrated)}`);
  const verified = timed(() => engine.verifyChain(log));
  const hashed = timed(() => hashAll(engine, EVENTS));
  tellPlace(log.driver());
  log.close();
  line(`${EVENTS.toLocaleString('en')} hashes of rows in memory, the floor for that: ${ms(hashed)}`);
  figure('chain verified', verified / 1000, 10, ' s');
  line(`verified to the floor: ${ratio(verified, hashed)}`);
  figure('database', statSync(path).size / 1e6, 300, ' MB');
  measureCommands(world, state);
}

function measureCommands(world, state) {
  const here = world.repository('.');
  const ask = (name, ...args) => ({
    name,
    run: () => here.run(process.execPath, [CLI, ...args], { more: { XDG_STATE_HOME: state } }),
  });
  const found = interleave(
    3,
    [ask('version', '--version'), ask('stats', 'stats'), ask('year', 'stats', '--since', '400d')],
    fastest,
  );
  figure('stats', found.stats, 300, ' ms');
  line(`stats to --version: ${ratio(found.stats, found.version)}; of a whole year: ${ms(found.year)}`);
}

async function fill({ openDriver, openLog, verdictEvent, callEvent, hashEvent, GENESIS }, env) {
  const log = await openLog({ env });
  const end = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  for (let at = 0; at < BASE; at += 1_000) {
    log.append(Array.from({ length: 1_000 }, (_, i) => eventAt({ verdictEvent, callEvent }, at + i, BASE, end)));
  }
  const { path } = log;
  log.close();
  const driver = openDriver(path);
  const rows = driver.all('SELECT * FROM event ORDER BY seq');
  let prev = rows.at(-1)?.hash ?? GENESIS;
  driver.exec('BEGIN');
  for (let seq = rows.length + 1; seq <= EVENTS; seq += 1) {
    const like = rows[seq % rows.length];
    const row = { ...like, seq, id: `${String(seq).padStart(10, '0')}${like.id.slice(10)}` };
    const hash = hashEvent(prev, row);
    driver.run('INSERT INTO event VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
      seq,
      row.id,
      row.v,
      row.ts,
      row.repo,
      row.checkout,
      row.actor,
      row.kind,
      row.subject,
      row.payload,
      prev,
      hash,
    ]);
    prev = hash;
    if (seq % 50_000 === 0) driver.exec('COMMIT; BEGIN');
  }
  driver.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  driver.close();
  return path;
}

function refill(driver, { fillClaims }) {
  driver.exec(`BEGIN; DELETE FROM claim; DELETE FROM rating; ${fillClaims} COMMIT`);
}

function hashAll({ hashEvent, GENESIS }, count) {
  const row = {
    seq: 1,
    id: '01HZZZZZZZZZZZZZZZZZZZZZZZ',
    v: 1,
    ts: 1,
    repo: 'a'.repeat(26),
    checkout: '/home/ana/shop',
  };
  const rest = { actor: 'agent:codex', kind: 'verdict', subject: 'main', payload: 'x'.repeat(850) };
  let prev = GENESIS;
  for (let seq = 1; seq <= count; seq += 1) prev = hashEvent(prev, { ...row, ...rest, seq });
}

/** What takes the place: bytes of each table and index. */
function tellPlace(driver) {
  const rows = driver.all('SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY bytes DESC LIMIT 10');
  table([['where it lies', 'MB'], ...rows.map(({ name, bytes }) => [name, show(bytes / 1e6)])]);
}

function timed(work) {
  const started = performance.now();
  work();
  return performance.now() - started;
}
