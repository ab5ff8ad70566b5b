import type { Invocation } from '../shell/invocation.ts';
import type { Effect, Family } from './family.ts';
import { changesSystem } from './system/change.ts';

/** What starts itself again and again, and what nobody could follow to its end. */
export const forkBombs: Family = {
  id: 'fork-bombs',
  tools: ['*'],
  read: (run) => [...multiplies(run), ...unfollowed(run)],
};

/** `bomb(){ bomb|bomb& }; bomb` calls itself twice; `fork while fork` says it in Perl. */
function multiplies({ tool, args, pipedTo, programs, input }: Invocation): readonly Effect[] {
  // said once, where the chain begins
  const itself = tool !== '' && pipedTo === tool && args.length === 0 && input.kind !== 'output' && !FILTERS.test(tool);
  if (!itself && !programs.some(({ text }) => FORKS.test(text.slice(0, 20_000)))) return [];
  const because = 'it starts itself again and again until nothing else on the machine runs';
  const change = { technology: 'machine', subject: 'fork bomb', how: 'process', because } as const;
  return [changesSystem({ ...change, critical: true, reversible: false })];
}

/** What starts itself without an end leaves a program behind that has no name and no words: the rest was not looked at. */
function unfollowed({ tool, program, args, certainty }: Invocation): readonly Effect[] {
  if (tool !== '' || program.source !== '' || program.known || args.length > 0 || certainty !== 'possible') return [];
  const attributes = { what: 'command', why: 'it starts so much, or itself, that nobody can follow it to its end' };
  return [{ kind: 'unreadable', subject: 'the rest of the command', attributes }];
}

const FILTERS = /^(?:cat|sort|tee|uniq|tac|rev|nl|less|more|head|tail|wc|jq|true|false|bash|sh|zsh|xargs)$/;
const FORKS =
  /\bfork\s+while\s+fork\b|while\s*\(?\s*(?:1|true|True)\s*\)?\s*[:{]?\s*(?:\bdo\b)?\s*(?:os\.|posix\.|Process\.)?fork\b|loop\s*(?:do|\{)\s*(?:Process\.)?fork\b/;
