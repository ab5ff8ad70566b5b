import type { Counts, Digest, Shift } from '../model/digest.ts';
import { rateText, two } from './rate-text.ts';
import { cut, shorten } from './table.ts';

const WIDTH = 80;
const MOST = 12;
const SURE = 0.9;

/** One line for each contract, and a sentence for each that has moved. */
export function digestLines(digest: Digest): readonly string[] {
  const { right, wrong, gap, unclear } = digest.labels;
  const moved = digest.contracts.flatMap(movedLines);
  const rows = digest.contracts.map(({ id, now, before }) => [id, ...cells(now), ...cells(before)]);
  const came = Object.entries(digest.outcomes).map(([kind, n]) => `${kind} ${n}`);
  return [
    shorten(`guardrail stats · week of ${digest.from} · ${digest.repo ?? 'all repositories'} (UTC)`, WIDTH),
    '',
    `${digest.verdicts} judged, ${digest.refused} refused`,
    right + wrong + gap + unclear === 0
      ? 'Nobody said this week what was right: guardrail ask'
      : `people said right ${right} · wrong ${wrong} · gap ${gap} · unclear ${unclear}`,
    ...(came.length === 0 ? [] : [`came out badly: ${came.join(' · ')}`]),
    ...(digest.turned.length === 0 ? [] : [`turned: ${digest.turned.join(', ')} (guardrail tune history)`]),
    '',
    ...cut(['this week, and the four before', 'real', 'noise', 'gap', 'real', 'noise', 'gap'], rows, MOST),
    ...(moved.length === 0 && digest.contracts.length > 0 ? ['Nothing has moved for sure.'] : moved),
  ];
}

function cells({ right, wrong, gap }: Counts): readonly string[] {
  return [right, wrong, gap].map(String);
}

function movedLines({ id, noisier, vaguer, noise, noiseBefore }: Shift): readonly string[] {
  return [
    ...(noisier !== null && noisier > SURE ? [`${id} is noisier (${two(noisier)} sure)`] : []),
    ...(noisier !== null && noisier < 1 - SURE ? [`${id} is less noisy (${two(1 - noisier)} sure)`] : []),
    ...(noisier !== null && Math.abs(noisier - 0.5) > SURE - 0.5
      ? [`  now ${rateText(noise, 'labels')}`, `  was ${rateText(noiseBefore, 'labels')}`]
      : []),
    ...(vaguer !== null && vaguer > SURE ? [`${id} is harder to decide by (${two(vaguer)} sure): sharpen it`] : []),
  ].map((line) => shorten(line, WIDTH));
}
