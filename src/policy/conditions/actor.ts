import type { ActorKind } from '../../model/actor.ts';
import { nearest } from '../nearest.ts';
import { readItems } from '../read.ts';
import { readGlobs } from '../value.ts';
import type { Condition } from './condition.ts';
import { saysNode } from './says.ts';

const KINDS: readonly ActorKind[] = ['agent', 'human', 'bot', 'unknown'];

/** `actor: agent`, or the name of one: `actor: claude-code`. */
export const actor: Condition = {
  key: 'actor',
  takes: `${KINDS.join(', ')}, or the name of an agent or bot`,
  parse: (node, { reader }) => {
    for (const item of readItems(node)) {
      const word = item.kind === 'value' ? String(item.value) : '';
      const near = nearest(word, KINDS);
      if (KINDS.some((kind) => kind === word) || near === null) continue;
      reader.report(item.line, `actor: "${word}" is no kind of actor; did you mean "${near}"?`);
    }
    const matches = readGlobs(reader, node, 'actor');
    return {
      says: `actor: ${saysNode(node)}`,
      personal: true,
      wide: true,
      holds: ({ who }) => {
        if (matches(who.kind) || (who.agent !== null && matches(who.agent))) return true;
        return who.kind === 'unknown' ? 'unknown' : false; // contradictory or nameless: it may be the one that is meant
      },
    };
  },
};
