import type { Edit } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import type { Analyzer, AnalyzerInput } from './analyzer.ts';
import { type Context, stamp, unreadable } from './stamp.ts';

type Told<T> = { readonly told: T; readonly error: null } | { readonly told: null; readonly error: string };

/** An analyzer may trip over what a stranger wrote: that is a value, and its reason is kept. */
export function tell<T>(ask: () => T): Told<T> {
  try {
    return { told: ask(), error: null };
  } catch (error) {
    return { told: null, error: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * All facts of one analyzer. Where it throws, the edits it trips over become `unreadable` by name and the rest is looked
 * at without them: one broken file must neither crash the gate nor hide the others.
 */
export function observe(analyzer: Analyzer, input: AnalyzerInput, context: Context, isAsked = false): readonly Fact[] {
  const all = attempt(analyzer, input, context, isAsked);
  if (all.error === null) return all.told;
  const culprits = culpritsIn(analyzer, input, context, all.error);
  const lost = culprits.map(({ edit, why }) => lose(analyzer, context, edit, why));
  const trippers = new Set(culprits.map(({ edit }) => edit));
  const rest = attempt(analyzer, { ...input, edits: input.edits.filter((edit) => !trippers.has(edit)) }, context);
  if (rest.error !== null) return [...lost, lose(analyzer, context, null, rest.error)];
  const seen = rest.told;
  // not one edit alone trips it and yet all together did: then what it says now cannot be trusted to be all
  return culprits.length === 0 ? [lose(analyzer, context, null, all.error), ...seen] : [...lost, ...seen];
}

/** A fact that lacks an attribute is a mistake of ours and no reason to let the file pass, or to stop every commit there is. */
function attempt(
  analyzer: Analyzer,
  input: AnalyzerInput,
  context: Context,
  isAsked = false,
): ReturnType<typeof tell<readonly Fact[]>> {
  return tell(() => {
    // what it needs was asked already, and it answered
    if (!isAsked) {
      analyzer.needs(input);
      analyzer.looksFor?.(input);
      analyzer.grammars(input);
    }
    return analyzer.facts(input).map((seen) => stamp(seen, context));
  });
}

type Culprit = { readonly edit: Edit; readonly why: string };

/** By halves: of ten thousand files one is broken, and each try looks at all that it is given. */
function culpritsIn(analyzer: Analyzer, input: AnalyzerInput, context: Context, error: string): readonly Culprit[] {
  const [only, ...others] = input.edits;
  if (only === undefined) return [];
  if (others.length === 0) return [{ edit: only, why: error }];
  const middle = input.edits.length >> 1;
  return [input.edits.slice(0, middle), input.edits.slice(middle)].flatMap((edits) => {
    const half = { ...input, edits };
    const tried = attempt(analyzer, half, context);
    return tried.error === null ? [] : culpritsIn(analyzer, half, context, tried.error);
  });
}

function lose(analyzer: Analyzer, context: Context, edit: Edit | null, why: string): Fact {
  const what = `analyzer ${analyzer.id}`;
  return unreadable(context, edit, { what, path: edit?.path ?? null, why });
}
