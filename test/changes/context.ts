import type { CommitWho, InletContext } from '../../src/changes/context.ts';
import type { Actor } from '../../src/model/actor.ts';

export const ana: Actor = {
  kind: 'human',
  agent: null,
  vendors: [],
  session: null,
  name: 'Ana',
  email: 'ana@shop.example',
  env: {},
  evidence: [],
};

/** Ana at her own machine; authors are whom the commits name. */
export function contextFor(more: Partial<InletContext> = {}): InletContext {
  const authorsOf = ({ author }: CommitWho): readonly Actor[] => [{ ...ana, ...author }];
  const context = { repo: 'shop', at: Date.now(), operator: ana, authorsOf, protected: [], since: [] };
  return { ...context, isGenerated: () => false, ...more };
}
