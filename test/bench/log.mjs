import { join } from 'node:path';
import { median } from './measure.mjs';
import { line, ms, ratio } from './report.mjs';
import { verdictAt } from './verdicts.mjs';

const EVENTS = 300;

/** One verdict, hash-chained and projected, against one plain row in a database with the same promises (WAL, FULL). */
export async function measureLog(world) {
  const { openDriver, openLog, verdictEvent } = await world.load('test/bench/entry-log.ts');
  const log = await openLog({ env: { ...world.env, XDG_STATE_HOME: join(world.folder, 'log-state') } });
  const plain = openDriver(join(world.folder, 'plain.db'));
  plain.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE plain(body TEXT)');
  const [appended, inserted] = [[], []];
  for (let i = 0; i < EVENTS; i += 1) {
    const event = verdictAt(verdictEvent, i, EVENTS, Date.now());
    appended.push(timed(() => log.append([event])));
    const body = JSON.stringify(event);
    inserted.push(timed(() => plain.run('INSERT INTO plain VALUES(?)', [body])));
  }
  log.close();
  plain.close();
  const [ours, bare] = [median(appended), median(inserted)];
  line(
    `append one verdict: ${ms(ours)}, the first ${ms(appended[0])}; one plain row: ${ms(bare)} (${ratio(ours, bare)})`,
  );
}

function timed(work) {
  const started = performance.now();
  work();
  return performance.now() - started;
}
