import { openLog } from '../../src/log/open.ts';

/** A process of its own that appends one event after the other: `writer.mjs <name> <how many>`; says each one it was told is written. */
const [name = '', count = '0'] = process.argv.slice(2);
const log = await openLog({ env: process.env, busyMs: 20_000 });
for (let i = 0; i < Number(count); i += 1) {
  const subject = `${name}-${i}`;
  const appended = log.append([
    { ts: Date.now(), repo: 'shop', checkout: '', actor: 'unknown', kind: 'failure', subject, payload: { i } },
  ]);
  process.stdout.write(`${appended.kind} ${subject}\n`);
}
log.close();
