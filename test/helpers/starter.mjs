// Starts programs for the tests, and does nothing else: `fork` copies the page tables of whoever calls it, and the process that runs
// the tests is large. There each start would hold everything up for 50 ms; here it takes 3.
import { spawn } from 'node:child_process';

process.on('message', ({ id, program, args, cwd, env, input }) => {
  const answer = (said) => process.connected && process.send({ id, ...said }, () => undefined);
  try {
    const child = spawn(program, args, { cwd, env });
    const [stdout, stderr] = [[], []];
    child.stdout.on('data', (chunk) => void stdout.push(chunk));
    child.stderr.on('data', (chunk) => void stderr.push(chunk));
    child.stdin.on('error', () => undefined); // a program that does not read its input closes it early
    child.on('error', ({ message }) => answer({ failed: message }));
    child.on('close', (code, signal) =>
      answer({ code, signal, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) }),
    );
    child.stdin.end(input);
  } catch (error) {
    answer({ failed: error.message });
  }
});
process.on('disconnect', () => process.exit()); // whoever wanted to know has gone
