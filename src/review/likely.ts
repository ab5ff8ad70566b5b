import type { Path } from '../model/change.ts';
import type { FailureModel } from '../model/failure-model.ts';
import { languageOfPath } from '../model/language.ts';

const SEVERITY = { high: 2, medium: 1, low: 0 } as const;
/** Of a repository of any size: which languages it has shows in a part of it. */
const MOST_PATHS = 5_000;

/**
 * The failure models that work in these files is likeliest to meet: those that say for which files they are before those for all, the graver
 * and the ones that may refuse first, and of each domain one before another of any.
 */
export function likelyModels(
  models: readonly FailureModel[],
  paths: readonly Path[],
  most: number,
): readonly FailureModel[] {
  const files = paths.slice(0, MOST_PATHS).map((path) => ({ path, language: languageOfPath(path) }));
  const ranked = models
    .flatMap((model) => {
      const isFor = ({ path, language }: (typeof files)[number]): boolean =>
        (model.languages.length === 0 || (language !== null && model.languages.includes(language))) &&
        model.matches(path);
      if (!files.some(isFor)) return [];
      const weight =
        SEVERITY[model.severity] * 4 + (model.blocks === 'never' ? 0 : 2) + (model.languages.length === 0 ? 0 : 1);
      return [{ model, weight }];
    })
    .sort((a, b) => b.weight - a.weight || (a.model.id < b.model.id ? -1 : 1));
  const turns = new Map<string, number>();
  return ranked
    .map(({ model, weight }) => {
      const turn = turns.get(model.domain) ?? 0;
      turns.set(model.domain, turn + 1);
      return { model, weight, turn };
    })
    .sort((a, b) => a.turn - b.turn || b.weight - a.weight || (a.model.id < b.model.id ? -1 : 1))
    .slice(0, most)
    .map(({ model }) => model);
}
