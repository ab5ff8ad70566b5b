import type { Driver } from '../driver.ts';
import { actorOf, number, text } from './payload.ts';
import type { Read } from './payload.ts';

/** A label by an agent, or by nobody we know, is kept and not used: whoever is judged does not grade. */
export function projectLabel(driver: Driver, event: Read): void {
  const { fields } = event;
  const { kind } = actorOf(event.actor);
  if (kind === 'human') projectRating(driver, event);
  driver.run(
    `INSERT INTO label(seq, target, ts, repo, rule, says, because, actor_kind, counts, p_sel, strategy)
     VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      event.seq,
      text(fields, 'target'),
      event.ts,
      event.repo,
      text(fields, 'rule'),
      text(fields, 'says'),
      text(fields, 'because'),
      kind,
      kind === 'human' ? 1 : 0,
      number(fields, 'p_sel'),
      text(fields, 'strategy'),
    ],
  );
}

function projectRating(driver: Driver, { fields, ...event }: Read): void {
  driver.run(
    `INSERT OR REPLACE INTO rating(target, rater, seq, ts, repo, rule, says, because, strategy, p_sel, secs)
     VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      text(fields, 'target'),
      event.actor,
      event.seq,
      event.ts,
      event.repo,
      text(fields, 'rule'),
      text(fields, 'says'),
      text(fields, 'because'),
      text(fields, 'strategy'),
      number(fields, 'p_sel'),
      number(fields, 'secs'),
    ],
  );
}
