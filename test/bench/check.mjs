import { median } from './measure.mjs';
import { figure, line, ms, ratio } from './report.mjs';
import { CLI } from './world.mjs';

const FILES = 10_000;
const ROUNDS = 3;
// ru_maxrss survives exec: it would count what this bench itself held when it forked. Linux keeps a high-water mark of its own.
const TELL = `import { readFileSync } from 'node:fs';
process.on('exit', () => {
  const marks = process.platform === 'linux' ? /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) : null;
  process.stderr.write('\\nMAXRSS ' + (marks === null ? process.resourceUsage().maxRSS : marks[1]) + '\\n');
});`;
const PRELOAD = `data:text/javascript,${encodeURIComponent(TELL)}`;

/** Time and peak memory of `guardrail check` over 10,000 staged files, beside a node that does nothing and a git that compares. */
export function measureCheck(world) {
  const repository = world.newRepository('check', FILES);
  repository.guard();
  repository.stage(FILES, 1);
  const peaks = { node: [], check: [] };
  const times = { git: [], check: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    peaks.node.push(peakOf(repository, ['-e', '0']));
    times.git.push(timed(() => repository.git('diff', '--cached', '--numstat')));
    times.check.push(timed(() => peaks.check.push(peakOf(repository, [CLI, 'check']))));
  }
  const [node, peak] = [median(peaks.node), median(peaks.check)];
  const [git, check] = [median(times.git), median(times.check)];
  line(`${FILES} staged files: ${ms(check)}; git diff --cached --numstat: ${ms(git)} (${ratio(check, git)})`);
  line(`peak memory: ${peak.toFixed(0)} MB; node alone: ${node.toFixed(0)} MB (${ratio(peak, node)})`);
  figure(`peak memory of a check over ${FILES} files`, peak, 250, ' MB');
}

export function peakOf(repository, args) {
  const ran = repository.run(process.execPath, ['--import', PRELOAD, ...args], { mayFail: true });
  const [, kilobytes] = /MAXRSS (\d+)/.exec(ran.stderr.toString()) ?? [];
  if (kilobytes === undefined) throw new Error(`measure ${args.join(' ')}: ${ran.stderr}`);
  return Number(kilobytes) / 1024;
}

function timed(work) {
  const started = performance.now();
  work();
  return performance.now() - started;
}
