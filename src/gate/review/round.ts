import { NO_ROWS, openLog } from '../../log/open.ts';
import { reviewEvent } from '../../log/review-event.ts';
import { spentOnLoop, spentToday } from '../../log/reviews.ts';
import { actorName } from '../../log/verdict-event.ts';
import type { Round } from '../../model/review.ts';
import { openBudget, type Spent } from '../../review/budget.ts';
import { detectedFindings } from '../../review/detected.ts';
import { signatureOf } from '../../review/lineage.ts';
import { sha256 } from '../../system/files.ts';
import { assemble } from './assembled.ts';
import type { Desk } from './asking.ts';
import { changedLines, lineOf } from './lines.ts';
import { readMaterial } from './material.ts';
import type { Opened } from './opened.ts';
import { pastOf } from './past.ts';
import { type Held, readRound } from './read-round.ts';
import { hmacOf, loopSecret } from './secret-names.ts';
import { readWaivers, settledReview } from './settled.ts';
import { usableCaps } from './user-config.ts';

const DEADLINE_MS = 180_000;

/** One round: read, held against what is open, remembered. Its verdict for a push is settledReview()'s to say. */
export async function holdRound(asked: Opened, held: Held, restart = false): Promise<Round> {
  const started = performance.now();
  const { gate, subject, models } = asked;
  const repo = subject.change.repo;
  held.tell('reading the change', NOTHING_YET);
  const material = await readMaterial(gate, subject, asked.spec);
  const log = await openLog({ env: gate.env });
  // a home that cannot be written: detectors need no memory, and whoever is paid to read is not asked without one
  const rows = log.fault === null ? log : NO_ROWS;
  try {
    const sketch = signatureOf(changedLines(material), sha256);
    const waivers = readWaivers(rows, asked);
    const past = pastOf(rows, asked, { material, sketch, waivers, restart });
    const opened: Opened = past.stopped || log.fault !== null ? { ...asked, reviewers: [] } : asked;
    const detected = detectedFindings(material.facts, models.models, lineOf(material), sha256);
    const spentByNow = (): Spent => ({
      change: spentOnLoop(rows, past.loop),
      day: spentToday(rows, gate.now()),
    });
    let nameOf: Desk['hmac'] | null = null; // made where something is sent, and not before
    const desk: Desk = {
      gate,
      repo,
      loop: past.loop,
      round: past.rounds.length + 1,
      key: opened.key,
      budget: openBudget(usableCaps(subject.rules.caps, opened.user), spentByNow(), spentByNow),
      hmac: (text) => (nameOf ??= hmacOf(loopSecret(gate.env, past.loop)))(text),
      deadlineMs: held.deadlineMs ?? DEADLINE_MS,
      signal: held.signal,
      user: opened.user,
    };
    const read = await readRound(opened, { desk, material, past, detected, held });
    const round = assemble(asked, {
      desk,
      material,
      past,
      read,
      sketch,
      ms: performance.now() - started,
      waivers,
      detected,
    });
    const settled = settledReview(asked, round, waivers);
    const final: Round = { ...round, outcome: settled.outcome };
    if (!held.signal.aborted && log.fault === null) {
      const where = {
        repo,
        checkout: gate.repository.root ?? gate.repository.gitDir,
        actor: actorName(gate.operator),
        ts: gate.now(),
      };
      log.append([reviewEvent(gate.env, where, final)], await gate.repository.gitPath('guardrail/spool'));
    }
    return final;
  } finally {
    log.close();
  }
}

const NOTHING_YET = { done: 0, of: 0, tokens: 0, money: 0 };
