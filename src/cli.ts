import { main } from './command-line.ts';
import type { Environment } from './system/git.ts';
import { openIo } from './system/io.ts';

// INVARIANT: whatever goes wrong here ends in 2, which git hooks read as "refused". A guard that cannot look does not wave through.
process.exitCode = 2;
void main(process.argv.slice(2), { ...openIo(), main }).then(async (exit) => {
  process.exitCode = exit;
  await startDaemonIfMissed(process.env);
  // all is said and written: to take a heap apart that nobody needs any more would be 4 ms of a commit
  if (process.stdout.writableLength + process.stderr.writableLength === 0) process.exit();
});

/** A hook that found nobody at its socket says so: from the next one on somebody should be there. */
async function startDaemonIfMissed(env: Environment): Promise<void> {
  const socket = env['guardrail_socket'];
  if (socket === undefined || socket === '' || env['GUARDRAIL_DAEMON'] === 'off') return;
  (await import('./daemon/spawn.ts')).startForNextTime(socket, env, Date.now());
}
