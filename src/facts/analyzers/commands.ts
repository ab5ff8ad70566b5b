import type { Call } from '../../model/call.ts';
import type { Content } from '../../model/content.ts';
import type { Analyzer, AnalyzerInput, Files, Observation } from '../analyzer.ts';
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

type Look = { readonly missing: readonly string[]; readonly seen: readonly Observation[] };
type Round = { readonly files: Files; readonly size: number; readonly look: Look };

/** It is asked twice in each round, and nothing changes between: a map of files only grows. */
const lately = new WeakMap<Call, Round>();

function look(call: Call, { files }: AnalyzerInput): Look {
  const before = lately.get(call);
  if (before !== undefined && before.files === files && before.size === files.size) return before.look;
  const made = lookAgain(call, files);
  lately.set(call, { files, size: files.size, look: made });
  return made;
}

function lookAgain(call: Call, files: Files): Look {
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
