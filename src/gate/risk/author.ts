import { mainArea } from '../../model/area.ts';
import type { Actor } from '../../model/actor.ts';
import type { Change, Part } from '../../model/change.ts';
import { modelName } from '../../model/model-name.ts';
import type { PushedBy } from '../../model/risk.ts';

/** Whom a part is put down to: of several the agent, as levels are, else whoever wrote it. `models`: by session, as agents said. */
export function authorOf(change: Change, part: Part, models: ReadonlyMap<string, string>): PushedBy {
  const authors = [...new Set(part.edits.flatMap((edit) => edit.authors)), change.operator];
  const first = (kind: Actor['kind']): Actor | undefined => authors.find((actor) => actor.kind === kind);
  const who = first('agent') ?? first('unknown') ?? first('bot') ?? authors[0] ?? change.operator;
  const session = who.session ?? '';
  return {
    agent: who.kind === 'human' ? '' : (who.agent ?? 'unknown'),
    model: modelName(models.get(session) ?? ''),
    session,
    email: (who.email ?? '').trim().toLowerCase(),
    area: mainArea(
      part.edits.map(({ path, lines }) => ({
        path,
        lines: typeof lines === 'string' ? 0 : lines.added + lines.removed,
      })),
    ),
  };
}

/**
 * One agent in one session is one author; where a session is not known, all of that agent's are meant. Another session of it in the same area is
 * the same work begun anew, or half of a change would only have to wait for the next one. People go by their address.
 */
export function isSameAuthor(one: PushedBy, other: PushedBy): boolean {
  if (one.agent !== other.agent) return false;
  if (one.agent === '') return one.email === other.email;
  const isOneSession = one.session === other.session || one.session === '' || other.session === '';
  return isOneSession || (one.area === other.area && one.email === other.email);
}
