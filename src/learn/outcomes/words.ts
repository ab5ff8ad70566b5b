import type { KnownOutcome } from '../../log/outcomes.ts';
import type { OutcomeKind } from '../../model/outcome.ts';
import { escapeText } from '../../speak/escape.ts';
import { nameActor } from '../../speak/words.ts';
import type { Gate } from '../../gate/open.ts';
import type { OutcomeSync } from './sync.ts';
import type { Kept } from './person.ts';

/** What happened, in one word for a table and a few for a sentence. */
const SAID: Readonly<Record<OutcomeKind, string>> = {
  revert: 'reverted by',
  fixes: 'mended by',
  incident: 'incident',
  blame: 'lines mended by',
  hotfix: 'hot-fixed by',
};

/** `o-7f3k2m4q9d  2026-01-03  4be1c2a09f  reverted by 1f0c77e2d1  1.0` */
export function outcomeLine(one: KnownOutcome, subject: string): string {
  const day = new Date(one.ts).toISOString().slice(0, 10);
  const by = one.kind === 'incident' ? escapeText(one.evidence) : one.evidence.slice(0, 10);
  const weight = one.withdrawn ? 'withdrawn' : one.weight === 0 ? 'not used' : one.weight.toFixed(1);
  const about = subject === '' ? '' : `  ${escapeText(subject)}`;
  return `${one.id}  ${day}  ${one.commit.slice(0, 10)}  ${weight.padEnd(9)}  ${SAID[one.kind]} ${by}${about}`;
}

export function syncLines(sync: OutcomeSync): readonly string[] {
  if (sync.kind === 'nothing') return [`Not read: ${escapeText(sync.why)}`];
  const { history, traced, news, tip } = sync;
  const branch = escapeText(sync.ref.replace(/^refs\/(heads|remotes)\//, ''));
  const lines = [historyLine(sync, branch)];
  if (tip !== null && (history.kind !== 'read' || !history.isCut)) lines.push(`${count(tip.commits, 'commit')} known`);
  lines.push(newsLine(news));
  if (news.note !== null) lines.push(escapeText(news.note));
  if (traced.unread > 0) lines.push(`${count(traced.unread, 'file')} of mending commits could not be followed in time`);
  if (traced.left > 0) {
    lines.push(
      `${count(traced.left, 'commit')} that ${traced.left === 1 ? 'mends' : 'mend'} something not followed by their lines yet: guardrail outcomes sync --blame`,
    );
  }
  return lines;
}

function historyLine({ history }: OutcomeSync & { readonly kind: 'synced' }, branch: string): string {
  switch (history.kind) {
    case 'read': {
      const removed =
        history.removed === 0 ? '' : `, ${count(history.removed, 'commit')} that a rewrite took away left out`;
      const cut = history.isCut ? '; cut off, the next sync goes on from here: guardrail outcomes sync' : '';
      return `${branch}: ${count(history.fresh, 'new commit')} read${removed}${cut}`;
    }
    case 'behind':
      return `${branch}: nothing read, another clone has read further than this one has fetched: git fetch`;
    case 'busy':
      return `${branch}: another guardrail is reading it right now: guardrail outcomes sync`;
    case 'partial clone':
      return `${branch}: not read, this clone is partial and git would fetch every version of every file`;
  }
}

function newsLine({ added, withdrawn }: { readonly added: number; readonly withdrawn: number }): string {
  const back = withdrawn === 0 ? '' : `, ${withdrawn} withdrawn`;
  return added === 0 && withdrawn === 0
    ? 'no outcome that was not known'
    : `${count(added, 'new outcome')}${back}: guardrail outcomes`;
}

export function keptLines({ told, kept, counts }: Kept, gate: Gate): readonly string[] {
  const what = told.withdrawn ? 'withdrawn' : `${SAID[told.kind]} ${told.evidence}`;
  const line = `${told.id}: ${told.commit.slice(0, 10)} ${escapeText(what)}`;
  const where =
    kept.kind === 'written'
      ? line
      : kept.kind === 'spooled'
        ? `${line}; kept in ${escapeText(kept.path)} for the next run: ${escapeText(kept.why)}`
        : `${line} could not be kept: ${escapeText(kept.why)}`;
  return counts
    ? [where]
    : [
        where,
        `It is kept and not used: ${escapeText(nameActor(gate.operator))} does not say what became of what is judged.`,
      ];
}

function count(n: number, what: string): string {
  return `${n.toLocaleString('en-US')} ${what}${n === 1 ? '' : 's'}`;
}
