/** One label of a statement that came with a confidence, and the chance with which it was asked for (`null`: nobody drew it). */
export type Point = { readonly stated: number; readonly right: boolean; readonly chance: number | null };

/** Those that state a confidence at all, brought to between 0 and 1. What is no number is not counted, rather than taken for one. */
export function usable<P extends Point>(points: readonly P[]): readonly P[] {
  return points
    .filter(({ stated }) => !Number.isNaN(stated))
    .map((point) =>
      point.stated < 0 || point.stated > 1 ? { ...point, stated: Math.min(1, Math.max(0, point.stated)) } : point,
    );
}
