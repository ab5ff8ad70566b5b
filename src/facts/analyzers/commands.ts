import type { Call } from '../../model/call.ts';
import type { Content } from '../../model/content.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { pathInScene } from '../shell/place.ts';
import { readCall } from '../tools/read.ts';

/** What the command of an agent's tool call does, wherever in it that stands. */
export const commands: Analyzer = {
  id: 'commands',
  reads: () => false,
  grammars: () => [],
  needs: (input) => (input.call === undefined ? [] : look(input.call, input).missing),
  facts: (input) => (input.call === undefined ? [] : look(input.call, input).seen),
};

function look(
  call: Call,
  { files }: AnalyzerInput,
): { readonly missing: readonly string[]; readonly seen: readonly Observation[] } {
  const missing = new Set<string>();
  const file = (path: string): Content | null => {
    const name = pathInScene(path, call.scene);
    const sides = files.get(name);
    if (sides === undefined) missing.add(name);
    return sides?.after ?? null;
  };
  const seen = call.actions.flatMap((action) => readCall(action, { scene: call.scene, file }));
  return { missing: [...missing], seen };
}
