import type { Path } from '../model/change.ts';
import type { Fact } from '../model/fact.ts';
import type { FailureModel } from '../model/failure-model.ts';
import { meetsDetector } from './detected.ts';
import { type Spoken, readSpoken, saysOne } from './spoken-words.ts';

export type SelectFile = {
  readonly path: Path;
  readonly language: string | null;
  /** Its changed lines of both sides, one below the other. */
  readonly text: string;
};

export type Selecting = {
  readonly files: readonly SelectFile[];
  readonly facts: readonly Fact[];
  /** For the texts of all that are chosen together. */
  readonly tokens: number;
  readonly mode: FailureModel['mode'];
};

export type LeftOut = {
  readonly id: string;
  readonly why: 'not for these paths' | 'language' | 'no trigger' | 'budget';
};
export type Selection = { readonly chosen: readonly FailureModel[]; readonly left: readonly LeftOut[] };

/** About ten to fifteen failure models: more of them make a reader attend to each less. */
export const FAILURE_MODEL_TOKENS = 1_500;

/**
 * The failure models a reader is asked about, the likeliest first, and why not the others. Those of the other mode are neither: they are
 * asked in the other reading.
 */
export function selectModels(models: readonly FailureModel[], { files, facts, tokens, mode }: Selecting): Selection {
  const read = files.map((file) => ({ ...file, spoken: readSpoken(file.text) }));
  const weighed = models
    .filter((model) => model.mode === mode)
    .map((model) => ({ model, weight: weigh(model, read, facts) }));
  const likeliest = weighed
    .flatMap(({ model, weight }) => (typeof weight === 'number' ? [{ model, weight }] : []))
    .sort((a, b) => b.weight - a.weight || (a.model.id < b.model.id ? -1 : 1));
  const chosen: FailureModel[] = [];
  const left: LeftOut[] = weighed.flatMap(({ model: { id }, weight }) =>
    typeof weight === 'string' ? [{ id, why: weight }] : [],
  );
  let spent = 0;
  for (const { model } of likeliest) {
    const cost = tokensOf(model);
    const fits = spent + cost <= tokens;
    if (fits) spent += cost;
    if (fits) chosen.push(model);
    else left.push({ id: model.id, why: 'budget' });
  }
  return { chosen, left: left.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** What it takes in a question: four letters a token, and a few for its id and the marks around it. */
export function tokensOf({ id, title, question, symptom, evidence }: FailureModel): number {
  return Math.ceil((id.length + title.length + question.length + symptom.length + evidence.length) / 4) + 8;
}

type Read = SelectFile & { readonly spoken: Spoken };

const SEVERITY = { high: 2, medium: 1, low: 0 } as const;

/** Facts say more than words, words more than a language, and that more than nothing; a graver one comes first among equals. */
function weigh(model: FailureModel, files: readonly Read[], facts: readonly Fact[]): number | LeftOut['why'] {
  const here = files.filter(({ path }) => model.matches(path));
  if (here.length === 0) return 'not for these paths';
  const severity = SEVERITY[model.severity];
  // what a detector saw is asked about whatever else it asks for
  if (facts.some((fact) => meetsDetector(fact, model))) return 1_000 + severity;
  const inLanguage = model.languages.length === 0 ? here : here.filter(({ language }) => isOf(model, language));
  if (inLanguage.length === 0) return 'language';
  const hints = facts.filter(({ kind }) => model.facts.includes(kind)).length;
  const spoken = inLanguage.filter((file) => saysOne(file.spoken, model.words)).length;
  if ((model.facts.length > 0 && hints === 0) || (model.words.length > 0 && spoken === 0)) return 'no trigger';
  return (
    (hints > 0 ? 400 : 0) +
    (spoken > 0 ? 200 + Math.min(spoken, 9) * 3 : 0) +
    (model.languages.length > 0 ? 100 : 0) +
    severity
  );
}

function isOf({ languages }: FailureModel, language: string | null): boolean {
  return language !== null && languages.includes(language);
}
