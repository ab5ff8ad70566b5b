import { isRefusal } from '../model/level.ts';
import type { Verdict } from '../model/verdict.ts';
import { annotations } from '../speak/annotations.ts';
import { masked } from '../speak/masked.ts';
import { tell } from '../speak/refusal.ts';
import { sarif } from '../speak/sarif.ts';
import { styleFor } from '../speak/style.ts';
import type { Io } from '../system/io.ts';
import { UsageError } from '../system/usage.ts';
import type { Judged } from './judge.ts';
import { sayJson } from '../speak/escape.ts';

type Wishes = { readonly has: (flag: string) => boolean; readonly text: (flag: string) => string | null };
type Format = 'text' | 'json' | 'sarif' | 'github';
const formats: readonly Format[] = ['text', 'json', 'sarif', 'github'];

/** One verdict in the form that was asked for; data on stdout, talk on stderr. */
export async function present(judged: Judged, wishes: Wishes, io: Io): Promise<0 | 1 | 3> {
  const { verdict } = judged;
  switch (formatOf(wishes)) {
    case 'json':
      await io.out(
        `${sayJson(masked({ v: 1, next: judged.next, near: judged.near, ...verdict, notes: [...verdict.notes, ...judged.notes] }))}\n`,
      );
      break;
    case 'sarif':
      await io.out(`${sarif(verdict)}\n`);
      break;
    case 'github':
      await io.out(annotations(verdict));
      await io.err(text(judged, wishes, io));
      break;
    case 'text':
      await io.err(text(judged, wishes, io));
      break;
  }
  return isRefusal(verdict.level) ? (isWaiting(verdict) ? 3 : 1) : 0;
}

/** Nothing stands against it but a review that is not done. */
function isWaiting({ rulings, reviews }: Verdict): boolean {
  const held = reviews.filter(({ refuses }) => refuses);
  return (
    held.length > 0 &&
    held.every(({ outcome }) => outcome === 'pending') &&
    !rulings.some(({ level }) => isRefusal(level))
  );
}

function text(judged: Judged, wishes: Wishes, io: Io): string {
  return tell({
    verdict: judged.verdict,
    change: judged.change,
    next: judged.next,
    near: judged.near,
    notes: judged.notes,
    style: styleFor(io.env, io.isTerminal),
    verbose: wishes.has('verbose') || io.isTerminal,
  });
}

function formatOf(wishes: Wishes): Format {
  if (wishes.has('json')) return 'json';
  const asked = wishes.text('format') ?? 'text';
  const known = formats.find((format) => format === asked);
  if (known === undefined)
    throw new UsageError(`--format ${asked}: it is one of ${formats.join(', ')}`, 'guardrail check --help');
  return known;
}
