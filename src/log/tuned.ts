import type { ActorKind } from '../model/actor.ts';
import type { NewEvent } from '../model/event.ts';
import { ACTOR_KINDS } from '../model/level.ts';
import type { Knob, Proposal, Turned } from '../model/tuning.ts';
import type { Rows } from './open.ts';
import { numberOf, textOf } from './rows.ts';
import type { Span } from './statements.ts';

const KNOBS: readonly Knob['kind'][] = ['rule-level', 'confidence', 'blocks', 'criterion', 'case'];
const MOST = 1_000;

/** What people turned and turned back within the time, the newest first. A knob that only a newer engine knows is left out. */
export function readTurned(log: Rows, { from, now, repo }: Span): readonly Turned[] {
  return log
    .all(`SELECT * FROM tuned WHERE ts >= ? AND ts <= ? AND (? IS NULL OR repo = ?) ORDER BY seq DESC LIMIT ?`, [
      from,
      now,
      repo,
      repo,
      MOST,
    ])
    .flatMap((row) => {
      const knob = KNOBS.find((known) => known === textOf(row, 'knob'));
      return knob === undefined
        ? []
        : [
            {
              id: textOf(row, 'id'),
              ts: numberOf(row, 'ts'),
              repo: textOf(row, 'repo'),
              contract: textOf(row, 'contract'),
              knob,
              from: textOf(row, 'was'),
              to: textOf(row, 'becomes'),
              undone: numberOf(row, 'undone') === 1,
            },
          ];
    });
}

type Where = { readonly repo: string; readonly checkout: string; readonly actor: string; readonly ts: number };

/** A person turned it, or took it back; with what it rested on, so that its effect can be held against what was promised. */
export function tuningEvent(where: Where, proposal: Omit<Proposal, 'waits' | 'examples'>, undone: boolean): NewEvent {
  const { id, contract, knob, from, to, signal, sure, n, replay } = proposal;
  const { statements, lets, silences, catches, bothers, unknown } = replay;
  const tried = {
    statements,
    lets: lets.length,
    silences: silences.length,
    catches: catches.length,
    bothers: bothers.length,
    unknown,
  };
  const payload = { id, contract, knob: knob.kind, from, to, undone, signal, sure, n, tried };
  return { ...where, kind: 'tuning', subject: contract, payload };
}

/** To whom a ruling was said, and of which kind of fact; null of what the log does not know. */
export function rulingSpoken(
  log: Rows,
  ruling: string,
): { readonly who: ActorKind; readonly fact: string; readonly raised: string } | null {
  const [row] = log.all(
    `SELECT verdict.actor_kind AS who, decision.kind AS fact, decision.raised AS raised FROM decision
     JOIN verdict ON verdict.seq = decision.seq WHERE decision.ruling = ? ORDER BY decision.seq DESC LIMIT 1`,
    [ruling],
  );
  if (row === undefined) return null;
  const who = ACTOR_KINDS.find((known) => known === textOf(row, 'who')) ?? 'unknown';
  return { who, fact: textOf(row, 'fact'), raised: textOf(row, 'raised') };
}

/** Identities that others have taken the place of: the same reviewer in the same mode answers as somebody else now. */
export function pastIdentities(log: Rows, { from, repo }: Pick<Span, 'from' | 'repo'>): ReadonlySet<string> {
  const rows = log.all(
    `SELECT reviewer, mode, identity, max(seq) AS last FROM asked WHERE ts >= ? AND (? IS NULL OR repo = ?)
     GROUP BY reviewer, mode, identity ORDER BY last`,
    [from, repo, repo],
  );
  const current = new Map(
    rows.map((row) => [`${textOf(row, 'reviewer')}\n${textOf(row, 'mode')}`, textOf(row, 'identity')]),
  );
  const kept = new Set(current.values());
  return new Set(rows.map((row) => textOf(row, 'identity')).filter((identity) => !kept.has(identity)));
}

/** The commits in which a finding was seen first, and in which it was gone; null where no later round looked. */
export function lifeOf(log: Rows, finding: string): { readonly wrong: string; readonly right: string } | null {
  const [row] = log.all(
    `SELECT first.head AS wrong, later.head AS right FROM finding
     JOIN review AS first ON first.loop = finding.loop AND first.round = finding.since
     JOIN review AS later ON later.loop = finding.loop AND later.round > finding.since AND later.round >= finding.last
     WHERE finding.id = ? AND finding.state = 'fixed' AND later.head <> first.head
     ORDER BY finding.seq DESC, first.seq DESC, later.round, later.seq DESC LIMIT 1`,
    [finding],
  );
  return row === undefined ? null : { wrong: textOf(row, 'wrong'), right: textOf(row, 'right') };
}
