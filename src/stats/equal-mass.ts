/**
 * Cuts rows into at most `bins` parts of about as many, in the order of what was stated. What was stated alike stays together, or it
 * would depend on the order of the labels which of them came into which part; readers state .8 and .9 and little else.
 */
export function equalMass<R extends { readonly stated: number }>(
  rows: readonly R[],
  bins: number,
): readonly (readonly R[])[] {
  const sorted = rows.toSorted((one, other) => one.stated - other.stated);
  const parts: R[][] = [];
  let part: R[] = [];
  for (const [i, row] of sorted.entries()) {
    part.push(row);
    const isLastAlike = sorted[i + 1]?.stated !== row.stated;
    if (isLastAlike && i + 1 >= ((parts.length + 1) * sorted.length) / bins) {
      parts.push(part);
      part = [];
    }
  }
  return part.length === 0 ? parts : [...parts, part];
}
